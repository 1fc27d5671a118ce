"""A key of the centre that was replaced: what it signed counts, and nothing more does."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from sync.protocol.announcement import announced_keys
from sync.protocol.answer_signing import ANSWER_HEADER, verify_answer
from sync.protocol.codec import decode, encode
from sync.protocol.entry import Kind, fingerprint
from sync.protocol.messages import KeysAnswer, KeysRequest, Refusal, Refused
from sync.protocol.request_signing import CONTENT_TYPE, REQUEST_ID_HEADER, RequestRefused
from tests.sync.server.people_at_posts import NOW, Laptop, PostMaker
from tests.sync.server.snapshots import put_back, snapshot
from tests.sync.server.tables import standing
from tests.sync.server.test_heads import signed


def renewed(centre):
    """Open the centre anew, as the next start does."""
    from sync.server.current import _opened, the_centre

    _opened.cache_clear()
    return the_centre()


def rotated(centre):
    from sync.server.rotate import rotate_keys

    rotate_keys(centre, now=centre.clock())
    return renewed(centre)


def announced(centre, known: bytes) -> list[bytes]:
    from sync.server.announcements import give

    told = give(KeysRequest(fingerprint(known)), centre, NOW).entries
    if not told:
        return []
    entries = [one.entry for one in told]
    found = announced_keys(entries, known=known, deployment="training")
    return [keys.sign_key for keys in found]


def witnesses() -> list[int]:
    from sync.server.models import Witness

    return list(Witness.objects.order_by("size").values_list("size", flat=True))


def in_rebuild() -> list[str]:
    from sync.server.models import Feed

    return list(Feed.objects.exclude(rebuild_size=None).values_list("id", flat=True))


def test_the_row_of_announcements_begins_at_the_key_that_is_known(laptop):
    first = laptop.centre
    second = rotated(first)
    third = rotated(second)
    keys = [centre.keys.sign_public for centre in (first, second, third)]

    assert announced(third, keys[0]) == keys[1:]
    assert announced(third, keys[1]) == keys[2:]
    assert announced(third, keys[2]) == announced(third, bytes(32)) == []


def test_a_change_that_broke_off_leads_nowhere_and_the_next_one_does(laptop):
    first = laptop.centre
    secret = first.keys.sign.private_bytes_raw()
    rotated(first)
    (first.keys.folder / "sign.key").write_bytes(secret)  # as if the new one was never written
    again = renewed(first)
    assert announced(again, first.keys.sign_public) == []
    answer = Laptop(again, "laptop dua").enrol()
    assert (answer.sign_key, answer.earlier_keys) == (first.keys.sign_public, [])

    second = rotated(again)

    assert announced(second, first.keys.sign_public) == [second.keys.sign_public]
    assert Laptop(second, "laptop tiga").enrol().earlier_keys == [first.keys.sign_public]


def test_whoever_asks_is_told_the_announcements_and_nothing_else(laptop):
    laptop.push(*laptop.said)
    second = rotated(laptop.centre)
    asked = KeysRequest(laptop.centre.fingerprint)

    status, body = posted(second, encode(asked))

    answer = decode(body, KeysAnswer)
    assert (status, answer.checkpoints) == (200, [])
    assert [set(wire.parts) for wire in answer.entries] == [{"facts"}]
    status, body = posted(second, encode(KeysRequest("ab" * 1000)))
    assert (status, decode(body, Refused).code) == (413, Refusal.TOO_LARGE)
    status, body = posted(second, encode(asked), path="heads")  # the control: others are signed
    assert (status, decode(body, Refused).code) == (401, Refusal.SIGNATURE_INVALID)


def posted(centre, body: bytes, path: str = "keys") -> tuple[int, bytes]:
    """Post without a signature; the answer has one, by the key in force."""
    response = Client().post(
        f"/sync/v1/{path}",
        body,
        content_type=CONTENT_TYPE,
        headers={REQUEST_ID_HEADER: "satu"},
        secure=True,
    )
    verify_answer(
        centre.keys.sign_public,
        response.headers[ANSWER_HEADER],
        request_id="satu",
        request_body=body,
        status=response.status_code,
        body=response.content,
    )
    return response.status_code, response.content


@pytest.fixture
def fallen_back(laptop):
    """Eight were signed for by a key that was replaced then; the centre is back at five."""
    laptop.screenings(3)
    laptop.push(*laptop.said)
    before = snapshot()
    laptop.screenings(3)
    laptop.push(*laptop.said)
    laptop.before = laptop.centre
    laptop.centre = rotated(laptop.centre)
    put_back(before)
    return laptop


@pytest.mark.parametrize(
    ("size", "generation", "counts"),
    [(8, 0, True), (9, 0, False), (2**40, 0, False), (1, 1, False)],
)
def test_a_key_that_was_replaced_counts_as_far_as_it_signed(fallen_back, size, generation, counts):
    claim = {"size": size, "root": "ab" * 32, "generation": generation}

    fallen_back.shows(signed(fallen_back.before, **claim))

    assert witnesses() == ([size] if counts else [])
    assert in_rebuild() == (["el-tari"] if counts else [])
    assert standing() == (["rolled_back"] if counts else [])


def test_control_the_present_key_counts_beyond(fallen_back):
    fallen_back.shows(signed(fallen_back.centre, size=9, root="ab" * 32))

    assert (witnesses(), in_rebuild()) == ([9], ["el-tari"])


def test_a_feed_that_came_later_was_never_signed_for_by_a_key_before(fallen_back):
    later = Laptop(fallen_back.centre, "laptop tenau", post="tenau").settle(1)

    later.shows(signed(fallen_back.before, size=5, root="ab" * 32, feed="tenau"))
    assert (witnesses(), in_rebuild()) == ([], [])

    later.shows(signed(later.centre, size=5, root="ab" * 32, feed="tenau"))  # the control
    assert (witnesses(), in_rebuild()) == ([5], ["tenau"])


def test_verify_names_a_witness_beyond_what_the_old_key_signed(laptop):
    from sync.server.models import Feed, Witness
    from sync.server.verify import verify

    laptop.push(*laptop.said)
    before = laptop.centre
    root = Feed.objects.get(pk="el-tari").root
    centre = rotated(before)

    def found(size: int) -> list[str]:
        shown = signed(before, size=size, root=root).checkpoint
        stated = {"generation": 0, "size": size, "root": root, "at": NOW}
        raw = {"body": shown.body, "signature": shown.signature}
        Witness.objects.create(feed="el-tari", device=laptop.fingerprint, **stated, **raw)
        tables = [finding.table.value for finding in verify(centre).findings]
        Witness.objects.all().delete()
        return tables

    assert found(99) == ["witness"]
    assert found(2) == []  # the control: as far as it signed


def test_the_key_is_not_changed_while_a_log_may_be_shorter_than_it_signed(laptop):
    from django.db.models import F

    from sync.server.models import Entry, Feed
    from sync.server.refusal import OperationRefused

    laptop.push(*laptop.said)
    Feed.objects.filter(pk="el-tari").update(rebuild_size=F("size") + 1, rebuild_since=NOW)

    with pytest.raises(OperationRefused, match="rebuilding"):
        rotated(laptop.centre)

    assert renewed(laptop.centre).fingerprint == laptop.centre.fingerprint
    assert not Entry.objects.filter(kind="system").exists()
    Feed.objects.update(rebuild_size=None, rebuild_root="", rebuild_since=None)  # the control
    assert rotated(laptop.centre).fingerprint != laptop.centre.fingerprint


@pytest.mark.parametrize("owner", ["before", "now", "nobody"])
def test_who_has_a_key_of_the_centre_is_not_taken_in_as_a_device(centre, owner):
    keys = {"before": centre.keys.sign}
    centre = rotated(centre)
    keys |= {"now": centre.keys.sign, "nobody": Ed25519PrivateKey.generate()}
    newcomer = Laptop(centre, "laptop satu")
    newcomer.maker = PostMaker("laptop satu", "el-tari")
    newcomer.maker.device = keys[owner]
    newcomer.opening = newcomer.maker.opening()

    if owner == "nobody":
        assert newcomer.enrol().post == "el-tari"  # the control
    else:
        with pytest.raises(RequestRefused, match=Refusal.DEVICE_REVOKED):
            newcomer.enrol()


def test_what_the_centre_said_of_itself_to_a_post_stays_there_after_a_rebuild(laptop):
    from sync.server.models import Entry, Feed, Position
    from sync.server.own_chain import append_centre_entry
    from sync.server.rebuild import end_if_whole

    first = laptop.centre
    facts = {"facts": {"event": "contoh"}}
    append_centre_entry("el-tari", Kind.SYSTEM, "ab" * 16, facts, centre=first, now=NOW)
    laptop.push(*laptop.said)
    opened = Entry.objects.get(device=first.fingerprint, kind="device", position__feed_id="el-tari")
    centre = rotated(first)
    feed = Feed.objects.get(pk="el-tari")
    Feed.objects.filter(pk="el-tari").update(
        rebuild_size=feed.size, rebuild_root=feed.root, rebuild_since=NOW - timedelta(days=1)
    )
    laptop.centre = centre
    laptop.shows()

    assert end_if_whole("el-tari", centre, NOW)

    places = Position.objects.filter(entry_id=opened.pk).values_list("feed_id", flat=True)
    assert list(places) == ["el-tari"]
