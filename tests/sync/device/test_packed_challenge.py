"""Data that is gone at the centre is found by package too; nobody is accused wrongly."""

import msgspec
import pytest

from sync.device.ports import AlarmCode
from tests.sync.device.packages import PackageCentre, carried, out, read
from tests.sync.device.rounds import Desk, enrolled

pytestmark = pytest.mark.sync


@pytest.fixture
def centre() -> PackageCentre:
    return PackageCentre()


@pytest.fixture
def desk(centre) -> Desk:
    return enrolled(centre.little)


def test_data_that_is_gone_or_changed_is_found_by_package_too(centre, desk):
    desk.journal.record(12)
    carried(centre, desk)
    centre.little.strip("el-tari", 4, "identity")
    wire = centre.little.log("el-tari").entries[5]
    changed = msgspec.structs.replace(wire, parts=wire.parts | {"facts": b"lain"})
    centre.little.log("el-tari").entries[5] = changed

    found = {(a.code, a.position) for _ in range(8) for a in carried(centre, desk).alarms}

    assert found == {(AlarmCode.DATA_MISSING, 4), (AlarmCode.DATA_DIFFERS, 6)}


def test_alarm_ends_when_a_later_package_proves_the_data(centre, desk):
    desk.journal.record(3)
    carried(centre, desk)
    kept = centre.little.log("el-tari").entries[3]
    centre.little.strip("el-tari", 4, "identity")
    carried(centre, desk)
    assert desk.codes() == {AlarmCode.DATA_MISSING}

    centre.little.log("el-tari").entries[3] = kept
    report = carried(centre, desk)

    assert (report.alarms, desk.codes()) == ((), set())


def test_proofs_of_an_older_package_prove_nothing_and_accuse_nobody(centre, desk):
    desk.journal.record(3)
    carried(centre, desk)
    answered = centre.opened(centre.answer(out(desk), desk), desk)
    (old,) = [packed for packed in answered if packed.name == "challenge"]
    carried(centre, desk)
    centre.little.strip("el-tari", 4, "identity")
    fresh = centre.opened(centre.answer(out(desk), desk), desk)

    swapped = [old if packed.name == "challenge" else packed for packed in fresh]
    report = read(desk, centre.sealed(swapped, desk))

    assert report.alarms == ()


def test_part_erased_while_the_package_travelled_is_no_alarm(centre, desk):
    entries = desk.journal.record(3)
    carried(centre, desk)
    answer = centre.answer(out(desk), desk)
    for entry in entries:
        desk.journal.erase(entry.header.id, "identity")

    report = read(desk, answer)

    assert report.alarms == ()


def test_part_a_neighbour_erased_is_no_alarm_even_where_the_erasure_is_still_to_come(centre, desk):
    entries = desk.journal.record(3)
    other = enrolled(centre.little, "laptop dua")
    carried(centre, desk)
    carried(centre, other)
    package = out(other)
    for entry in entries:
        desk.journal.erase(entry.header.id, "identity")
    carried(centre, desk)
    centre.withheld = frozenset({"pull"})

    report = read(other, centre.answer(package, other))

    assert report.alarms == ()


@pytest.mark.parametrize("bent", [{"asked": b"x"}, {"body": b"x"}, {"status": 403}])
def test_challenge_that_cannot_be_read_proves_nothing(centre, desk, bent):
    desk.journal.record(3)
    carried(centre, desk)
    answered = centre.opened(centre.answer(out(desk), desk), desk)

    changed = [
        msgspec.structs.replace(packed, **bent) if packed.name == "challenge" else packed
        for packed in answered
    ]

    assert read(desk, centre.sealed(changed, desk)).alarms == ()
