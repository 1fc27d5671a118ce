"""A filled centre with an account of each role signed on, and a laptop that can sign requests."""

import pytest

from tests.sync.server.people import invented
from tests.sync.server.people.visitors import anybody, sign_on, signed_on


@pytest.fixture
def filled(centre_db):
    """An invented centre, and what stands in it."""
    from sync.server.current import the_centre  # only after Django is configured

    return invented.fill(the_centre())


@pytest.fixture
def people(filled):
    """A client of each role, signed on with both factors."""
    return {role: signed_on(f"contoh-{role}", role) for role in invented.ROLES}


@pytest.fixture
def targets(filled, people):
    """An object for each list whose routes name one."""
    from axes.models import AccessFailureLog, AccessLog
    from django.contrib.admin.models import LogEntry
    from django.contrib.auth.models import User

    from sync.server.admin_account import create_account
    from sync.server.current import the_centre
    from sync.server.people import approvals
    from sync.server.people.models import Act, Reading

    create_account("contoh-lain", "pengawas")
    other = User.objects.get(username="contoh-lain")
    asked = approvals.ask(
        Act.LIFT_DEVICE, filled.suspended, by=other, reason="contoh", centre=the_centre()
    )
    read = Reading.objects.create(
        entry_id=filled.quarantined, by=other, at=asked.asked_at, reason="x"
    )
    LogEntry.objects.create(
        user=other, object_id="x", object_repr="x", action_flag=2, change_message="approve: x"
    )
    sign_on(anybody(), "contoh-lain", "bukan sandinya", token="000000")
    return {
        "post": "tenau",
        "device": filled.active,
        "officer": filled.waiting_officer,
        "enrolmentcode": "ab" * 32,
        "quarantined": filled.quarantined,
        "alarm": filled.alarm,
        "feed": "tenau",
        "fork": filled.fork,
        "approval": asked.pk,
        "reading": read.pk,
        "deed": LogEntry.objects.latest("pk").pk,
        "signin": AccessLog.objects.latest("pk").pk,
        "failedsignin": AccessFailureLog.objects.latest("pk").pk,
        "account": other.pk,
        "api": filled.active,
    }
