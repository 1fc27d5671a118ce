"""A centre that lost the end of its log is made whole by its devices, and only by proof."""

from datetime import timedelta

import pytest

from sync.device.ports import AlarmCode, Outcome
from sync.protocol.messages import OfferRequest, PlacedEntry, Refusal, Wanted, WireEntry
from sync.protocol.request_signing import RequestRefused
from tests.sync.protocol.makers import fixed_key
from tests.sync.server.lines import enrol, enrolled
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import NOW, Laptop, wire
from tests.sync.server.snapshots import put_back, snapshot
from tests.sync.server.tables import erased_of, ids_of, part_names, placed_ids, standing

INVENTED = "01990000-0000-7000-8000-00000000dead"


def positions_of(feed="el-tari"):
    from sync.server.models import Position

    rows = Position.objects.filter(feed_id=feed).order_by("position")
    return list(rows.values_list("position", "entry_id", "root"))


def offered(laptop, entries, *, start=1, feed="el-tari"):
    from sync.server.offers import take

    placed = [PlacedEntry(start + at, wire(entry)) for at, entry in enumerate(entries)]
    return take(laptop.row, OfferRequest(feed, placed), laptop.centre, NOW)


@pytest.fixture
def rolled_back(laptop):
    """Eight entries were acknowledged; the centre is back at two and knows of the eight."""
    laptop.push(*laptop.said)
    before = snapshot()
    laptop.screenings(6)
    newest = laptop.push(*laptop.said)
    laptop.true_rows = positions_of()
    put_back(before)
    laptop.shows(laptop.shown(newest), now=NOW)
    return laptop


def test_offers_bring_back_every_entry_at_its_position(rolled_back):
    answer = offered(rolled_back, rolled_back.said[2:], start=3)

    assert (answer.size, answer.wanted) == (8, [])
    assert positions_of() == rolled_back.true_rows
    assert part_names(rolled_back.said[-1]) == {"facts", "identity"}


def test_positions_are_given_again_once_the_device_has_shown_itself(rolled_back):
    offered(rolled_back, rolled_back.said[2:], start=3)

    rolled_back.shows(now=NOW + timedelta(seconds=1))

    assert rolled_back.push(rolled_back.screening()).results[0].position == 9
    assert "rolled_back" not in standing()


def test_nothing_new_is_taken_while_another_device_may_know_more(rolled_back):
    other = Laptop(rolled_back.centre, "laptop dua")
    other.enrol()
    offered(rolled_back, rolled_back.said[2:], start=3)

    rolled_back.shows(now=NOW + timedelta(seconds=1))
    with pytest.raises(RequestRefused, match=Refusal.REBUILDING):
        rolled_back.push(rolled_back.screening())
    other.shows(now=NOW + timedelta(seconds=1))

    assert rolled_back.push(rolled_back.said[-1]).stopped is None


def test_offers_may_come_in_any_order_and_more_than_once(rolled_back):
    later = offered(rolled_back, rolled_back.said[5:], start=6)
    assert later.wanted == [Wanted("el-tari", 3, 5)]
    offered(rolled_back, rolled_back.said[4:7], start=5)

    answer = offered(rolled_back, rolled_back.said[2:5], start=3)

    assert (answer.size, answer.wanted) == (8, [])
    assert positions_of() == rolled_back.true_rows


def test_what_no_signed_root_proves_is_not_taken(rolled_back):
    rolled_back.maker.seq, rolled_back.maker.prev = 7, rolled_back.said[6].hash
    invented = rolled_back.maker.screening(rolled_back.penyelia)

    answer = offered(rolled_back, [*rolled_back.said[2:7], invented], start=3)

    assert answer.size == 2
    assert "rebuild_differs" in standing()


def test_a_false_offer_does_not_keep_the_true_one_out(rolled_back):
    rolled_back.maker.seq, rolled_back.maker.prev = 7, rolled_back.said[6].hash
    invented = rolled_back.maker.screening(rolled_back.penyelia)
    offered(rolled_back, [invented], start=8)

    answer = offered(rolled_back, rolled_back.said[2:], start=3)

    assert (answer.size, answer.wanted) == (8, [])
    assert positions_of() == rolled_back.true_rows


def test_a_laptop_that_offers_falsehoods_first_does_not_keep_the_true_ones_out(rolled_back):
    false = Laptop(rolled_back.centre, "laptop palsu")
    false.enrol()
    lies = [false.screening() for _ in rolled_back.said[2:]]

    lied = offered(false, lies, start=3)
    asked = rolled_back.shows(now=NOW + timedelta(seconds=1)).wanted
    answer = offered(rolled_back, rolled_back.said[2:], start=3)

    assert (lied.wanted, asked) == ([], [Wanted("el-tari", 3, 8)])
    assert (answer.size, answer.wanted) == (8, [])
    assert positions_of() == rolled_back.true_rows


def test_more_lies_than_can_be_mixed_do_not_keep_the_true_ones_out(rolled_back):
    for name in ("laptop palsu", "laptop dusta", "laptop bohong"):
        false = Laptop(rolled_back.centre, name)
        false.enrol()
        offered(false, [false.screening() for _ in rolled_back.said[2:]], start=3)

    assert offered(rolled_back, rolled_back.said[2:], start=3).size == 8


def test_a_part_called_erased_by_who_gives_an_entry_back_returns_from_who_holds_it(laptop):
    from sync.server.offers import take

    laptop.screenings(3)
    laptop.push(*laptop.said)
    disarm()
    lost = laptop.said[3]
    run("DELETE FROM centre_entry WHERE id = %s", lost.header.id)
    run("DELETE FROM centre_part WHERE entry_id = %s", lost.header.id)
    bare = WireEntry(lost.header_bytes, lost.signature, {}, dict.fromkeys(lost.parts, INVENTED))
    take(laptop.row, OfferRequest("el-tari", [PlacedEntry(4, bare)]), laptop.centre, NOW)

    offered(laptop, [lost], start=4)

    assert part_names(lost) == {"facts", "identity"}
    assert erased_of(lost) == {}


def test_nobody_gives_an_introduction_back_without_what_it_says(rolled_back):
    from sync.server.offers import take

    officer = rolled_back.said[1]
    bare = WireEntry(officer.header_bytes, officer.signature, {}, {"facts": INVENTED})

    request = OfferRequest("el-tari", [PlacedEntry(3, bare)])
    answer = take(rolled_back.row, request, rolled_back.centre, NOW)

    assert answer.wanted == [Wanted("el-tari", 3, 8)]


def test_an_altered_part_is_no_offer(rolled_back):
    from sync.server.offers import take

    entry = rolled_back.said[2]
    changed = wire(entry)
    changed.parts["facts"] = entry.parts["facts"] + b" "

    request = OfferRequest("el-tari", [PlacedEntry(3, changed)])
    answer = take(rolled_back.row, request, rolled_back.centre, NOW)

    assert answer.wanted == [Wanted("el-tari", 3, 8)]


def test_offers_that_nobody_asked_for_change_nothing(laptop):
    laptop.push(*laptop.said)
    before = positions_of()

    answer = offered(laptop, [*laptop.said, laptop.screening()])

    assert (answer.size, answer.wanted) == (2, [])
    assert positions_of() == before


def test_a_row_that_was_deleted_is_put_back_by_an_offer(laptop):
    laptop.screenings(3)
    laptop.push(*laptop.said)
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", laptop.said[3].header.id)
    run("DELETE FROM centre_part WHERE entry_id = %s", laptop.said[3].header.id)

    offered(laptop, [laptop.said[3]], start=4)

    assert placed_ids() == ids_of(laptop.said)
    assert part_names(laptop.said[3]) == {"facts", "identity"}
    assert standing() == ["put_back"]


def test_another_entry_at_a_lost_row_is_not_taken(laptop):
    laptop.screenings(3)
    laptop.push(*laptop.said)
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", laptop.said[3].header.id)

    offered(laptop, [laptop.maker.screening(laptop.penyelia)], start=4)

    assert part_names(laptop.said[3]) == {"facts", "identity"}
    assert standing() == []


def test_devices_make_a_centre_whole_that_came_back_from_a_backup(centre):
    one = enrolled(centre, "laptop satu", seed=1)
    two = enrolled(centre, "laptop dua", seed=2)
    three = enrolled(centre, "laptop tiga", post="tenau", seed=3)
    desks = (one, two, three)
    for desk in desks:
        desk.journal.record(5)
        desk.sync()
    backup = snapshot()
    for desk in desks:
        desk.journal.record(7)
        desk.sync()
    one.sync()
    true_rows = [positions_of("el-tari"), positions_of("tenau")]

    put_back(backup)
    one.sync()
    assert AlarmCode.CENTRE_ROLLED_BACK in {alarm.code for alarm in one.journal.past_alarms}
    one.journal.record(2)
    for _ in range(3):
        reports = [desk.sync() for desk in desks]

    assert [report.outcome for report in reports] == [Outcome.DONE] * 3
    assert [report.waiting for report in reports] == [0] * 3
    assert [desk.codes() for desk in desks] == [set()] * 3
    assert positions_of("el-tari")[: len(true_rows[0])] == true_rows[0]
    assert positions_of("tenau")[: len(true_rows[1])] == true_rows[1]


def test_a_laptop_that_was_enrolled_after_the_backup_comes_back_whole(centre):
    from sync.server.models import ChainSigner, Device, Officer

    sister = enrolled(centre, "laptop satu", seed=1)
    sister.journal.record(2)
    sister.sync()
    backup = snapshot()
    newcomer = enrolled(centre, "laptop baru", seed=2)
    newcomer.journal.record(4)
    for desk in (newcomer, sister):
        desk.sync()
    true_rows = positions_of()

    put_back(backup)
    sister.sync()
    assert not Device.objects.filter(pk=newcomer.journal.device).exists()
    assert newcomer.sync().reason == Refusal.DEVICE_UNKNOWN
    enrol(newcomer, "kode kedua")
    newcomer.journal.record(2)
    reports = [desk.sync() for desk in (newcomer, sister, newcomer)]

    assert positions_of()[: len(true_rows)] == true_rows
    assert (reports[-1].outcome, reports[-1].waiting) == (Outcome.DONE, 0)
    assert sister.codes() | newcomer.codes() == set()
    assert ChainSigner.objects.filter(device=newcomer.journal.device).count() == 1
    assert Officer.objects.filter(device=newcomer.journal.device).count() == 1


def test_what_all_posts_must_know_is_shared_again_though_no_device_had_seen_it(laptop):
    laptop.push(*laptop.said)
    before = snapshot()
    colleague = laptop.keep(laptop.maker.added(laptop.penyelia, fixed_key("rekan")))
    newest = laptop.push(colleague)
    put_back(before)
    laptop.shows(laptop.shown(newest))

    offered(laptop, [colleague], start=3)
    laptop.shows(now=NOW + timedelta(seconds=1))

    assert placed_ids("shared").count(colleague.header.id) == 1
    assert laptop.push(laptop.screening()).stopped is None


def test_an_entry_known_from_the_shared_feed_alone_gets_its_place_when_it_is_sent(laptop):
    laptop.push(*laptop.said)
    before = snapshot()
    screening = laptop.screening()
    colleague = laptop.keep(laptop.maker.added(laptop.penyelia, fixed_key("rekan")))
    newest = laptop.push(screening, colleague)
    put_back(before)
    laptop.shows(laptop.shown(newest, 1))  # of the shared feed only
    position = laptop.shown(newest, 1).size
    offered(laptop, [colleague], start=position, feed="shared")
    laptop.shows(now=NOW + timedelta(seconds=1))
    assert [head.seq for head in laptop.shows().heads] == [2]

    answer = laptop.push(screening, colleague, laptop.maker.screening(fixed_key("rekan")))

    assert answer.stopped is None
    assert [result.position for result in answer.results] == [3, 4, 5]
    assert placed_ids("shared").count(colleague.header.id) == 1


def test_an_entry_that_is_no_proof_of_its_own_stays_out_of_a_rebuild(rolled_back):
    from sync.server.offers import take

    wires = [wire(entry) for entry in rolled_back.said[2:4]]
    malformed = type(wires[0])(b"{}", wires[0].signature, {})
    placed = [PlacedEntry(3, malformed), PlacedEntry(99, wires[1])]

    answer = take(rolled_back.row, OfferRequest("el-tari", placed), rolled_back.centre, NOW)

    assert answer.wanted == [Wanted("el-tari", 3, 8)]


def test_two_devices_that_contradict_each_other_in_a_rebuild_are_an_alarm(rolled_back):
    from tests.sync.server.test_heads import signed

    rolled_back.shows(signed(rolled_back.centre, size=8, root="ab" * 32))

    assert "rebuild_differs" in standing()


@pytest.fixture
def seen_but_never_pulled(laptop):
    """The device verified the shared leaves of its own entries; the line broke before it pulled."""
    laptop.push(laptop.opening)
    before = snapshot()
    newest = laptop.push(laptop.said[1])
    put_back(before)
    laptop.shows(laptop.shown(newest, 0), laptop.shown(newest, 1))
    laptop.shared_size = laptop.shown(newest, 1).size
    return laptop


def test_the_shared_feed_is_made_whole_from_posts_where_nobody_holds_it_by_position(
    seen_but_never_pulled,
):
    laptop = seen_but_never_pulled
    offered(laptop, [laptop.said[1]], start=2)

    answer = laptop.shows(now=NOW + timedelta(seconds=1))

    assert answer.wanted == []
    assert len(placed_ids("shared")) == laptop.shared_size
    assert standing() == []


def test_a_guess_that_does_not_fit_raises_nothing_and_still_asks(seen_but_never_pulled):
    from sync.server.models import Entry

    laptop, other = seen_but_never_pulled, Laptop(seen_but_never_pulled.centre, "laptop dua")
    Entry.objects.create(
        id=other.opening.header.id,
        header=other.opening.header_bytes,
        signature=other.opening.signature,
        hash=other.opening.hash,
        kind="device",
        device=other.fingerprint,
        seq=1,
        received_at=NOW,
    )

    answer = laptop.shows(now=NOW + timedelta(seconds=1))

    assert [stretch.feed for stretch in answer.wanted] == ["el-tari", "shared"]
    assert "rebuild_differs" not in standing()


def test_what_the_centre_said_of_keys_since_the_backup_holds_again_after_a_rebuild(centre):
    from sync.server.confirm import confirm_officer, revoke_device, revoke_officer
    from sync.server.models import Device, Officer
    from sync.server.verify import verify

    desks = [enrolled(centre, f"laptop {name}", seed=at) for at, name in enumerate("abc", 1)]
    for desk in desks:
        desk.journal.record(1)
        desk.sync()
    first, second = (Officer.objects.get(device=desk.journal.device) for desk in desks[:2])
    backup = snapshot()
    confirm_officer(first, centre, NOW)
    revoke_officer(second, centre, NOW)
    revoke_device(Device.objects.get(pk=desks[2].journal.device), centre, NOW)
    for desk in desks[:2]:
        desk.sync()

    put_back(backup)
    for desk in (*desks, *desks, *desks):
        desk.sync()

    states = {officer.pk: Officer.objects.get(pk=officer.pk).state for officer in (first, second)}
    assert states == {first.pk: "confirmed", second.pk: "revoked"}
    assert Device.objects.get(pk=desks[2].journal.device).state == "revoked"
    assert desks[2].sync().reason == Refusal.DEVICE_REVOKED
    assert verify(centre).findings == ()
