"""What an answer package may say, and what the device makes of it."""

import hashlib
from dataclasses import replace

import pytest

from sync.device.bundle import write_package
from sync.device.ports import AlarmCode, Outcome
from sync.protocol.codec import decode, unpack
from sync.protocol.entry import Kind
from sync.protocol.messages import (
    PackageAnswer,
    PushAnswer,
    Refusal,
)
from sync.protocol.package import (
    PackageKind,
    open_package,
)
from tests.sync.device.packages import NOW, PackageCentre, carried, out, read
from tests.sync.device.rounds import Desk, enrolled

pytestmark = pytest.mark.sync


@pytest.fixture
def centre() -> PackageCentre:
    return PackageCentre()


@pytest.fixture
def desk(centre) -> Desk:
    return enrolled(centre.little)


def test_positions_without_their_leaves_acknowledge_nothing(centre, desk):
    desk.journal.record(2)
    centre.withheld = frozenset({"leaves"})

    report = carried(centre, desk)

    assert (report.acknowledged, report.waiting) == (0, 4)


def test_refusal_is_the_outcome(centre, desk):
    centre.little.refuses["heads"] = Refusal.DEVICE_SUSPENDED

    report = carried(centre, desk)

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "device_suspended")


def test_refused_push_is_the_outcome(centre, desk):
    centre.little.refuses["push"] = Refusal.CENTRE_FAULT

    report = carried(centre, desk)

    assert (report.outcome, report.reason) == (Outcome.REFUSED, "centre_fault")
    assert report.waiting == 2


def test_centre_in_rebuild_is_still_pulled_from(centre, desk):
    centre.little.refuses["push"] = Refusal.REBUILDING
    stated = centre.little.state(Kind.LIST, {"hotline": "129"})

    report = carried(centre, desk)

    assert (report.outcome, report.waiting) == (Outcome.DONE, 2)
    assert stated.header.id in desk.journal.kept.entries


def test_entry_that_broke_the_chain_needs_a_person_and_is_tried_again(centre, desk):
    broken = desk.journal.record(2)[1].header.id
    centre.little.stops[broken] = "bad_signature"

    report = carried(centre, desk)

    assert (report.outcome, report.acknowledged, report.needs_person) == (Outcome.ALARM, 3, 1)
    assert desk.codes() == {AlarmCode.STOPPED}

    centre.little.stops.clear()
    healed = carried(centre, desk)

    assert (healed.outcome, healed.waiting, healed.needs_person) == (Outcome.DONE, 0, 0)


def test_first_entry_that_broke_the_chain_needs_a_person(centre, desk):
    centre.little.stops[desk.journal.own[0]] = "bad_signature"

    report = carried(centre, desk)

    assert (report.acknowledged, report.needs_person) == (0, 1)


def test_log_that_was_rewritten_is_found_by_package_too(centre, desk):
    desk.journal.record(2)
    carried(centre, desk)
    centre.little.log("el-tari").leaves[1] = bytes(32)

    report = carried(centre, desk)

    assert report.outcome is Outcome.ALARM
    assert desk.codes() == {AlarmCode.ROOT_DIFFERS}


def test_row_that_is_gone_is_found_by_package_too(centre, desk):
    other = enrolled(centre.little, "laptop dua")
    desk.journal.record(3)
    carried(centre, desk)
    centre.little.log("el-tari").entries[3] = None

    report = carried(centre, other)

    assert other.journal.feed("el-tari").cursor == 3
    assert [(a.code, a.position) for a in report.alarms] == [(AlarmCode.DATA_MISSING, 4)]


def test_what_the_centre_forgot_goes_into_the_next_package(centre, desk):
    desk.journal.record(3)
    carried(centre, desk)
    centre.little.forget_after("el-tari", 2)
    centre.little.owns_up = False

    assert carried(centre, desk).outcome is Outcome.ALARM
    package, entries = write_package(desk.journal, clock=lambda: NOW, program="uji")

    assert entries == 3
    read(desk, centre.answer(package, desk))
    assert carried(centre, desk).alarms == ()
    assert desk.codes() == set()


def test_laptop_that_is_behind_sends_nothing(centre, desk):
    desk.journal.record(2)
    carried(centre, desk)
    older = enrolled(centre.little)  # the same laptop, put back to its first day

    report = carried(centre, older)

    assert AlarmCode.DEVICE_BEHIND in {alarm.code for alarm in report.alarms}
    assert report.pushed == 0


def test_pull_that_ends_early_goes_on_with_the_next_package(centre, desk):
    other = enrolled(centre.little, "laptop dua")
    desk.journal.record(4)
    carried(centre, desk)
    centre.withheld = frozenset({"pull"})
    carried(centre, other)
    assert other.codes() == set()
    centre.withheld = frozenset()

    report = carried(centre, other)

    assert report.pulled > 4
    assert other.journal.feed("el-tari") == replace(
        desk.journal.feed("el-tari"),
        size=8,
        cursor=8,
        frontier=other.journal.feed("el-tari").frontier,
        root=other.journal.feed("el-tari").root,
        checkpoint=other.journal.feed("el-tari").checkpoint,
    )


def test_pushes_of_the_answer_hold_what_the_line_would_have_said(centre, desk):
    desk.journal.record(1)
    package = out(desk)

    answers = open_package(
        centre.answer(package, desk),
        kind=PackageKind.ANSWER,
        sender=centre.little.sign_key,
        recipient=desk.journal.device,
        key=desk.journal.seal_key,
    )

    said = unpack(answers, PackageAnswer)
    assert said.to == hashlib.sha256(package).digest()
    assert [packed.name for packed in said.answers] == [
        *("heads", "push"),
        *("pull", "leaves", "pull", "leaves"),
    ]
    assert [r.id for r in decode(said.answers[1].body, PushAnswer).results] == desk.journal.own
