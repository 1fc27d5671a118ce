"""Only the key that is known can name the next one."""

import pytest

from sync.protocol.announcement import ANNOUNCEMENTS, CentreKeys, announced_keys
from sync.protocol.canonical import Malformed
from sync.protocol.entry import BadSignature, Entry, Kind
from tests.sync.protocol.makers import ChainMaker, fixed_key, public

pytestmark = pytest.mark.domain
FIRST, SECOND, THIRD = "pusat pertama", "pusat kedua", "pusat ketiga"
SEAL = bytes(range(32))


def said(by: str, named: str, *, kind: Kind = Kind.SYSTEM, signer: str = "", **bent) -> Entry:
    maker = ChainMaker(by)
    facts = CentreKeys(public(fixed_key(named)), SEAL).facts()
    return maker.entry(kind, fixed_key(signer or by), {"facts": facts}, **bent)


def followed(*entries: Entry) -> list[bytes]:
    found = announced_keys(entries, known=public(fixed_key(FIRST)), deployment="training")
    return [keys.sign_key for keys in found]


def test_a_row_of_announcements_leads_to_the_newest_key():
    keys = followed(said(FIRST, SECOND), said(SECOND, THIRD))

    assert keys == [public(fixed_key(SECOND)), public(fixed_key(THIRD))]


def test_a_key_that_was_replaced_before_does_not_come_back():
    back, known = [said(SECOND, FIRST)], public(fixed_key(SECOND))
    earlier = (public(fixed_key(FIRST)),)

    with pytest.raises(Malformed):
        announced_keys(back, known=known, earlier=earlier, deployment="training")
    assert announced_keys(back, known=known, deployment="training")  # the control


def with_parts(entry: Entry, parts: dict[str, bytes]) -> Entry:
    return Entry(entry.header_bytes, entry.signature, parts)


def forged() -> dict[str, tuple[Entry, ...]]:
    true = said(FIRST, SECOND)
    other = said(FIRST, THIRD)
    plain = ChainMaker(FIRST)
    return {
        "none": (),
        "too many": (true,) * (ANNOUNCEMENTS + 1),
        "by a key that nobody knows": (said(SECOND, THIRD),),
        "signed by another in its name": (said(FIRST, SECOND, signer=SECOND),),
        "of another device": (said(SECOND, THIRD, signer=FIRST),),
        "a step left out": (true, said(THIRD, "pusat keempat")),
        "in the wrong order": (said(SECOND, THIRD), true),
        "with another's facts": (with_parts(true, dict(other.parts)),),
        "without facts": (with_parts(true, {}),),
        "with a part more": (with_parts(true, {**true.parts, "notes": b"x"}),),
        "with a bent signature": (Entry(true.header_bytes, bytes(64), dict(true.parts)),),
        "of another kind": (said(FIRST, SECOND, kind=Kind.TAG),),
        "for the other deployment": (said(FIRST, SECOND, deployment="live"),),
        "of its own key": (said(FIRST, FIRST),),
        "in a circle": (true, said(SECOND, FIRST)),
        "of other facts": (
            plain.entry(Kind.SYSTEM, fixed_key(FIRST), {"facts": {"event": "generation"}}),
        ),
        "of a short key": (
            plain.entry(
                Kind.SYSTEM,
                fixed_key(FIRST),
                {"facts": {"what": "centre_key", "sign_key": "ab", "seal_key": SEAL.hex()}},
            ),
        ),
        "without a header": (Entry(b"{", true.signature, dict(true.parts)),),
    }


@pytest.mark.parametrize("why", forged())
def test_what_the_known_key_did_not_announce_is_refused(why):
    with pytest.raises((BadSignature, Malformed)):
        followed(*forged()[why])
