"""A round by package: what a line would bring, in one sealed file there and one back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.device.bundle import read_answer, write_package
from sync.device.ports import Outcome
from sync.protocol.codec import encode
from sync.protocol.entry import Kind
from sync.protocol.messages import (
    PackageRequest,
    PackedAnswer,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    package_head,
)
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import NOW_MS, LittleCentre
from tests.sync.device.packages import NOW, PackageCentre, carried, out, read, refusal
from tests.sync.device.rounds import Desk, enrolled
from tests.sync.protocol.makers import print_of

pytestmark = pytest.mark.sync


@pytest.fixture
def centre() -> PackageCentre:
    return PackageCentre()


@pytest.fixture
def desk(centre) -> Desk:
    return enrolled(centre.little)


def test_package_says_from_whom_to_whom_and_holds_what_waits(centre, desk):
    desk.journal.record(3)

    package, entries = write_package(desk.journal, clock=lambda: NOW, program="uji")

    assert entries == 5
    assert package_head(package) == PackageHead(
        PackageKind.PUSH, desk.journal.device, print_of(centre.little.key), "training", NOW_MS
    )
    assert [r.name for r in centre.requests_in(package, desk).requests] == [
        *("heads", "push"),
        *("pull", "leaves", "pull", "leaves"),
    ]


def test_nothing_leaves_the_outbox_by_writing_a_package(desk):
    desk.journal.record(3)

    out(desk)

    assert desk.journal.waiting_count() == (5, 0)
    assert desk.journal.acknowledged_ids() == set()


def test_what_was_carried_is_acknowledged_when_the_answer_is_read(centre, desk):
    desk.journal.record(3)

    report = carried(centre, desk)

    assert (report.outcome, report.alarms, report.reason) == (Outcome.DONE, (), "")
    assert (report.pushed, report.acknowledged, report.waiting) == (5, 5, 0)
    assert desk.journal.acknowledged_ids() == set(desk.journal.own)
    assert desk.journal.reports == [report]


def test_two_laptops_see_each_others_work_by_package_alone(centre, desk):
    other = enrolled(centre.little, "laptop dua")
    screened = desk.journal.record(2)
    stated = centre.little.state(Kind.LIST, {"hotline": "129"})
    carried(centre, desk)

    report = carried(centre, other)
    carried(centre, desk)

    assert report.alarms == ()
    assert {e.header.id for e in [*screened, stated]} <= set(other.journal.kept.entries)
    assert set(other.journal.own) <= set(desk.journal.kept.entries)
    assert desk.journal.feed("el-tari") == other.journal.feed("el-tari")


def test_package_and_line_take_turns(centre, desk):
    desk.journal.record(2)
    desk.sync()
    desk.journal.record(2)
    by_package = carried(centre, desk)
    desk.journal.record(2)

    by_line = desk.sync()

    assert (by_package.acknowledged, by_line.acknowledged) == (2, 2)
    assert desk.codes() == set()


def test_what_was_recorded_meanwhile_waits_for_the_next_package(centre, desk):
    desk.journal.record(2)
    answer = centre.answer(out(desk), desk)
    desk.journal.record(3)

    report = read(desk, answer)

    assert (report.acknowledged, report.waiting) == (4, 3)
    assert (report.outcome, report.reason) == (Outcome.DONE, "")
    assert carried(centre, desk).acknowledged == 3


def test_many_entries_travel_in_one_package(centre, desk):
    other = enrolled(centre.little, "laptop dua")
    desk.journal.record(1_300)
    other.journal.record(1_300)
    carried(centre, desk)

    report = carried(centre, other)

    assert (report.acknowledged, report.pulled) == (1_302, 1_303)
    assert report.alarms == ()


def test_contact_is_the_moment_the_centre_answered_and_the_clock_offset_stays(centre, desk):
    link = desk.journal.link()
    desk.journal.set_link(replace(link, clock_offset_ms=90_000))
    carried(centre, desk)

    link = desk.journal.link()

    assert link.clock_offset_ms == 90_000
    assert link.last_contact_at == NOW - timedelta(seconds=90)
    assert link.lease_until == NOW + timedelta(days=60, seconds=1)


# what does not count


def test_answer_that_was_read_is_not_read_again(centre, desk):
    desk.journal.record(2)
    answer = centre.answer(out(desk), desk)
    read(desk, answer)
    before = desk.journal.kept.copied()

    assert refusal(desk, answer) == "stale"
    assert desk.journal.kept == before


def test_answers_out_of_order_are_refused_once_a_newer_one_was_read(centre, desk):
    desk.journal.record(2)
    first = centre.answer(out(desk), desk)
    desk.journal.record(2)
    second = centre.answer(out(desk), desk)
    read(desk, second)

    assert refusal(desk, first) == "stale"
    assert desk.journal.waiting_count() == (0, 0)
    assert desk.codes() == set()


def test_answer_older_than_a_contact_on_the_line_is_refused(centre, desk):
    desk.journal.record(2)
    answer = centre.answer(out(desk), desk)
    desk.sync()

    assert refusal(desk, answer) == "stale"


def test_answer_to_a_package_from_before_a_contact_on_the_line_is_read(centre, desk):
    desk.journal.record(2)
    package = out(desk)
    desk.sync()
    desk.journal.record(1)

    report = read(desk, centre.answer(package, desk))

    assert (report.alarms, report.waiting) == ((), 1)


def test_package_taken_twice_changes_nothing_at_the_centre(centre, desk):
    desk.journal.record(3)
    package = out(desk)
    centre.answer(package, desk)
    size = len(centre.little.log("el-tari").leaves)

    report = read(desk, centre.answer(package, desk))

    assert len(centre.little.log("el-tari").leaves) == size
    assert report.acknowledged == 5


def test_answer_for_another_device_is_refused(centre, desk):
    other = enrolled(centre.little, "laptop dua")
    answer = centre.answer(out(other), other)

    assert refusal(desk, answer) == "other_recipient"


def test_answer_of_another_centre_is_refused(centre, desk):
    stranger = PackageCentre(LittleCentre("pusat lain"))
    lost = enrolled(stranger.little)  # the same laptop, had it been enrolled there

    assert refusal(desk, stranger.answer(out(lost), lost)) == "other_sender"


def test_own_package_is_no_answer(desk):
    assert refusal(desk, out(desk)) == "other_kind"


def test_answer_of_the_other_deployment_is_refused(centre, desk):
    assert refusal(desk, centre.sealed([], desk, deployment="live")) == "other_deployment"


def test_every_changed_byte_is_refused(centre, desk):
    desk.journal.record(1)
    answer = centre.answer(out(desk), desk)
    for at in range(len(answer)):
        bent = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        refusal(desk, bent)
        refusal(desk, answer[:at])

    assert desk.journal.acknowledged_ids() == set()
    assert desk.journal.reports == []


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [PackedAnswer("heads", 200, b"")],
        [PackedAnswer("heads", 200, b"<html>")],
        [PackedAnswer("push", 200, encode(PackageRequest([])))],
    ],
)
def test_content_that_cannot_be_read_is_refused(centre, desk, answers):
    assert refusal(desk, centre.sealed(answers, desk)) == "content"


def test_device_without_a_centre_has_no_package():
    journal = FakeJournal()

    for step in (
        lambda: write_package(journal, clock=lambda: NOW, program="uji"),
        lambda: read_answer(journal, b"", clock=lambda: NOW),
    ):
        with pytest.raises(PackageBroken, match="not_enrolled"):
            step()
