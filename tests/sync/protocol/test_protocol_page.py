"""docs/protocol.md names everything that goes over the line."""

import re
from pathlib import Path

import pytest

from sync.protocol.limits import (
    BATCH_BYTES,
    BODY_BYTES,
    CHALLENGES,
    FIRST_BATCH_BYTES,
    INFLATED_BYTES,
    LEAVES_PAGE,
    PULL_PAGE_ENTRIES,
)
from sync.protocol.messages import ENDPOINTS, PATH_PREFIX, Refusal, State
from sync.protocol.request_signing import CONTENT_TYPE, COVERED, PARAMETERS, TAG
from tests.sync.protocol.wire_examples import MESSAGES

pytestmark = pytest.mark.domain
ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`]+)`", PAGE))


def test_every_endpoint_is_on_the_page_and_no_other():
    rows = re.findall(r"^\| `(/sync/[^`]+)` ", PAGE, re.MULTILINE)

    assert rows == [PATH_PREFIX + name for name in ENDPOINTS]


def test_every_endpoint_stands_with_what_is_asked_and_answered():
    for name, (asked, answered) in ENDPOINTS.items():
        (row,) = re.findall(rf"^\| `{PATH_PREFIX}{name}` .*$", PAGE, re.MULTILINE)
        assert f"`{asked.__name__}`" in row
        assert f"`{answered.__name__}`" in row


@pytest.mark.parametrize("name", [type(message).__name__ for message in MESSAGES.values()])
def test_every_message_is_on_the_page(name):
    assert name in NAMED


def test_every_refusal_is_on_the_page_and_no_other():
    rows = re.findall(r"^\| `([a-z_]+)` \| \d{3} ", PAGE, re.MULTILINE)

    assert sorted(rows) == sorted(code.value for code in Refusal)


def test_every_state_and_every_part_of_a_signature_is_on_the_page():
    assert {state.value for state in State} <= NAMED
    assert set(COVERED) <= NAMED
    assert all(f"`{name}`" in PAGE or f"`{name}=" in PAGE for name in PARAMETERS)
    assert {f'tag="{TAG}"', f"content-type: {CONTENT_TYPE}"} <= NAMED


def test_limits_on_the_page_are_those_of_the_code():
    assert (FIRST_BATCH_BYTES, BATCH_BYTES) == (64 * 1024, 1024 * 1024)
    assert (BODY_BYTES, INFLATED_BYTES) == (2 * 1024 * 1024, 4 * 1024 * 1024)
    assert (LEAVES_PAGE, PULL_PAGE_ENTRIES, CHALLENGES) == (5000, 500, 16)
    for words in ("64 KiB", "1 MiB", "2 MiB", "4 MiB", "5,000", "at most 500", "16 places"):
        assert words in PAGE


@pytest.mark.parametrize(
    "label",
    [
        "posko/checkpoint/v1",
        "posko/challenge/v1",
        "posko/package/v1",
        "posko/lease/v1",
        "posko-package-1",
    ],
)
def test_every_label_that_is_signed_or_hashed_is_among_the_frozen_formats(label):
    assert label in FORMAT
