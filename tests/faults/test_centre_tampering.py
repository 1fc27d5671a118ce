"""Tampering on the real database of the centre: `verify` names every row, laptops notice in time.

Each act begins from the same whole centre. The negative controls: an untouched database gives no
finding and no alarm over as many contacts, and a `verify` that does not hash sees nothing.
"""

from datetime import timedelta
from random import Random

import pytest

from sync.device.ports import AlarmCode
from tests.faults.counts import TAMPERINGS, Counts, seed
from tests.faults.tally import Tally, Verdict, timed
from tests.faults.tampering_acts import ACTS, FEED, disarm, run
from tests.faults.tampering_world import World, world_on
from tests.sync.server.lines import enrolled

ENTRIES = Counts(test=24, soak=96)  # of the first post


@pytest.fixture
def world(request, centre_db, centre):
    server = request.getfixturevalue("postgres") if centre_db.url else None
    with world_on(centre_db, centre, server) as world:
        world.settle(ENTRIES.now)
        yield world


def findings(world: World, **options) -> dict[tuple[str, str], tuple[str, ...]]:
    from sync.server.verify import verify

    return {
        (found.table.value, found.row): tuple(what.value for what in found.what)
        for found in verify(world.centre, **options).findings
    }


def contacts_until_noticed(world: World, *, newcomer: bool) -> int | None:
    """Let the post's laptops sync in turn; None when none of them noticed in time."""
    if newcomer:
        desk = enrolled(world.centre, "laptop baru")
        desk.sync()
        return 1 if desk.codes() else None
    first, second = world.desks[:2]
    for contact in range(1, world.contacts_for(first) + 1):
        for desk in (first, second):
            desk.sync()
            if world.noticed():
                return contact
    return None


def test_every_act_is_named_and_noticed(world, report):
    random = Random(seed())
    whole = world.moment()
    tally = Tally(f"centre tampered with, {world.database.vendor}")
    tally.notes["contacts allowed"] = world.contacts_for(world.desks[0])
    tally.notes["contacts needed, most"] = 0
    with timed(tally):
        for number in range(TAMPERINGS.now):
            world.back_to(whole)
            disarm()
            act = ACTS[number % len(ACTS)]
            touched = act(world.rows, random)
            named = findings(world)
            contacts = contacts_until_noticed(world, newcomer=touched.newcomer)
            replay = f"{act.__name__} at {sorted(touched.positions)}, round {number}"
            if not touched.rows <= set(named):
                tally.add(Verdict.LOST, f"not named: {replay}: {sorted(named)}")
            elif contacts is None:
                tally.add(Verdict.LOST, f"not noticed: {replay}")
            else:
                tally.add(Verdict.WHOLE)
                most = max(tally.notes["contacts needed, most"], contacts)
                tally.notes["contacts needed, most"] = most

    report(tally)
    assert not tally.faults, "\n".join(tally.faults)
    assert tally.bad == 0


def test_an_untouched_centre_gives_no_finding_and_no_alarm(world):
    for _ in range(world.contacts_for(world.desks[0])):
        for desk in world.desks:
            desk.sync()

    assert world.noticed() == set()
    assert findings(world) == {}


def test_verify_without_hashing_sees_nothing(world):
    """The control: of the acts that leave counts and ids alone, hashing alone finds them."""
    from sync.server.verify import tables

    acts = {act.__name__: act for act in ACTS}
    whole = world.moment()
    for name in ("edit_part", "edit_header", "edit_signature", "edit_leaf", "swap_parts"):
        world.back_to(whole)
        disarm()
        touched = acts[name](world.rows, Random(seed()))

        assert findings(world, checks=(tables,)) == {}, name
        assert touched.rows <= set(findings(world)), name


def test_a_stranger_who_is_smuggled_in_is_named_and_noticed(world):
    from sync.server.feed import NewLeaf, append, lock_feed
    from sync.server.rows import in_transaction
    from sync.server.storing import Arrival, store
    from tests.sync.protocol.makers import fixed_key

    entry = _signed_by(world.desks[1].journal.writer, fixed_key("orang luar"))

    def smuggle() -> None:
        feed = lock_feed(FEED, world.centre)
        store(world.centre, [Arrival(entry, {})], world.centre.clock())
        append(feed, [NewLeaf(entry.header.id, entry.leaf)])

    in_transaction(world.centre, smuggle)
    world.desks[0].sync()

    assert findings(world)["entry", entry.header.id] == ("signer",)
    assert AlarmCode.CHAIN_BROKEN in world.desks[0].codes()


def _signed_by(writer, key):
    from sync.protocol.entry import Kind

    return writer.entry(Kind.SCREENING, key, {"facts": {"purpose": "wisata"}})


def test_an_older_backup_is_noticed_at_the_first_contact_and_healed(world):
    from sync.server.verify import verify

    older = world.moment()
    world.desks[0].journal.record(3)
    world.desks[0].sync()
    world.desks[1].sync()
    size = world.desks[1].journal.feed(FEED).size
    world.back_to(older, desks=False)

    world.desks[1].sync()

    assert AlarmCode.CENTRE_ROLLED_BACK in {code for code, _, _ in world.noticed()}
    for _ in range(3):
        for desk in world.desks:
            desk.sync()
    verified = verify(world.centre)
    assert (verified.findings, verified.rebuilding) == ((), ())
    assert run("SELECT size FROM centre_feed WHERE id = %s", FEED)[0][0] >= size
    assert [desk.codes() for desk in world.desks] == [set(), set(), set()]


def test_a_split_view_is_noticed_at_the_first_entry_that_crosses(world):
    """Two laptops of a post are shown two logs of one size; then one's entry reaches the other."""
    first, second = world.desks[:2]
    before = world.moment()
    first.journal.record(1)
    first.sync()
    state = first.journal.feed(FEED)
    _sees(first)
    crossing = first.journal.record(1)[0]
    shown_to_first = [world.desks[0].journal.kept.entries[i] for i in first.journal.own[-2:]]

    world.back_to(before, desks=False)
    second.journal.record(1)
    second.sync()
    assert second.journal.feed(FEED).size == state.size
    _relay(world, first, shown_to_first)
    second.sync()

    assert AlarmCode.SPLIT_VIEW in second.codes()
    assert findings(world)["position", f"{FEED}#{state.size}"] == ("claim",)
    assert crossing.header.seen != ()


def _sees(desk) -> None:
    """Let what the laptop writes from now on say what it has verified."""
    from sync.protocol.entry import Seen

    states = [desk.journal.feed(feed) for feed in (FEED, "shared")]
    desk.journal.writer.seen = tuple(Seen(s.feed, s.size, s.root) for s in states)


def _relay(world, desk, entries) -> None:
    """Put a laptop's entries into the other log, as the laptop itself would send them."""
    from sync.protocol.messages import PushRequest
    from sync.server.intake import take
    from sync.server.models import Device
    from tests.sync.server.people_at_posts import wire

    device = Device.objects.get(pk=desk.journal.device)
    now = world.centre.clock() + timedelta(seconds=1)
    answer = take(device, PushRequest([wire(entry) for entry in entries], {}), world.centre, now)
    assert answer.stopped is None
