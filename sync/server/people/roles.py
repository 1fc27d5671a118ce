"""Who may do what at the console: three roles as groups, and nothing for anybody else.

Basis: SRC-FORMAT, "People"; the administrator runs the machine and reads no identities, the
auditor sees proofs and logs and no contents.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, Group
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Role(StrEnum):
    """What an account of the centre is; each account has exactly one."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "pengawas"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a role may do beyond looking at lists; the codenames of permissions."""

    ADD_POST = "add_post"
    ADD_CODE = "add_enrolmentcode"
    REVOKE_DEVICE = "revoke_device"
    LIFT_DEVICE = "lift_device"
    LEASE_CODE = "lease_code"  # read out by telephone
    CONFIRM_OFFICER = "confirm_officer"
    REVOKE_OFFICER = "revoke_officer"
    READ_NAMES = "read_names"  # of officers
    READ_CONTENTS = "read_contents"  # of what stands in quarantine
    NOTE_ALARM = "note_alarm"
    SETTLE_ALARM = "settle_alarm"  # only one whose cause is over and that a person had to see
    DECIDE = "decide_approval"
    CLOSE_ACCOUNT = "close_account"


_LISTS = frozenset(
    f"view_{name}" for name in ("post", "device", "officer", "quarantined", "alarm", "feed", "fork")
)
_RECORDS = frozenset(
    f"view_{name}" for name in ("approval", "reading", "account", "deed", "signin", "failedsignin")
)

ALLOWED: Mapping[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: _LISTS
    | _RECORDS
    | {
        "view_enrolmentcode",
        Right.ADD_POST,
        Right.ADD_CODE,
        Right.REVOKE_DEVICE,
        Right.CLOSE_ACCOUNT,
    },
    Role.SUPERVISOR: _LISTS
    | {
        "view_enrolmentcode",
        "view_approval",
        "view_reading",
        Right.ADD_CODE,
        Right.REVOKE_DEVICE,
        Right.LIFT_DEVICE,
        Right.LEASE_CODE,
        Right.CONFIRM_OFFICER,
        Right.REVOKE_OFFICER,
        Right.READ_NAMES,
        Right.READ_CONTENTS,
        Right.NOTE_ALARM,
        Right.SETTLE_ALARM,
        Right.DECIDE,
    },
    Role.AUDITOR: _LISTS | _RECORDS | {"view_enrolmentcode"},
}


def role_of(user: "User | AnonymousUser") -> Role | None:
    """Give the one role of an account; None for anybody without exactly one.

    A superuser has none: Django would let him pass every check, so he passes no door.
    """
    if not user.is_active or user.is_superuser or not user.is_authenticated:
        return None
    names = set(user.groups.values_list("name", flat=True))
    return Role(names.pop()) if len(names) == 1 and names <= set(Role) else None


def may(user: "User | AnonymousUser", right: str) -> bool:
    """Say whether the account's role holds a right, by the table above and nothing else."""
    role = role_of(user)
    return role is not None and right in ALLOWED[role]


def is_inside(request: HttpRequest) -> bool:
    """Say whether a request comes from somebody with a role who has shown his second factor."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.is_verified() and role_of(user))


def set_up_groups() -> None:
    """See that the groups are there; what they may do stands in the table, not in the database."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
