"""The words of the status line: what waits, when the centre was last reached, what is not right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from posko_app.domain.civil import clock_text
from posko_app.i18n import Catalogue

OVERDUE = timedelta(hours=24)
# nobody at the desk can change these today; all others are said in full
LASTING = frozenset({"status.no_escrow", "store.head_missing", "store.head_unreadable"})


class StatusLike(Protocol):
    """The figures, as the status service gives them."""

    @property
    def waiting(self) -> int:
        """Records not yet at the centre."""
        ...

    @property
    def oldest_waiting_at(self) -> datetime | None:
        """Since when the oldest of them waits."""
        ...

    @property
    def last_contact_at(self) -> datetime | None:
        """When the centre last answered; None before the first time."""
        ...

    @property
    def needs_person(self) -> int:
        """Records a person must look at."""
        ...

    @property
    def today(self) -> Mapping[str, int]:
        """Today's screenings by decision."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Message keys of what is wrong until somebody changes it."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """Some words and how loud they are: `""`, `caution` or `problem`."""

    text: str
    state: str = ""


def waiting(status: StatusLike, catalogue: Catalogue, *, now: datetime) -> Said:
    """Say how many records wait for the centre; more than a day is worth a warning."""
    since = status.oldest_waiting_at
    late = since is not None and now - since > OVERDUE
    key = "ui.status.overdue" if late else "ui.status.waiting"
    return Said(catalogue.text(key, count=status.waiting), "caution" if late else "")


def contact(status: StatusLike, catalogue: Catalogue) -> Said:
    """Say when the centre last answered."""
    at = status.last_contact_at
    if at is None:
        return Said(catalogue.text("ui.status.never"))
    return Said(catalogue.text("ui.status.last", clock=clock_text(at)))


def needs_person(status: StatusLike, catalogue: Catalogue) -> Said:
    """Say how many records a person must look at; nothing when there are none."""
    if not status.needs_person:
        return Said("")
    return Said(catalogue.text("ui.status.needs_person", count=status.needs_person), "problem")


def warnings(status: StatusLike, catalogue: Catalogue) -> tuple[Said, str]:
    """Give the first warning in short, and all of them in full."""
    if not status.warnings:
        return Said(""), ""
    short = f"ui.status.short.{status.warnings[0]}"
    first = catalogue.text(short if catalogue.has(short) else status.warnings[0])
    return Said(first, "caution"), "\n".join(catalogue.text(key) for key in status.warnings)


def alarms(status: StatusLike, catalogue: Catalogue) -> str:
    """Give the sentences of what somebody must put right; the status line has no room for them."""
    return "\n".join(catalogue.text(key) for key in status.warnings if key not in LASTING)
