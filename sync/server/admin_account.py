"""Accounts of the console: made on the centre's machine, one role each, never by the web."""

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from sync.server.people.models import FirstPassword
from sync.server.people.roles import Role

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper
_GROUPS, _GROUP = 5, 4


class AccountRefused(ValueError):
    """`code` says why: `name_form`, `name_taken`, `role_unknown`, `no_account`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class FreshAccount:
    """What the person needs for his first sign-on; it is shown once and stored nowhere."""

    name: str
    role: Role
    password: str = field(repr=False)  # has to be changed at the first sign-on
    otpauth_url: str = field(repr=False)  # for the authenticator app, as text or QR


def create_account(name: str, role: str) -> FreshAccount:
    """Make an account with one role, a one-time password and a second factor.

    Raises:
        AccountRefused: the name is taken or unfit, or there is no such role.
    """
    if role not in set(Role):
        raise AccountRefused("role_unknown")
    _check_name(name)
    with transaction.atomic():
        if User.objects.filter(username__iexact=name).exists():
            raise AccountRefused("name_taken")
        user = User.objects.create(username=name, is_staff=True)
        user.groups.set([Group.objects.get_or_create(name=role)[0]])
        return _fresh_secrets(user)


def renew_account(name: str) -> FreshAccount:
    """Give an account a new one-time password and second factor, for a lost phone or password.

    It also opens an account that was closed. All its sessions end.

    Raises:
        AccountRefused: there is no such account, or it has no role.
    """
    with transaction.atomic():
        user = User.objects.filter(username=name).first()
        if user is None or not user.groups.exists():
            raise AccountRefused("no_account")
        user.is_active = True
        return _fresh_secrets(user)


def _check_name(name: str) -> None:
    try:
        ASCIIUsernameValidator()(name)
    except ValidationError:
        raise AccountRefused("name_form") from None
    if not 0 < len(name) <= 64:
        raise AccountRefused("name_form")


def _fresh_secrets(user: User) -> FreshAccount:
    password = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )
    user.set_password(password)
    user.save()
    TOTPDevice.objects.filter(user=user).delete()
    factor = TOTPDevice.objects.create(user=user, name="TOTP", confirmed=True)
    FirstPassword.objects.update_or_create(user=user, defaults={"made_at": timezone.now()})
    role = Role(user.groups.values_list("name", flat=True).get())
    return FreshAccount(user.get_username(), role, password, factor.config_url)
