import pytest

from sync.protocol.canonical import Malformed, canonical_bytes
from sync.protocol.statements import (
    Confirmation,
    Confirmed,
    FeedHead,
    HeadsStatement,
    Verdict,
)

pytestmark = pytest.mark.domain
EL_TARI = FeedHead("el-tari", 0, 7, "ab" * 32)
TENAU = FeedHead("tenau", 1, 0, "cd" * 32)
OFFICER = Confirmation(
    Verdict.CONFIRM,
    Confirmed.OFFICER,
    key="ab" * 32,
    entry="01a1ee56-5e01-7819-87ef-0f95c0f8f385",
    person="0" * 32,
)
DEVICE = Confirmation(
    Verdict.REVOKE, Confirmed.DEVICE, key="ab" * 32, entry="01a1ee56-5e01-7819-87ef-0f95c0f8f385"
)


def test_heads_stand_sorted_by_feed():
    facts = HeadsStatement((TENAU, EL_TARI)).facts()

    assert canonical_bytes(facts) == (
        b'{"heads":[{"feed":"el-tari","generation":0,"root":"' + b"ab" * 32 + b'","size":7},'
        b'{"feed":"tenau","generation":1,"root":"' + b"cd" * 32 + b'","size":0}]}'
    )
    assert HeadsStatement.from_facts(facts) == HeadsStatement((EL_TARI, TENAU))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"heads": 1},
        {"heads": [1]},
        {"heads": [{"feed": "el-tari"}]},
        {"heads": [{"feed": "El", "generation": 0, "root": "ab" * 32, "size": 1}]},
        {"heads": [{"feed": "el", "generation": "0", "root": "ab" * 32, "size": 1}]},
        {"heads": [{"feed": "el", "generation": 0, "root": "ab" * 32, "size": -1}]},
        {"heads": [{"feed": "el", "generation": 0, "root": "ab", "size": 1}]},
        {"heads": [{"feed": "el", "generation": 0, "root": "ab" * 32, "size": 1}] * 2},
    ],
)
def test_heads_of_another_form_are_refused(facts):
    with pytest.raises(Malformed, match="heads_form"):
        HeadsStatement.from_facts(facts)


@pytest.mark.parametrize("confirmation", [OFFICER, DEVICE])
def test_confirmation_reads_back(confirmation):
    assert Confirmation.from_facts(confirmation.facts()) == confirmation


@pytest.mark.parametrize(
    "bent",
    [
        {"action": "maybe"},
        {"what": "post"},
        {"key": "ab"},
        {"entry": "x"},
        {"entry": 1},
        {"person": ""},
        {"person": None},
        {"what": "device"},
    ],
)
def test_confirmation_of_another_form_is_refused(bent):
    with pytest.raises(Malformed, match="confirmation_form"):
        Confirmation.from_facts(OFFICER.facts() | bent)


def test_confirmation_without_a_field_is_refused():
    with pytest.raises(Malformed, match="confirmation_form"):
        Confirmation.from_facts({"action": "confirm"})
