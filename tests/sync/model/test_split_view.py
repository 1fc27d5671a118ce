"""A centre that shows two laptops of a post two histories, with everything it may hold in hand."""

import pytest

from sync.device.ports import AlarmCode
from sync.protocol.entry import Kind
from sync.protocol.messages import PushRequest, WireEntry
from tests.faults.counts import seed
from tests.sync.model.laptops import Laptop
from tests.sync.model.world import World, copy_world, make_template


@pytest.fixture
def world(tmp_path) -> World:
    laptops = make_template(tmp_path / "template", seed=seed())
    world = copy_world(tmp_path / "template", laptops, tmp_path / "world")
    for name in (*laptops, *laptops):
        world.sync(name)
    yield world
    world.close()


def carry_over(world: World, laptop: Laptop) -> None:
    """Take a laptop's entries into the history it was not shown, as its own pushes."""
    from sync.server.current import the_centre
    from sync.server.intake import take
    from sync.server.models import Device

    own = [e for e in laptop.entries() if e.header.device == laptop.journal.device]
    entries = [WireEntry(e.header_bytes, e.signature, dict(e.parts)) for e in own]
    device = Device.objects.get(pk=laptop.journal.device)
    answer = take(device, PushRequest(entries, {}), the_centre(), the_centre().clock())
    assert answer.stopped is None


def codes(laptop: Laptop) -> set[AlarmCode]:
    return {standing.alarm.code for standing in laptop.journal.standing_alarms()}


def test_a_laptop_that_was_shown_another_history_is_found_out_by_its_sister(world):
    one, two = world.laptops["satu"], world.laptops["dua"]
    common = world.centre.snapshot()
    one.screen()
    world.sync("satu")
    shown_to_one = world.centre.snapshot()
    world.centre.put_back(common)
    two.screen()
    assert not world.sync("dua").alarms
    two.screen()  # states the root that the second history had
    world.centre.put_back(shown_to_one)
    carry_over(world, two)

    report = world.sync("satu")

    assert AlarmCode.SPLIT_VIEW in {alarm.code for alarm in report.alarms}
    assert codes(one) == {AlarmCode.SPLIT_VIEW}
    held = [e for e in one.entries() if e.header.kind == Kind.SCREENING]
    assert len(held) == 3  # the alarm keeps nothing out, and nobody from working


def test_one_history_for_both_is_no_split(world):
    one, two = world.laptops["satu"], world.laptops["dua"]
    one.screen()
    world.sync("satu")
    two.screen()
    world.sync("dua")
    two.screen()
    carry_over(world, two)

    world.sync("satu")

    assert codes(one) == codes(two) == set()
