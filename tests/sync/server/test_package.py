"""Packages at a real centre: taken once whatever comes twice, and by nobody who may not."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.device.bundle import read_answer, write_package
from sync.device.ports import CentreLink, Outcome
from sync.protocol.codec import decode, encode, pack, unpack
from sync.protocol.messages import (
    EnrolRequest,
    LeavesRequest,
    PackageAnswer,
    PackageRequest,
    PackedAnswer,
    PackedRequest,
    PullRequest,
    Refusal,
    Refused,
)
from sync.protocol.package import (
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    seal_package,
)
from sync.protocol.request_signing import RequestRefused
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import wire_of
from tests.sync.protocol.makers import public
from tests.sync.server.people_at_posts import NOW, TRAINING, make_code

pytestmark = pytest.mark.sync

LATER = NOW + timedelta(days=3)


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


@pytest.fixture
def journal(centre):
    return enrolled(centre, "laptop satu")


def enrolled(centre, name, post="el-tari") -> FakeJournal:
    from sync.server.enrol import enrol

    journal = FakeJournal(name, post=post)
    secret = hashlib.sha256(name.encode()).digest()[:10]
    make_code(post, secret)
    given = enrol(EnrolRequest(secret, wire_of(journal.newest_device_entry())), centre, NOW)
    journal.set_link(
        CentreLink(
            url="https://pusat.contoh.invalid",
            ca_pem="",
            sign_key=given.sign_key,
            seal_key=given.seal_key,
            lease_secret=given.lease_secret,
            enrolled_at=NOW,
            lease_until=datetime.fromtimestamp(given.lease_until_ms / 1000, UTC),
        )
    )
    return journal


def out(journal) -> bytes:
    return write_package(journal, clock=lambda: NOW, program="uji")[0]


def answered(centre, package, now=LATER) -> bytes:
    from sync.server.package import answer_package

    return answer_package(centre, package, now)


def carried(centre, journal, now=LATER):
    return read_answer(journal, answered(centre, out(journal), now), clock=lambda: LATER)


def sealed(centre, journal, payload: bytes, **bent: object) -> bytes:
    head = PackageHead(PackageKind.PUSH, journal.device, centre.fingerprint, "training", 1)
    return seal_package(
        payload,
        replace(head, **bent),  # type: ignore[arg-type]
        key=journal.sign_key,
        seal_to=centre.keys.seal_public,
    )


def entries_held(centre) -> list[str]:
    """What devices sent; the centre's own statements of its heads come and go by the hour."""
    from sync.server.models import Entry

    sent = Entry.objects.exclude(device=centre.fingerprint)
    return list(sent.order_by("pk").values_list("pk", flat=True))


def refusal(centre, package) -> str:
    with pytest.raises((PackageBroken, RequestRefused)) as refused:
        answered(centre, package)
    return str(refused.value.code)


def test_what_was_carried_is_stored_and_acknowledged(centre, journal):
    journal.record(3)

    report = carried(centre, journal)

    assert (report.outcome, report.alarms, report.reason) == (Outcome.DONE, (), "")
    assert (report.acknowledged, report.waiting) == (5, 0)
    assert set(journal.own) <= set(entries_held(centre))


def test_two_laptops_of_a_post_see_each_others_work(centre, journal):
    other = enrolled(centre, "laptop dua")
    screened = journal.record(2)
    carried(centre, journal)

    report = carried(centre, other)

    assert report.alarms == ()
    assert {e.header.id for e in screened} <= set(other.kept.entries)


def test_package_taken_twice_is_stored_once(centre, journal):
    journal.record(3)
    package = out(journal)
    answered(centre, package)
    held = entries_held(centre)

    report = read_answer(
        journal, answered(centre, package, LATER + timedelta(hours=1)), clock=lambda: LATER
    )

    assert entries_held(centre) == held
    assert (report.acknowledged, report.alarms) == (5, ())


def test_older_package_after_a_newer_one_changes_nothing(centre, journal):
    journal.record(1)
    first = out(journal)
    journal.record(1)
    second = out(journal)
    answer = answered(centre, second)
    held = entries_held(centre)
    answered(centre, first, LATER + timedelta(hours=1))

    report = read_answer(journal, answer, clock=lambda: LATER)

    assert entries_held(centre) == held
    assert (report.acknowledged, report.alarms, report.waiting) == (4, (), 0)


def test_days_on_the_road_are_not_taken_for_a_wrong_clock(centre, journal):
    from sync.server.models import Device

    Device.objects.filter(pk=journal.device).update(clock_offset_ms=-90_000)

    carried(centre, journal)

    device = Device.objects.get(pk=journal.device)
    assert device.clock_offset_ms == -90_000
    assert device.last_contact_at == LATER


def test_every_changed_byte_is_refused(centre, journal):
    package = out(journal)
    held = entries_held(centre)
    for at in range(0, len(package), 23):
        refusal(centre, package[:at] + bytes([package[at] ^ 1]) + package[at + 1 :])
        refusal(centre, package[:at])

    assert entries_held(centre) == held


@pytest.mark.parametrize("state", ["revoked", "suspended"])
def test_device_that_is_shut_out_is_refused(centre, journal, state):
    from sync.server.models import Device

    journal.record(1)
    Device.objects.filter(pk=journal.device).update(state=state)
    held = entries_held(centre)

    assert refusal(centre, out(journal)) == f"device_{state}"
    assert entries_held(centre) == held


def test_device_nobody_enrolled_is_refused(centre, journal):
    stranger = FakeJournal("laptop asing")
    stranger.set_link(journal.link())

    assert refusal(centre, out(stranger)) == Refusal.DEVICE_UNKNOWN


def test_package_for_another_centre_is_refused(centre, journal):
    assert refusal(centre, sealed(centre, journal, b"", recipient="ab" * 32)) == "other_recipient"


def test_package_of_the_other_deployment_is_refused(centre, journal):
    assert refusal(centre, sealed(centre, journal, b"", deployment="live")) == "other_deployment"


def test_answer_package_is_no_package_to_take(centre, journal):
    assert refusal(centre, answered(centre, out(journal))) == Refusal.DEVICE_UNKNOWN
    assert refusal(centre, sealed(centre, journal, b"", kind=PackageKind.ANSWER)) == "other_kind"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xc1",
        pack(PackageRequest([PackedRequest("pull", b"<html>")])),
        pack(PackageRequest([PackedRequest("push", b"<html>")])),
        pack(PackageRequest([PackedRequest("leaves", encode(PackageRequest([])))])),
    ],
)
def test_content_that_cannot_be_read_is_refused(centre, journal, payload):
    assert refusal(centre, sealed(centre, journal, payload)) == "content"


def test_unknown_request_and_a_feed_that_is_not_the_device_s_bring_nothing(centre, journal):
    asked = [
        PackedRequest("erase", b""),
        PackedRequest("enrol", b""),
        PackedRequest("pull", encode(PullRequest("tenau", 0, 1000, {}))),
        PackedRequest("leaves", encode(LeavesRequest("tenau", 0))),
    ]

    answer = answered(centre, sealed(centre, journal, pack(PackageRequest(asked))))

    given = answers_in(answer, centre, journal)
    assert [packed.name for packed in given] == ["pull", "leaves"]
    assert {decode(packed.body, Refused).code for packed in given} == {Refusal.FEED_UNKNOWN}


def test_fork_that_a_package_shows_suspends_the_device(centre, journal):
    from sync.server.models import Device

    journal.record(1)
    carried(centre, journal)
    twin = FakeJournal("laptop satu")  # the same laptop from its first day, gone another way
    twin.set_link(replace(journal.link(), lease_until=NOW))
    twin.write([twin.writer.screened("kerja")])

    report = carried(centre, twin)

    assert (report.outcome, report.reason) == (Outcome.REFUSED, Refusal.DEVICE_SUSPENDED)
    assert Device.objects.get(pk=journal.device).state == "suspended"


def test_many_pages_come_back_in_one_package(centre, journal):
    other = enrolled(centre, "laptop dua")
    journal.record(600)
    carried(centre, journal)

    report = carried(centre, other)

    assert report.alarms == ()
    assert report.pulled >= 602
    assert other.feed("el-tari").size == other.feed("el-tari").cursor == 604


def test_package_that_asks_too_much_is_refused_before_anything_of_it_is_taken(centre, journal):
    journal.record(2)
    first = out(journal)
    held = entries_held(centre)
    pushes = requests_in(centre, journal, first)
    pull = PackedRequest("pull", encode(PullRequest("el-tari", 0, 1, {})))

    refused = refusal(
        centre, sealed(centre, journal, pack(PackageRequest([*pushes, pull, pull, pull])))
    )

    assert refused == "asks_too_much"
    assert entries_held(centre) == held
    answered(centre, first)
    assert entries_held(centre) != held


def answers_in(answer: bytes, centre, journal) -> list[PackedAnswer]:
    payload = open_package(
        answer,
        kind=PackageKind.ANSWER,
        sender=centre.keys.sign_public,
        recipient=journal.device,
        key=journal.seal_key,
    )
    return unpack(payload, PackageAnswer).answers


def requests_in(centre, journal, package: bytes) -> list[PackedRequest]:
    payload = open_package(
        package,
        kind=PackageKind.PUSH,
        sender=public(journal.sign_key),
        recipient=centre.fingerprint,
        key=centre.keys.seal,
    )
    return unpack(payload, PackageRequest).requests


def test_one_entry_a_page_is_not_to_be_had(centre, journal):
    journal.record(20)
    carried(centre, journal)
    asked = [PackedRequest("pull", encode(PullRequest("el-tari", 0, 0, {"el-tari": 0})))]

    answer = answered(centre, sealed(centre, journal, pack(PackageRequest(asked))))

    assert len(answers_in(answer, centre, journal)) == 1
