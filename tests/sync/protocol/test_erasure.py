"""What an erasure names, and what none may take."""

import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind
from sync.protocol.erasure import KEPT_FACTS, may_go, parts_named

ENTRY = "01990000-0000-7000-8000-000000000001"


def test_an_erasure_names_each_part_of_each_entry():
    items = [{"entry": ENTRY, "parts": ["identity", "notes"]}]

    assert parts_named({"items": items}) == ((ENTRY, "identity"), (ENTRY, "notes"))


@pytest.mark.parametrize(
    "items",
    [
        None,
        "identity",
        ["identity"],
        [{"entry": "satu", "parts": ["identity"]}],
        [{"entry": ENTRY}],
        [{"entry": ENTRY, "parts": "identity"}],
        [{"entry": ENTRY, "parts": [""]}],
        [{"entry": ENTRY, "parts": [7]}],
    ],
)
def test_an_erasure_that_cannot_be_read_names_nothing(items):
    with pytest.raises(Malformed, match="erasure_form"):
        parts_named({"items": items})


@pytest.mark.parametrize("kind", sorted(KEPT_FACTS))
def test_what_says_who_signs_keeps_its_facts(kind):
    assert (may_go(kind, "facts"), may_go(kind, "identity")) == (False, True)
    assert may_go(Kind.SCREENING, "facts")
