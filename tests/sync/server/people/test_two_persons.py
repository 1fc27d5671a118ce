"""What gives trust takes two supervisors; what takes it is done at once; both are on record."""

import pytest

from tests.sync.server.people.visitors import signed_on

REASON = {"reason": "contoh alasan yang cukup"}


@pytest.fixture
def watch(filled):
    """The first supervisor."""
    return signed_on("contoh-pengawas", "pengawas")


@pytest.fixture
def second(filled):
    """Another supervisor."""
    return signed_on("contoh-pengawas-dua", "pengawas")


def do(client, name, key, deed) -> int:
    """Send a deed's form; the answer's status."""
    where = f"/kelola/people/{name}/{key}/{deed}/"
    return client.post(where, REASON, secure=True).status_code


def the_request():
    from sync.server.people.models import Approval

    return Approval.objects.get()


def statements():
    """What the centre stated in its own chain, oldest first."""
    from sync.protocol.entry import open_part
    from sync.protocol.statements import Confirmation
    from sync.server.models import Part, Position

    placed = Position.objects.filter(feed_id="shared", entry__kind="confirmation")
    ids = placed.order_by("position").values_list("entry_id", flat=True)
    facts = [Part.objects.get(entry_id=one, name="facts").stored for one in ids]
    return [Confirmation.from_facts(open_part(bytes(one))) for one in facts]


def officer_state(filled) -> str:
    from sync.server.models import Officer

    return Officer.objects.get(pk=filled.waiting_officer).state


def device_state(key) -> str:
    from sync.server.models import Device

    return Device.objects.get(pk=key).state


def test_an_officer_is_confirmed_when_a_second_supervisor_agrees(filled, watch, second):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    asked = officer_state(filled)

    do(second, "approval", the_request().pk, "approve")

    assert asked == "introduced"
    assert officer_state(filled) == "confirmed"
    assert [(one.action, one.key) for one in statements()] == [("confirm", filled.waiting_officer)]
    assert (the_request().state, the_request().decided_by.username) == (
        "approved",
        "contoh-pengawas-dua",
    )


def test_nobody_approves_what_he_asked_for(filled, watch):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")

    do(watch, "approval", the_request().pk, "approve")

    assert the_request().state == "asked"
    assert officer_state(filled) == "introduced"
    assert statements() == []


def test_the_database_too_refuses_one_person_in_both_places(filled, watch):
    from django.db import IntegrityError, transaction

    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    asked = the_request()
    asked.state, asked.decided_by = "approved", asked.asked_by

    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_the_same_is_asked_for_once_at_a_time(filled, watch, second):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")

    do(second, "officer", filled.waiting_officer, "confirm_officer")

    assert the_request().asked_by.username == "contoh-pengawas"


def test_a_declined_request_changes_nothing_and_can_be_asked_again(filled, watch, second):
    from sync.server.people.models import Approval

    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    do(second, "approval", the_request().pk, "decline")
    do(second, "approval", the_request().pk, "approve")

    do(watch, "officer", filled.waiting_officer, "confirm_officer")

    assert officer_state(filled) == "introduced"
    assert sorted(Approval.objects.values_list("state", flat=True)) == ["asked", "declined"]


def test_a_request_that_fits_no_more_stays_open_for_a_person(filled, watch, second):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    do(watch, "officer", filled.waiting_officer, "revoke_officer")

    do(second, "approval", the_request().pk, "approve")

    assert officer_state(filled) == "revoked"
    assert the_request().state == "asked"


class PowerCut(BaseException):
    """The machine stopped."""


def cut_off(_count: int) -> bytes:
    raise PowerCut


def test_a_crash_while_a_request_is_carried_out_leaves_it_open(filled, watch, second):
    from dataclasses import replace

    from django.contrib.auth.models import User

    from sync.server.current import the_centre
    from sync.server.people import approvals
    from sync.server.people.models import Decision

    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    other = User.objects.get(username="contoh-pengawas-dua")
    crashing = replace(the_centre(), random=cut_off)

    with pytest.raises(PowerCut):
        approvals.decide(the_request(), Decision.APPROVED, by=other, centre=crashing)
    after = (the_request().state, officer_state(filled), statements())
    do(second, "approval", the_request().pk, "approve")

    assert after == ("asked", "introduced", [])
    assert (the_request().state, officer_state(filled)) == ("approved", "confirmed")
    assert len(statements()) == 1


def test_nothing_is_done_without_the_record_of_it(filled, watch, expected_log_errors):
    from django.contrib.admin.models import LogEntry
    from django.db import connection

    expected_log_errors.add("%s: %s")  # Django's, with the address
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_admin_log RENAME TO away")
    with pytest.raises(Exception, match="django_admin_log"):
        do(watch, "officer", filled.confirmed_officer, "revoke_officer")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE away RENAME TO django_admin_log")

    assert LogEntry.objects.count() == 0
    assert statements() == []


def made_earlier(**ago: float) -> None:
    from datetime import timedelta

    from sync.server.current import the_centre
    from sync.server.people.models import Approval

    Approval.objects.update(asked_at=the_centre().clock() - timedelta(**ago))


def test_a_request_that_nobody_decided_within_a_week_is_carried_out_no_more(filled, watch, second):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    made_earlier(days=7)

    do(second, "approval", the_request().pk, "approve")
    page = second.get(f"/kelola/people/approval/{the_request().pk}/change/", secure=True)

    assert officer_state(filled) == "introduced"
    assert "gugur: tidak diputuskan dalam 7 hari" in page.content.decode()


def test_the_second_person_is_told_that_a_request_lapsed(filled, watch, second):
    from django.contrib.auth.models import User

    from sync.server.current import the_centre
    from sync.server.people import approvals
    from sync.server.people.base import CannotBeDone
    from sync.server.people.models import Decision

    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    made_earlier(days=7)
    other = User.objects.get(username="contoh-pengawas-dua")

    with pytest.raises(CannotBeDone, match=r"cannot\.lapsed"):
        approvals.decide(the_request(), Decision.APPROVED, by=other, centre=the_centre())


def test_a_request_is_carried_out_on_its_last_day(filled, watch, second):
    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    made_earlier(days=6.9)

    do(second, "approval", the_request().pk, "approve")

    assert officer_state(filled) == "confirmed"


def test_what_lapsed_can_be_asked_for_again(filled, watch, second):
    from sync.server.people.models import Approval

    do(watch, "officer", filled.waiting_officer, "confirm_officer")
    made_earlier(days=8)

    do(second, "officer", filled.waiting_officer, "confirm_officer")

    assert sorted(Approval.objects.values_list("state", flat=True)) == ["asked", "lapsed"]


def test_a_suspended_laptop_is_let_in_by_two(filled, watch, second):
    do(watch, "device", filled.suspended, "lift_device")
    asked = device_state(filled.suspended)

    do(second, "approval", the_request().pk, "approve")

    assert asked == "suspended"
    assert device_state(filled.suspended) == "active"


def test_a_laptop_that_was_revoked_meanwhile_is_not_let_in(filled, watch, second):
    from sync.server.models import Device

    do(watch, "device", filled.suspended, "lift_device")
    Device.objects.filter(pk=filled.suspended).update(state="revoked")

    do(second, "approval", the_request().pk, "approve")

    assert device_state(filled.suspended) == "revoked"


def test_an_officer_is_revoked_by_one_at_once_and_the_log_says_so(filled, watch):
    do(watch, "officer", filled.confirmed_officer, "revoke_officer")

    assert [(one.action, one.key) for one in statements()] == [("revoke", filled.confirmed_officer)]


def test_a_laptop_that_never_sent_an_entry_is_refused_all_the_same(filled, watch):
    do(watch, "device", filled.active, "revoke_device")

    assert device_state(filled.active) == "suspended"
    assert statements() == []


def test_a_laptop_with_an_entry_is_revoked_and_the_log_says_so(filled, watch):
    device_entry(filled.active)

    do(watch, "device", filled.active, "revoke_device")

    assert device_state(filled.active) == "revoked"
    assert [(one.action, one.what) for one in statements()] == [("revoke", "device")]


def device_entry(key) -> None:
    """A `device` entry of that laptop, as it would have pushed it."""
    from datetime import UTC, datetime

    from sync.server.models import Entry
    from tests.sync.server.people.invented import entry_id

    Entry.objects.create(
        id=entry_id(90),
        header=b"{}",
        signature=bytes(64),
        hash="9" * 64,
        kind="device",
        subject=key[:32],
        device=key,
        epoch="0" * 16,
        seq=1,
        signer=key,
        received_at=datetime.now(UTC),
    )


def test_a_note_on_an_alarm_ends_nothing(filled, watch):
    from sync.server.models import Alarm

    do(watch, "alarm", filled.alarm, "note_alarm")

    alarm = Alarm.objects.get(pk=filled.alarm)
    assert alarm.ended_at is None
    assert [(note.by.username, note.text) for note in alarm.notes.all()] == [
        ("contoh-pengawas", REASON["reason"])
    ]


@pytest.mark.parametrize(("code", "ends"), [("put_back", True), ("data_gone", False)])
def test_only_an_alarm_whose_cause_is_over_is_settled_by_a_person(filled, watch, code, ends):
    from sync.server.models import Alarm

    Alarm.objects.filter(pk=filled.alarm).update(code=code)

    do(watch, "alarm", filled.alarm, "settle_alarm")

    alarm = Alarm.objects.get(pk=filled.alarm)
    assert (alarm.ended_at is not None) is ends
    assert alarm.notes.count() == ends


def test_every_deed_is_on_record_with_its_reason(filled, watch):
    from django.contrib.admin.models import LogEntry

    do(watch, "alarm", filled.alarm, "note_alarm")
    do(watch, "officer", filled.confirmed_officer, "revoke_officer")

    assert list(LogEntry.objects.order_by("pk").values_list("change_message", "object_id")) == [
        (f"note_alarm: {REASON['reason']}", str(filled.alarm)),
        (f"revoke_officer: {REASON['reason']}", filled.confirmed_officer),
    ]


def test_without_a_reason_nothing_is_done(filled, watch):
    where = f"/kelola/people/officer/{filled.confirmed_officer}/revoke_officer/"

    answer = watch.post(where, {"reason": " "}, secure=True)

    assert "Alasan belum diisi" in answer.content.decode()
    assert statements() == []
