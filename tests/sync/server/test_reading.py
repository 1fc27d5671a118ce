"""Pull, leaves and challenge: what a device reads of a feed, and what is said of lost rows."""

import hashlib

import pytest

from sync.protocol.challenge import challenge_proof
from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.entry import Kind
from sync.protocol.limits import CHALLENGES
from sync.protocol.merkle import root_of, verify_consistency
from sync.protocol.messages import (
    SHARED,
    ChallengeRequest,
    LeavesRequest,
    PullRequest,
    Refusal,
    Wanted,
)
from sync.protocol.request_signing import RequestRefused
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import NOW, Laptop
from tests.sync.server.tables import ids_of, standing

NONCE = hashlib.sha256(b"tantangan").digest()


def pulled(laptop, after=0, *, feed="el-tari", limit_bytes=1 << 20, **sizes):
    from sync.server.pull import give

    request = PullRequest(feed, after, limit_bytes, sizes)
    return give(laptop.row, request, laptop.centre, NOW)


def proved(laptop, *positions, feed="el-tari", nonce=NONCE):
    from sync.server.challenge import prove

    request = ChallengeRequest(nonce, [(feed, position) for position in positions])
    return prove(laptop.row, request, laptop.centre, NOW).proofs


def positions(answer):
    return [placed.position for placed in answer.entries]


@pytest.fixture
def settled(laptop):
    laptop.screenings(6)
    laptop.push(*laptop.said)
    return laptop


def test_a_page_is_what_was_pushed_byte_for_byte(settled):
    answer = pulled(settled, **{"el-tari": 0})

    assert [placed.entry.entry for placed in answer.entries] == settled.said
    assert positions(answer) == list(range(1, 9))
    assert answer.leaves[0].hashes == b"".join(entry.leaf for entry in settled.said)
    assert not answer.more


def test_pages_follow_each_other_without_gap_and_hold_at_least_one_entry(settled):
    after, seen = 0, []
    while True:
        answer = pulled(settled, after, limit_bytes=1)
        seen += [placed.entry.entry.header.id for placed in answer.entries]
        after = answer.entries[-1].position
        if not answer.more:
            break

    assert seen == ids_of(settled.said)


def test_a_page_ends_about_where_it_was_asked_to(settled):
    size = settled.said[2].size_bytes

    answer = pulled(settled, 2, limit_bytes=2 * size + size // 2)

    assert positions(answer) == [3, 4]
    assert answer.more


def test_an_erased_part_is_named(settled):
    target = settled.said[2]
    facts = {"ground": "x", "items": [{"entry": target.header.id, "parts": ["identity"]}]}
    erasure = settled.keep(settled.maker.entry(Kind.ERASURE, settled.penyelia, {"facts": facts}))
    settled.push(erasure)

    wire = pulled(settled, 2).entries[0].entry

    assert set(wire.parts) == {"facts"}
    assert wire.erased == {"identity": erasure.header.id}


@pytest.mark.parametrize("feed", ["tenau", "tidak-ada"])
def test_another_feed_is_refused(settled, feed):
    Laptop(settled.centre, "laptop dua", post="tenau").settle()

    with pytest.raises(RequestRefused, match=Refusal.FEED_UNKNOWN):
        pulled(settled, feed=feed)
    with pytest.raises(RequestRefused, match=Refusal.FEED_UNKNOWN):
        proved(settled, 1, feed=feed)


@pytest.mark.parametrize("after", [-1, 2**60])
def test_a_position_that_cannot_be_is_refused(settled, after):
    with pytest.raises(RequestRefused, match=Refusal.BODY_MALFORMED):
        pulled(settled, after)


def test_the_shared_feed_is_everybodys(settled):
    other = Laptop(settled.centre, "laptop dua", post="tenau").settle()

    kinds = [placed.entry.entry.header.kind for placed in pulled(other, feed=SHARED).entries]

    assert kinds == ["device", "officer", "device", "heads", "device", "officer"]


def test_a_lost_row_ends_the_page_and_is_asked_for(settled):
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", settled.said[3].header.id)

    answer = pulled(settled)

    assert (positions(answer), answer.more) == ([1, 2, 3], True)
    assert standing() == ["data_gone"]
    assert settled.shows().wanted == [Wanted("el-tari", 4, 4)]


def test_leaves_come_in_pages_with_a_checkpoint_and_a_proof(settled):
    from sync.server import leaves

    answer = leaves.give(settled.row, LeavesRequest("el-tari", 3), settled.centre, NOW)

    own = [entry.leaf for entry in settled.said]
    assert answer.leaves.hashes == b"".join(own[3:])
    key = settled.centre.keys.sign_public
    reached, newest = (
        read_checkpoint(signed, key) for signed in (answer.reached, answer.checkpoints[0])
    )
    assert (reached.size, reached.root) == (8, root_of(own).hex())
    assert verify_consistency(
        3, root_of(own[:3]), newest.size, bytes.fromhex(newest.root), answer.consistency
    )


def test_no_leaves_are_given_beyond_the_log(settled):
    from sync.server import leaves

    with pytest.raises(RequestRefused, match=Refusal.REBUILDING):
        leaves.give(settled.row, LeavesRequest("el-tari", 9), settled.centre, NOW)


def test_a_challenge_is_answered_with_the_proof_of_each_place(settled):
    proofs = proved(settled, 3, 8)

    assert proofs == [challenge_proof(NONCE, at, settled.said[at - 1], {}) for at in (3, 8)]
    assert standing() == []


def test_a_challenge_of_an_erased_part_names_the_erasure(settled):
    target = settled.said[2]
    facts = {"ground": "x", "items": [{"entry": target.header.id, "parts": ["identity"]}]}
    erasure = settled.keep(settled.maker.entry(Kind.ERASURE, settled.penyelia, {"facts": facts}))
    settled.push(erasure)
    left = type(target)(target.header_bytes, target.signature, {"facts": target.parts["facts"]})

    assert proved(settled, 3) == [challenge_proof(NONCE, 3, left, {"identity": erasure.header.id})]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM centre_entry WHERE id = %s",
        "DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'",
        "UPDATE centre_part SET stored = stored || stored WHERE entry_id = %s AND name='identity'",
    ],
)
def test_a_challenge_finds_what_was_deleted_or_changed(settled, statement):
    disarm()
    run(statement, settled.said[2].header.id)

    assert proved(settled, 3) == [b""]
    assert standing() == ["data_gone"]


def test_a_challenge_finds_facts_that_were_changed(settled):
    disarm()
    entry_id = settled.said[2].header.id
    run("UPDATE centre_part SET stored = stored || stored WHERE entry_id = %s", entry_id)

    (proof,) = proved(settled, 3)

    assert proof != challenge_proof(NONCE, 3, settled.said[2], {})


def test_a_place_beyond_the_log_has_no_proof_and_is_no_alarm(settled):
    assert proved(settled, 0, 9) == [b"", b""]
    assert standing() == []


@pytest.mark.parametrize(
    ("nonce", "places", "refusal"),
    [
        (b"short", (1,), Refusal.BODY_MALFORMED),
        (NONCE, (1,) * (CHALLENGES + 1), Refusal.TOO_LARGE),
        (NONCE, (-1,), Refusal.BODY_MALFORMED),
    ],
)
def test_a_challenge_of_another_form_is_refused(settled, nonce, places, refusal):
    with pytest.raises(RequestRefused, match=refusal):
        proved(settled, *places, nonce=nonce)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM centre_position",
        "UPDATE centre_position SET leaf = root",
        "UPDATE centre_position SET leaf = leaf || leaf",
    ],
)
def test_a_leaf_that_was_touched_no_longer_gives_the_signed_root(settled, statement):
    disarm()
    run(f"{statement} WHERE feed_id = 'el-tari' AND position = 5")

    answer = pulled(settled, 8, **{"el-tari": 0})

    checkpoint = read_checkpoint(answer.checkpoints[0], settled.centre.keys.sign_public)
    hashes = answer.leaves[0].hashes
    leaves = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    assert root_of(leaves).hex() != checkpoint.root
