"""What people did at the console: requests, contents opened, acts, sign-ins, accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from sync.server.current import the_centre
from sync.server.people import approvals, deeds
from sync.server.people.base import Deed, ReadOnly
from sync.server.people.cells import Mark, marked, shown_time
from sync.server.people.columns import chosen, plain
from sync.server.people.models import Approval, Reading
from sync.server.people.roles import Right, role_of
from sync.server.people.words import has_sentence, say, say_later

WHY = plain("reason", "people.record.why")
ENTRY = plain("entry_id", "people.entry.id")
NAME = plain("username", "people.record.who")
ADDRESS = plain("ip_address", "people.record.address")
_DECISION_MARKS = {
    "asked": Mark.WAIT,
    "approved": Mark.CALM,
    "declined": Mark.BAD,
    "lapsed": Mark.WARN,
}


def act_words(act: str) -> str:
    """Give the words for an act; one of a newer version shows its code."""
    key = f"people.act.{act}"
    return say(key) if has_sentence(key) else act


class ApprovalAdmin(ReadOnly):
    """Requests; the second person decides on the row's page."""

    ordering = ("-asked_at",)
    list_display = ("act_named", "about", "standing", "asked", "asker", "decided", "decider")
    list_filter = (chosen("state", "people.approval_row.state", words="people.approval"),)
    row = ("act_named", "about", WHY, "standing", "asked", "lapses", "asker", "decided", "decider")
    deeds = (
        Deed("approve", Right.DECIDE, deeds.approve, fits=deeds.is_open),
        Deed("decline", Right.DECIDE, deeds.decline, fits=deeds.is_open),
    )

    @admin.display(description=say_later("people.approval_row.act"))
    def act_named(self, row: Approval) -> str:
        """Show what was asked for."""
        return act_words(row.act)

    @admin.display(description=say_later("people.approval_row.about"))
    def about(self, row: Approval) -> SafeString:
        """Lead to the officer or device it is about."""
        return deeds.target_link(row)

    @admin.display(description=say_later("people.approval_row.state"), ordering="state")
    def standing(self, row: Approval) -> SafeString:
        """Show where it stands."""
        state = approvals.standing(row, the_centre().clock()).value
        return marked(_DECISION_MARKS[state], say(f"people.approval.{state}"))

    @admin.display(description=say_later("people.approval_row.asked_at"), ordering="asked_at")
    def asked(self, row: Approval) -> str:
        """Show when it was asked for."""
        return shown_time(row.asked_at)

    @admin.display(description=say_later("people.approval_row.lapses_at"))
    def lapses(self, row: Approval) -> str:
        """Show until when it can be decided."""
        return shown_time(approvals.lapses_at(row))

    @admin.display(description=say_later("people.approval_row.asked_by"))
    def asker(self, row: Approval) -> str:
        """Show who asked."""
        return row.asked_by.get_username()

    @admin.display(description=say_later("people.approval_row.decided_at"))
    def decided(self, row: Approval) -> str:
        """Show when it was decided."""
        return shown_time(row.decided_at)

    @admin.display(description=say_later("people.approval_row.decided_by"))
    def decider(self, row: Approval) -> str:
        """Show who decided."""
        return row.decided_by.get_username() if row.decided_by else "–"


class ReadingAdmin(ReadOnly):
    """Who opened which contents, and why."""

    ordering = ("-at",)
    list_display = row = ("when", "who", ENTRY, WHY)

    @admin.display(description=say_later("people.record.when"), ordering="at")
    def when(self, row: Reading) -> str:
        """Show when."""
        return shown_time(row.at)

    @admin.display(description=say_later("people.record.who"))
    def who(self, row: Reading) -> str:
        """Show by whom."""
        return row.by.get_username()


class DeedAdmin(ReadOnly):
    """Who did what to what, and why."""

    ordering = ("-action_time",)
    list_display = row = ("when", "who", "did", "to_what", "why")
    list_select_related = ("user", "content_type")

    @admin.display(description=say_later("people.record.when"), ordering="action_time")
    def when(self, row: LogEntry) -> str:
        """Show when."""
        return shown_time(row.action_time)

    @admin.display(description=say_later("people.record.who"))
    def who(self, row: LogEntry) -> str:
        """Show by whom."""
        return row.user.get_username()

    @admin.display(description=say_later("people.record.did"))
    def did(self, row: LogEntry) -> str:
        """Show what was done."""
        return act_words(row.change_message.partition(":")[0])

    @admin.display(description=say_later("people.record.to_what"))
    def to_what(self, row: LogEntry) -> str:
        """Show to what it was done."""
        return f"{row.content_type.name if row.content_type else ''} {row.object_id or ''}"[:24]

    @admin.display(description=say_later("people.record.why"))
    def why(self, row: LogEntry) -> str:
        """Show the reason that was given."""
        return row.change_message.partition(": ")[2] or "–"


class SignInAdmin(ReadOnly):
    """Who signed on, from where; the same columns serve the tries that failed."""

    ordering = ("-attempt_time",)
    list_display = row = ("when", NAME, ADDRESS)

    @admin.display(description=say_later("people.record.when"), ordering="attempt_time")
    def when(self, row: Any) -> str:  # noqa: ANN401 - either log of axes
        """Show when."""
        return shown_time(row.attempt_time)


class AccountAdmin(ReadOnly):
    """Accounts and their one role; made and renewed on the centre's machine only."""

    ordering = ("username",)
    list_display = row = (NAME, "duty", "standing", "last_in", "own_password")
    deeds = (
        Deed(
            "close_account",
            Right.CLOSE_ACCOUNT,
            deeds.close_account,
            fits=lambda user: user.is_active,
            grave=True,
        ),
    )

    @admin.display(description=say_later("people.account.role"))
    def duty(self, user: User) -> str:
        """Show the role; an account without exactly one can do nothing."""
        name = user.groups.values_list("name", flat=True).first()
        return say(f"people.role.{name}") if has_sentence(f"people.role.{name}") else "–"

    @admin.display(description=say_later("people.account.state"))
    def standing(self, user: User) -> SafeString:
        """Show whether it can sign on."""
        if role_of(user) is None:
            return marked(Mark.BAD, say("people.account.closed"))
        return marked(Mark.CALM, say("people.account.open"))

    @admin.display(description=say_later("people.account.last_in"), ordering="last_login")
    def last_in(self, user: User) -> str:
        """Show when it was last used."""
        return shown_time(user.last_login)

    @admin.display(description=say_later("people.account.own_password"))
    def own_password(self, user: User) -> SafeString:
        """Show whether the password is one that only its owner knows."""
        temporary = hasattr(user, "first_password")
        mark = Mark.WARN if temporary else Mark.CALM
        return marked(mark, say(f"people.account.{'temporary' if temporary else 'own'}"))
