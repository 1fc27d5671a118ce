"""Signing on takes a password, six digits and one role; everything else stays outside."""

import re

import pytest
from django.urls import reverse

from tests.sync.server.people.visitors import (
    OWN_PASSWORD,
    anybody,
    digits,
    sign_on,
    signed_on,
)

pytestmark = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)

INDEX = "/kelola/"


@pytest.fixture
def account(centre_db):
    from sync.server.admin_account import create_account

    return create_account("contoh-pengawas", "pengawas")


def is_inside(client) -> bool:
    return client.get("/kelola/password_change/", secure=True).status_code == 200


def test_password_and_digits_together_open_the_console(account):
    client = anybody()

    sign_on(client, account.name, account.password)

    assert is_inside(client)


@pytest.mark.parametrize(
    ("password", "token"), [("salah", None), (None, "000000"), (None, ""), ("", None)]
)
def test_whatever_is_wrong_the_answer_is_the_same(account, password, token):
    client = anybody()
    form = {
        "username": account.name,
        "password": account.password if password is None else password,
        "otp_token": digits(account.name) if token is None else token,
    }

    answer = client.post(reverse("admin:login"), form, secure=True)

    assert not is_inside(client)
    assert password == "" or "tidak cocok" in answer.content.decode()


def test_a_password_alone_is_no_way_in(account):
    from django.contrib.auth.models import User

    client = anybody()
    client.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")

    assert client.get(INDEX, secure=True).status_code == 302
    assert client.get("/api/v1/health", secure=True).status_code == 401


def test_digits_are_good_once(account):
    token = digits(account.name)
    sign_on(anybody(), account.name, account.password, token)
    second = anybody()

    sign_on(second, account.name, account.password, token)

    assert not is_inside(second)


def test_five_misses_lock_the_name_from_that_address(account):
    for _ in range(5):
        answer = sign_on(anybody(), account.name, "salah", "000000")

    assert answer.status_code == 429
    assert "30 menit" in answer.content.decode()
    locked = sign_on(anybody(), account.name, account.password)
    assert locked.status_code == 429


def test_wrong_digits_count_towards_the_lock_too(account):
    for _ in range(5):
        answer = sign_on(anybody(), account.name, account.password, "000000")

    assert answer.status_code == 429


def test_the_lock_leaves_other_names_and_other_addresses_alone(account):
    from sync.server.admin_account import create_account

    other = create_account("contoh-auditor", "auditor")
    for _ in range(5):
        sign_on(anybody(), account.name, "salah", "000000")
    colleague, elsewhere = anybody(), anybody()
    elsewhere.defaults["REMOTE_ADDR"] = "192.0.2.7"

    sign_on(colleague, other.name, other.password)
    sign_on(elsewhere, account.name, account.password)

    assert is_inside(colleague)
    assert elsewhere.session.get("_auth_user_id") or is_inside(elsewhere)


def test_the_first_password_opens_nothing_but_its_own_change(account):
    client = anybody()
    sign_on(client, account.name, account.password)

    answers = [client.get(path, secure=True) for path in (INDEX, "/kelola/people/device/", "/")]

    assert {answer["Location"] for answer in answers} == {reverse("admin:password_change")}


def test_an_own_password_opens_the_rest(account):
    client = anybody()
    sign_on(client, account.name, account.password)

    client.post(
        reverse("admin:password_change"),
        {
            "old_password": account.password,
            "new_password1": OWN_PASSWORD,
            "new_password2": OWN_PASSWORD,
        },
        secure=True,
    )

    assert client.get(INDEX, secure=True).status_code == 200


@pytest.mark.parametrize("new", ["pendek", "OLD"])
def test_a_short_password_or_the_first_one_again_is_refused(account, new):
    client = anybody()
    sign_on(client, account.name, account.password)
    chosen = account.password if new == "OLD" else new

    client.post(
        reverse("admin:password_change"),
        {"old_password": account.password, "new_password1": chosen, "new_password2": chosen},
        secure=True,
    )

    assert client.get(INDEX, secure=True).status_code == 302


def test_a_renewed_account_ends_its_sessions_and_forgets_the_old_factor(account):
    from sync.server.admin_account import renew_account

    client = anybody()
    sign_on(client, account.name, account.password)

    fresh = renew_account(account.name)

    assert not is_inside(client)
    assert fresh.otpauth_url != account.otpauth_url
    assert fresh.password != account.password


def test_a_closed_account_is_outside_at_once(account):
    from django.contrib.auth.models import User

    client = anybody()
    sign_on(client, account.name, account.password)

    User.objects.update(is_active=False)

    assert not is_inside(client)


@pytest.mark.parametrize("groups", [(), ("pengawas", "auditor"), ("lain",)])
def test_without_exactly_one_role_nothing_opens(centre_db, groups):
    from django.contrib.auth.models import Group, User

    client = signed_on("contoh-pengawas", "pengawas")
    wanted = [Group.objects.get_or_create(name=name)[0] for name in groups]
    User.objects.get().groups.set(wanted)

    assert client.get(INDEX, secure=True).status_code == 302


def test_a_superuser_is_nobody_here(centre_db):
    from django.contrib.auth.models import User

    client = signed_on("contoh-pengawas", "pengawas")
    User.objects.update(is_superuser=True)

    assert client.get(INDEX, secure=True).status_code == 302
    assert client.get("/api/v1/devices", secure=True).status_code == 401


def test_accounts_are_refused_with_a_code(account):
    from sync.server.admin_account import AccountRefused, create_account, renew_account

    tries = {
        "name_taken": lambda: create_account("CONTOH-pengawas", "auditor"),
        "role_unknown": lambda: create_account("contoh", "raja"),
        "name_form": lambda: create_account("dengan spasi", "auditor"),
        "no_account": lambda: renew_account("tidak-ada"),
    }
    for code, attempt in tries.items():
        with pytest.raises(AccountRefused) as refused:
            attempt()
        assert refused.value.code == code


def test_secrets_of_a_fresh_account_are_in_no_text_of_it(account):
    assert account.password not in repr(account)
    assert "secret" not in repr(account)
    assert account.otpauth_url.startswith("otpauth://totp/Pusat%20Posko")


def test_cookies_are_for_this_host_over_tls_only(account):
    client = anybody()
    sign_on(client, account.name, account.password)

    session = client.cookies["__Host-posko"]

    assert session["secure"]
    assert session["httponly"]
    assert session["samesite"] == "Strict"
    assert session["path"] == "/"
    assert not session["domain"]
    assert not session["max-age"]  # gone with the browser


def test_the_policy_allows_nothing_inline_and_nobody_else(centre_db):
    answer = anybody().get("/kelola/login/", secure=True)
    policy = answer["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in answer


def test_a_form_from_elsewhere_does_nothing_and_says_so(centre_db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    answer = client.post("/kelola/login/", {"username": "contoh"}, secure=True)

    assert answer.status_code == 403
    assert "Formulir kedaluwarsa" in answer.content.decode()


def test_sessions_that_ran_out_are_forgotten_at_the_next_sign_on(account):
    from datetime import UTC, datetime

    from django.contrib.sessions.models import Session

    Session.objects.create(
        session_key="lama", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC)
    )

    sign_on(anybody(), account.name, account.password)

    assert not Session.objects.filter(session_key="lama").exists()


def test_a_session_ends_twenty_minutes_after_the_last_click(account):
    from datetime import UTC, datetime, timedelta

    from django.contrib.sessions.models import Session

    client = anybody()
    sign_on(client, account.name, account.password)
    left = Session.objects.get().expire_date - datetime.now(UTC)
    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))

    assert timedelta(minutes=19) < left <= timedelta(minutes=20)
    assert not is_inside(client)


@pytest.mark.parametrize("path", ["/kelola/login/", "/bahasa", "/api/v1/health", "/tidak-ada"])
def test_a_body_that_no_form_needs_is_refused_unread(centre_db, path):
    from sync.server.people.bodies import FORM_BYTES

    client = anybody()
    large = client.post(path, b"x" * (FORM_BYTES + 1), "application/octet-stream", secure=True)
    small = client.post(path, b"x" * FORM_BYTES, "application/octet-stream", secure=True)

    assert large.status_code == 413
    assert small.status_code != 413


def test_a_push_may_be_larger_than_a_form(centre_db):
    from sync.server.people.bodies import FORM_BYTES

    answer = anybody().post(
        "/sync/v1/push", b"x" * (FORM_BYTES + 1), "application/octet-stream", secure=True
    )

    assert answer.status_code == 401
