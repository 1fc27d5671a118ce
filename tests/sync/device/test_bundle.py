"""A round by package: what a line would bring, in one sealed file there and one back."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.device.bundle import read_answer, write_package
from sync.device.ports import AlarmCode, Outcome, RoundReport
from sync.protocol.codec import decode, encode, pack, unpack
from sync.protocol.entry import Kind
from sync.protocol.messages import (
    Answer,
    HeadsAnswer,
    PackageAnswer,
    PackageRequest,
    PackedAnswer,
    PushAnswer,
    Refusal,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    package_head,
    seal_package,
)
from sync.server.package_pages import answers_to
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import NOW_MS, LittleCentre
from tests.sync.device.rounds import Desk, enrolled
from tests.sync.protocol.makers import print_of, public

pytestmark = pytest.mark.sync
NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)
DAY_MS = 86_400_000


@dataclass
class PackageCentre:
    """The little centre with a slot for packages; each contact gives a longer lease."""

    little: LittleCentre = field(default_factory=LittleCentre)
    contacts: int = 0
    withheld: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.seal = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"segel pusat").digest())
        self.little.seal_key = self.seal.public_key().public_bytes_raw()
        self.little.bend = self._with_lease

    def _with_lease(self, name: str, _asked: msgspec.Struct, answer: Answer) -> Answer:
        if not isinstance(answer, HeadsAnswer):
            return answer
        self.contacts += 1
        until_ms = NOW_MS + 60 * DAY_MS + 1000 * self.contacts
        return msgspec.structs.replace(answer, lease_until_ms=until_ms)

    def requests_in(self, package: bytes, desk: Desk) -> PackageRequest:
        payload = open_package(
            package,
            kind=PackageKind.PUSH,
            sender=public(desk.journal.writer.device),
            recipient=print_of(self.little.key),
            key=self.seal,
        )
        return unpack(payload, PackageRequest)

    def answer(self, package: bytes, desk: Desk) -> bytes:
        def one(name: str, body: bytes) -> tuple[int, bytes]:
            return self.little.answer(name, body, desk.journal.post, desk.journal.device)

        answers = answers_to(self.requests_in(package, desk).requests, one)
        given = [packed for packed in answers if packed.name not in self.withheld]
        return self.sealed(given, desk, to=hashlib.sha256(package).digest())

    def sealed(
        self, answers: list[PackedAnswer], desk: Desk, *, to: bytes = b"", **bent: object
    ) -> bytes:
        head = PackageHead(
            PackageKind.ANSWER, print_of(self.little.key), desk.journal.device, "training", NOW_MS
        )
        return seal_package(
            pack(PackageAnswer(to, answers)),
            replace(head, **bent),  # type: ignore[arg-type]
            key=self.little.key,
            seal_to=desk.journal.seal_key.public_key().public_bytes_raw(),
        )


def out(desk: Desk) -> bytes:
    return write_package(desk.journal, clock=lambda: NOW, program="uji")[0]


def read(desk: Desk, answer: bytes) -> RoundReport:
    return read_answer(desk.journal, answer, clock=lambda: NOW)


def carried(centre: PackageCentre, desk: Desk) -> RoundReport:
    return read(desk, centre.answer(out(desk), desk))


def refusal(desk: Desk, answer: bytes) -> str:
    with pytest.raises(PackageBroken) as refused:
        read(desk, answer)
    return refused.value.code


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


# what the centre says


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
