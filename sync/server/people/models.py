"""The console's own tables, and the centre's rows as the console shows them (proxies).

A proxy has its own name, sentence and place in the menu; the columns are those of
`sync.server.models`, which stays free of all this.
"""

from enum import StrEnum

from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models

from sync.server import models as centre


class Act(StrEnum):
    """What needs a second person: what gives trust. What takes it is done at once."""

    CONFIRM_OFFICER = "confirm_officer"
    LIFT_DEVICE = "lift_device"


class Decision(StrEnum):
    """Where a request stands; all but the first are for ever."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"  # nobody decided in time; it has to be asked for anew


class Approval(models.Model):
    """What one supervisor asked for and another has to decide."""

    act = models.CharField(max_length=32)
    target = models.CharField(max_length=64)  # the officer's key or the device's fingerprint
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=Decision.ASKED.value)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open request for the same thing at a time."""

        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("act", "target"),
                condition=models.Q(state="asked"),
                name="one_open_request",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked") | ~models.Q(decided_by=models.F("asked_by")),
                name="decided_by_another",
            ),
        )

    def __str__(self) -> str:
        """What was asked for, without saying about whom."""
        return f"{self.act} {self.target[:8]}"


class Reading(models.Model):
    """That somebody opened contents, which, and why he said he must."""

    entry_id = models.CharField(max_length=36)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        """The newest first."""

        ordering = ("-at",)

    def __str__(self) -> str:
        """Which entry."""
        return self.entry_id


class AlarmNote(models.Model):
    """What a person found out or did about an alarm; it never ends one."""

    alarm = models.ForeignKey(centre.Alarm, models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        """In the order in which they were written."""

        ordering = ("at",)

    def __str__(self) -> str:
        """What was noted."""
        return self.text


class FirstPassword(models.Model):
    """Stands as long as an account has the password that somebody else has seen."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="first_password"
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose."""
        return str(self.user)


def _shown_as(base: type[models.Model], name: str) -> type[models.Model]:
    """Make the proxy under which the console shows a table."""
    meta = type(
        "Meta",
        (),
        {
            "proxy": True,
            "app_label": "people",
            "default_permissions": (),
        },
    )
    fields = {"__module__": __name__, "__doc__": f"{base.__name__} at the console.", "Meta": meta}
    return type(name, (base,), fields)


Post = _shown_as(centre.Post, "Post")
Device = _shown_as(centre.Device, "Device")
Officer = _shown_as(centre.Officer, "Officer")
EnrolmentCode = _shown_as(centre.EnrolmentCode, "EnrolmentCode")
Quarantined = _shown_as(centre.Entry, "Quarantined")
Alarm = _shown_as(centre.Alarm, "Alarm")
Feed = _shown_as(centre.Feed, "Feed")
Fork = _shown_as(centre.Fork, "Fork")
Account = _shown_as(User, "Account")
Deed = _shown_as(LogEntry, "Deed")
SignIn = _shown_as(AccessLog, "SignIn")
FailedSignIn = _shown_as(AccessFailureLog, "FailedSignIn")
