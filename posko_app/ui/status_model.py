"""The words of the status line: what waits, when the centre was last reached, what is not right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from posko_app.i18n import Catalogue
from posko_app.services.sync_state import Phase, SyncState
from posko_app.ui.sinkron_model import clock_span, is_clock_off, is_overdue, moment

STOPPED = frozenset({Phase.NOT_OURS, Phase.REFUSED, Phase.FAILED})
# nobody at the desk can change these today; all others are said in full
LASTING = frozenset({"status.no_escrow", "store.head_missing", "store.head_unreadable"})


class StatusLike(Protocol):
    """The figures, as the status service gives them."""

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


def needs_person(count: int, catalogue: Catalogue) -> Said:
    """Say how many records a person must look at; nothing when there are none."""
    if not count:
        return Said("")
    return Said(catalogue.text("ui.status.needs_person", count=count), "problem")


def alarm_count(state: SyncState, catalogue: Catalogue) -> Said:
    """Say how many alarms of the centre stand; nothing when none does."""
    if not state.alarms:
        return Said("")
    return Said(catalogue.text("sinkron.line.alarm", number=len(state.alarms)), "problem")


def sync_words(state: SyncState, catalogue: Catalogue, *, now: datetime) -> Said:
    """Say how the centre is reached, what waits, and when it last gave proof."""
    word, overdue = catalogue.text, is_overdue(state, now)
    parts = [_line(state, catalogue)]
    if overdue:
        parts = [word("sinkron.line.overdue", number=state.waiting)]
    elif state.waiting and not state.is_running:
        parts.append(word("sinkron.line.waiting", number=state.waiting))
    elif not state.is_running and state.last_contact_at is not None:
        parts.append(word("sinkron.line.none_waiting"))
    if state.last_contact_at is not None:
        parts.append(word("sinkron.line.last", at=moment(state.last_contact_at, now)))
    clock_off = is_clock_off(state)
    if clock_off:
        parts.append(word("sinkron.line.clock_off", span=clock_span(state, catalogue)))
    stopped = state.enrolled and state.phase in STOPPED
    return Said(" · ".join(parts), "caution" if overdue or stopped or clock_off else "")


def _line(state: SyncState, catalogue: Catalogue) -> str:
    word, progress = catalogue.text, state.progress
    if not state.enrolled:
        return word("sinkron.line.not_enrolled")
    if state.is_running and progress is not None and progress.of:
        if state.offline_since is not None:  # told only once the centre has proved itself
            return word("sinkron.line.back", number=progress.of)
        return word("sinkron.line.running_of", sent=progress.sent, of=progress.of)
    if state.is_running:
        return word("sinkron.line.running")
    if state.phase in STOPPED:
        return word("sinkron.line.trouble")
    never = state.last_contact_at is None
    is_offline = state.phase is Phase.NO_LINE or never
    return word("sinkron.line.offline" if is_offline else "sinkron.line.connected")


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
