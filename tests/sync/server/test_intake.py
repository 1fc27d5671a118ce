"""A push is taken whole, in order, once; the same answer at every try."""

from enum import StrEnum

import pytest

from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.entry import Kind
from sync.protocol.merkle import root_of
from sync.protocol.messages import PushRequest, Refusal, State, WireEntry
from sync.protocol.people import Action, Role
from sync.protocol.request_signing import RequestRefused
from tests.sync.protocol.makers import fixed_key
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import Laptop, results_of, wire
from tests.sync.server.tables import erased_of, ids_of, placed_ids, standing


class OddKind(StrEnum):
    """Kinds that nobody here knows."""

    LOTTERY = "undian"
    NUL = "x\x00y"


def test_each_entry_gets_the_next_position_and_the_leaves_give_the_signed_root(laptop):
    laptop.screenings(3)

    answer = laptop.push(*laptop.said, **{"el-tari": 0})

    assert results_of(answer) == [(entry.header.id, at + 1) for at, entry in enumerate(laptop.said)]
    leaves = answer.leaves[0].hashes
    assert leaves == b"".join(entry.leaf for entry in laptop.said)
    checkpoint = read_checkpoint(answer.checkpoints[0], laptop.centre.keys.sign_public)
    assert (checkpoint.size, checkpoint.feed) == (5, "el-tari")
    assert checkpoint.root == root_of(entry.leaf for entry in laptop.said).hex()


def test_a_lost_answer_is_given_again(laptop):
    laptop.screenings(2)
    first = laptop.push(*laptop.said)

    again = laptop.push(*laptop.said)

    assert (again.results, again.stopped) == (first.results, None)
    assert placed_ids() == ids_of(laptop.said)


def test_the_lost_answer_of_a_batch_that_removed_an_officer_is_given_again(laptop):
    leaving = fixed_key("petugas yang pergi")
    laptop.keep(laptop.maker.added(laptop.penyelia, leaving))
    laptop.keep(laptop.maker.screening(leaving))
    gone = laptop.maker.statement(leaving, role=Role.PETUGAS, action=Action.REMOVE)
    laptop.keep(laptop.maker.officer(laptop.penyelia, gone))
    first = laptop.push(*laptop.said)

    again = laptop.push(*laptop.said)

    assert len(first.results) == 5
    assert (again.results, again.stopped) == (first.results, None)


def test_a_batch_may_overlap_with_what_is_known(laptop):
    laptop.push(*laptop.said)
    laptop.screenings(2)

    answer = laptop.push(*laptop.said[1:])

    assert [position for _, position in results_of(answer)] == [2, 3, 4]


def test_the_same_entry_twice_in_a_batch_is_stored_once(laptop):
    one = laptop.screening()
    two = laptop.screening()

    answer = laptop.push(*laptop.said[:2], one, one, two, one)

    assert [position for _, position in results_of(answer)] == [1, 2, 3, 3, 4, 3]
    assert placed_ids() == ids_of(laptop.said)


@pytest.mark.parametrize("place", [2, 4, 6])
def test_a_broken_signature_stops_there_and_keeps_what_came_before(laptop, place):
    laptop.screenings(5)
    batch = list(laptop.said)
    good = batch[place]
    flipped = bytes([good.signature[0] ^ 1]) + good.signature[1:]
    wires = [wire(entry) for entry in batch]
    wires[place] = WireEntry(good.header_bytes, flipped, dict(good.parts))

    answer = _take(laptop, wires)

    assert (answer.stopped.id, answer.stopped.code) == (good.header.id, "bad_signature")
    assert placed_ids() == ids_of(batch[:place])
    assert standing() == ["stopped"]


def test_a_stop_is_over_once_the_device_sends_on(laptop):
    laptop.screenings(2)
    wires = [wire(entry) for entry in laptop.said]
    _take(laptop, [*wires[:-1], WireEntry(wires[-1].header, b"\x00" * 64, wires[-1].parts)])
    assert standing() == ["stopped"]

    answer = laptop.push(*laptop.said)

    assert answer.stopped is None
    assert standing() == []


@pytest.mark.parametrize("place", [2, 4, 6])
@pytest.mark.parametrize(
    ("bent", "doubt"),
    [
        ({"kind": OddKind.LOTTERY}, "kind_unknown"),
        ({"v": 2}, "newer_version"),
        ({"min_reader": 2}, "newer_version"),
    ],
)
def test_what_is_not_understood_is_kept_flagged_and_never_in_the_way(laptop, place, bent, doubt):
    from sync.server.models import Entry

    for at in range(2, 7):
        laptop.anything(**(bent if at == place else {}))

    answer = laptop.push(*laptop.said)

    states = [result.state for result in answer.results]
    assert states == [State.QUARANTINED if at == place else State.STORED for at in range(7)]
    assert answer.stopped is None
    flagged = Entry.objects.exclude(reason="").values_list("id", "state", "reason")
    assert list(flagged) == [(laptop.said[place].header.id, "quarantined", doubt)]


@pytest.mark.parametrize(
    ("parts", "doubt"),
    [
        ({"facts": {"purpose": "wisata"}, "sidik": {"jari": "x"}}, "part_unknown"),
        ({"notes": {"text": "tanpa fakta"}}, "facts_absent"),
    ],
)
def test_parts_that_are_not_understood_are_kept_and_flagged(laptop, parts, doubt):
    from sync.server.models import Entry

    odd = laptop.keep(laptop.maker.entry(Kind.SCREENING, laptop.penyelia, parts))

    answer = laptop.push(*laptop.said)

    assert answer.results[-1].state is State.QUARANTINED
    assert Entry.objects.get(pk=odd.header.id).reason == doubt


def test_the_same_place_with_other_bytes_is_a_fork(laptop):
    from sync.server.models import Fork

    laptop.screenings(2)
    laptop.push(*laptop.said)
    clone = Laptop(laptop.centre, "laptop satu")
    clone.maker.random = Laptop(laptop.centre, "lain").maker.random
    clone.maker.seq, clone.maker.prev = 3, laptop.said[2].hash
    other = clone.maker.screening(laptop.penyelia)
    more = clone.maker.screening(laptop.penyelia)

    answer = laptop.push(other, more)

    assert (answer.stopped.id, answer.stopped.code) == (other.header.id, "fork")
    assert list(Fork.objects.order_by("seq").values_list("hash", flat=True)) == [
        other.hash,
        more.hash,
    ]
    assert placed_ids() == ids_of(laptop.said)
    assert standing() == ["fork"]
    with pytest.raises(RequestRefused, match=Refusal.DEVICE_SUSPENDED):
        laptop.push(*laptop.said)


def test_a_forged_second_entry_suspends_nobody(laptop):
    laptop.screening()
    laptop.push(*laptop.said)
    stranger = fixed_key("orang lain")
    laptop.maker.seq, laptop.maker.prev = 2, laptop.said[1].hash
    forged = laptop.maker.screening(stranger)

    answer = laptop.push(forged)

    assert answer.stopped.code == "signer_unknown"
    assert laptop.row.state == "active"


def test_a_person_lets_a_suspended_device_go_on(laptop):
    from sync.server.forks import reinstate
    from sync.server.models import Device

    laptop.push(*laptop.said)
    Device.objects.update(state="suspended")

    reinstate(laptop.row, laptop.centre.clock())

    assert laptop.push(*laptop.said).stopped is None


def test_a_gap_in_the_chain_stops(laptop):
    laptop.screenings(3)

    answer = laptop.push(*laptop.said[:3], laptop.said[4])

    assert answer.stopped.code == "chain_gap"


def test_an_entry_of_another_device_stops(laptop):
    other = Laptop(laptop.centre, "laptop dua").settle(1)

    answer = laptop.push(*laptop.said, other.said[2])

    assert answer.stopped.code == "id_taken"
    fresh = Laptop(laptop.centre, "laptop tiga")
    assert laptop.push(fresh.opening).stopped.code == "device_differs"


def test_another_deployment_stops(laptop):
    answer = laptop.push(*laptop.said, laptop.screening(deployment="live"))

    assert answer.stopped.code == "deployment_differs"


def test_what_no_table_could_hold_stops(laptop):
    answer = laptop.push(*laptop.said, laptop.anything(OddKind.NUL))

    assert answer.stopped.code == "header_malformed"


def test_bytes_that_are_no_header_stop(laptop):
    answer = _take(laptop, [*map(wire, laptop.said), WireEntry(b"{}", b"\x00" * 64, {})])

    assert (answer.stopped.id, answer.stopped.code) == ("", "header_malformed")
    assert len(answer.results) == 2


def test_a_part_that_is_not_the_signed_one_stops(laptop):
    one = laptop.screening()
    changed = dict(one.parts) | {"identity": one.parts["identity"] + b" "}

    answer = _take(laptop, [*map(wire, laptop.said[:2]), _with_parts(one, changed)])

    assert answer.stopped.code == "part_differs"


def test_a_missing_part_stops_unless_an_erasure_is_named(laptop):
    one = laptop.screening()
    facts = {"facts": one.parts["facts"]}
    before = [*map(wire, laptop.said[:2])]
    assert _take(laptop, [*before, _with_parts(one, facts)]).stopped.code == "part_missing"
    erased = {"identity": laptop.opening.header.id}

    answer = _take(laptop, [*before, _with_parts(one, facts, erased)])

    assert answer.stopped is None
    assert erased_of(one) == erased


def test_a_revoked_device_is_refused(laptop):
    from sync.server.models import Device

    Device.objects.update(state="revoked")

    with pytest.raises(RequestRefused, match=Refusal.DEVICE_REVOKED):
        laptop.push(*laptop.said)
    assert placed_ids() == []


def test_a_feed_in_rebuild_takes_nothing_new(laptop):
    from sync.server.models import Feed

    laptop.push(*laptop.said)
    Feed.objects.filter(pk="el-tari").update(rebuild_size=9, rebuild_root="ab" * 32)

    with pytest.raises(RequestRefused, match=Refusal.REBUILDING):
        laptop.push(laptop.screening())
    assert len(placed_ids()) == 2


def test_a_shift_of_the_post_is_taken_in_like_any_record_and_never_shared(laptop):
    from sync.server.models import Entry, Position

    facts = {"action": "open", "agencies": {"polri": True}, "counts": {"drafts": 0}}
    shift = laptop.keep(laptop.maker.entry(Kind.SHIFT, laptop.penyelia, {"facts": facts}))
    laptop.push(*laptop.said)

    stored = Entry.objects.get(pk=shift.header.id)
    feeds = Position.objects.filter(entry=stored).values_list("feed_id", flat=True)
    assert (stored.reason, list(feeds)) == ("", ["el-tari"])


def test_device_and_officer_entries_stand_in_the_shared_feed_too(laptop):
    from sync.server.models import Position

    laptop.screening()
    laptop.keep(laptop.maker.entry(Kind.WATCH, laptop.penyelia, {"facts": {"name": "CONTOH"}}))
    laptop.push(*laptop.said)
    laptop.push(*laptop.said)

    shared = Position.objects.filter(feed_id="shared").exclude(entry__device=_own(laptop))
    placed = list(shared.order_by("position").values_list("entry_id", flat=True))

    assert placed == ids_of([laptop.said[0], laptop.said[1], laptop.said[3]])


def test_an_officer_of_another_post_may_sign(laptop):
    laptop.push(*laptop.said)
    other = Laptop(laptop.centre, "laptop dua", post="tenau").settle()

    answer = other.push(other.keep(other.maker.screening(laptop.penyelia)))

    assert answer.stopped is None


def _take(laptop, wires):
    from sync.server.intake import take

    return take(laptop.row, PushRequest(wires, {}), laptop.centre, laptop.centre.clock())


def _with_parts(entry, parts, erased=None):
    return WireEntry(entry.header_bytes, entry.signature, parts, erased or {})


def _own(laptop):
    return laptop.centre.fingerprint


def test_an_officer_entry_that_comes_back_undoes_no_newer_one(laptop):
    from sync.server.models import Officer

    colleague = fixed_key("rekan")
    laptop.keep(laptop.maker.added(laptop.penyelia, colleague))
    changed = laptop.maker.statement(colleague, role=Role.PENYELIA, action=Action.ROLE)
    laptop.keep(laptop.maker.officer(laptop.penyelia, changed))
    laptop.push(*laptop.said)
    before = list(Officer.objects.order_by("key").values_list("key", "role", "state"))
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", laptop.said[2].header.id)

    laptop.push(*laptop.said)

    assert list(Officer.objects.order_by("key").values_list("key", "role", "state")) == before
    assert {role for _, role, _ in before} == {"penyelia"}


def test_an_answer_to_the_same_person_is_understood_and_needs_nobody(laptop):
    from sync.server.models import Entry

    laptop.anything(kind=Kind.LINK)

    answer = laptop.push(*laptop.said)

    assert {result.state for result in answer.results} == {State.STORED}
    assert not Entry.objects.exclude(reason="").exists()
