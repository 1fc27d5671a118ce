"""Which list shows which table: nothing is at the console that is not named here."""

from sync.server.people import models
from sync.server.people.alarms import AlarmAdmin
from sync.server.people.devices import DeviceAdmin
from sync.server.people.feeds import FeedAdmin, ForkAdmin
from sync.server.people.officers import OfficerAdmin
from sync.server.people.posts import EnrolmentCodeAdmin, PostAdmin
from sync.server.people.quarantine import QuarantinedAdmin
from sync.server.people.records import (
    AccountAdmin,
    ApprovalAdmin,
    DeedAdmin,
    ReadingAdmin,
    SignInAdmin,
)
from sync.server.people.site import Console


def register_all(console: Console) -> None:
    """Put every list on the console."""
    console.register(models.Post, PostAdmin)
    console.register(models.Device, DeviceAdmin)
    console.register(models.Officer, OfficerAdmin)
    console.register(models.EnrolmentCode, EnrolmentCodeAdmin)
    console.register(models.Quarantined, QuarantinedAdmin)
    console.register(models.Alarm, AlarmAdmin)
    console.register(models.Feed, FeedAdmin)
    console.register(models.Fork, ForkAdmin)
    console.register(models.Approval, ApprovalAdmin)
    console.register(models.Reading, ReadingAdmin)
    console.register(models.Deed, DeedAdmin)
    console.register(models.SignIn, SignInAdmin)
    console.register(models.FailedSignIn, SignInAdmin)
    console.register(models.Account, AccountAdmin)
