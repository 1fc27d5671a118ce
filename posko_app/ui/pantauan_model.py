"""The watch list in words: its rows, one entry in full, and which act needs which answer."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from posko_app.domain.civil import date_text
from posko_app.domain.masking import mask_contact
from posko_app.domain.watch import WatchAction, WatchEntry, WatchState
from posko_app.i18n import Catalogue
from posko_app.services.watch_history import WatchStep
from posko_app.ui.daftar_cells import UNKNOWN, Cell, Tone
from posko_app.ui.daftar_dates import stamp
from posko_app.ui.widgets.reading import Told

TONES = {
    WatchState.BERLAKU: Tone.STRONG,
    WatchState.DIPERSELISIHKAN: Tone.WARNING,
    WatchState.KEDALUWARSA: Tone.MUTED,
    WatchState.BERAKHIR: Tone.MUTED,
}
COLUMNS = (("contact", 17), ("ground", 17), ("owner", 18), ("case", 17), ("until", 13))
NARROW = {1: 560, 2: 680, 3: 780}  # px below which ground, owner and case give way


class Act(StrEnum):
    """What the keys offer for the chosen entry."""

    CONTEST = "contest"
    SETTLE = "settle"
    RENEW = "renew"
    END = "end"


def acts_for(entry: WatchEntry) -> tuple[Act, ...]:
    """Name what can be done about an entry as it stands; nothing about one that has ended."""
    if entry.ended:
        return ()
    contest = Act.SETTLE if entry.contested else Act.CONTEST
    return (contest, Act.RENEW, Act.END)


def watch_columns(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Name the columns, each with its share of the width."""
    named = tuple((catalogue.text(f"watchlist.column.{name}"), share) for name, share in COLUMNS)
    return (*named, (catalogue.text("watchlist.column.state"), 17))


def watch_cells(entry: WatchEntry, catalogue: Catalogue, today: date) -> tuple[Cell, ...]:
    """Give the cells of one entry; the contact is masked here, always."""
    state = entry.state(today)
    quiet = Tone.PLAIN if entry.matches(today) else Tone.MUTED
    erased = catalogue.text("watchlist.erased")
    return (
        Cell(mask_contact(entry.contact), quiet) if entry.contact else Cell(erased, Tone.MUTED),
        Cell(_ground(entry, catalogue), quiet),
        Cell(entry.owner or UNKNOWN, quiet),
        Cell(entry.case_ref, quiet) if entry.case_ref else Cell(erased, Tone.MUTED),
        Cell(date_text(entry.expires_on), quiet),
        Cell(catalogue.text(f"watch_state.{state}"), TONES[state]),
    )


def counted(entries: Sequence[WatchEntry], catalogue: Catalogue, today: date) -> str:
    """Say how many entries are in force, and how many of them are contested."""
    states = [entry.state(today) for entry in entries]
    return catalogue.text(
        "watchlist.counted",
        matching=sum(entry.matches(today) for entry in entries),
        contested=states.count(WatchState.DIPERSELISIHKAN),
    )


def contest_reason(steps: Sequence[WatchStep]) -> str:
    """Give the reason of the contest made last; empty when there is none to read."""
    reasons = [step.reason or "" for step in steps if step.action is WatchAction.CONTEST]
    return reasons[-1] if reasons else ""


def entry_told(
    entry: WatchEntry,
    steps: Sequence[WatchStep],
    *,
    is_open: bool,
    catalogue: Catalogue,
    today: date,
) -> tuple[Told, ...]:
    """Say one entry in full; without being opened its contact stays masked."""
    word = catalogue.text
    contact = entry.contact or word("watchlist.erased")
    shown = contact if is_open or not entry.contact else mask_contact(contact)
    state = entry.state(today)
    lines = [
        Told(shown, "", "departure"),
        Told("", word(f"watchlist.state_means.{state}"), _voice(state)),
    ]
    if not is_open:
        lines.append(Told("", word("watchlist.enter_opens"), "hint"))
    facts = [
        ("name", entry.name or ""),
        ("ground", _ground(entry, catalogue)),
        ("owner", entry.owner),
        ("case", entry.case_ref or word("watchlist.erased")),
        ("until", date_text(entry.expires_on)),
        ("added", _added(entry, catalogue)),
    ]
    lines += [Told(f"{word(f'watchlist.field.{name}')}:", text) for name, text in facts if text]
    lines.append(Told(word("watchlist.history"), "", "strong"))
    lines += [_step_told(step, catalogue) for step in steps]
    return tuple(lines)


def _step_told(step: WatchStep, catalogue: Catalogue) -> Told:
    key = step.action.value
    if step.action is WatchAction.SETTLE:
        key = "kept" if step.keeps else "not_kept"
    done = catalogue.text(
        f"watchlist.step.{key}",
        officer=step.officer or catalogue.text("pages.detail.unknown_officer"),
        until=date_text(step.expires_on) if step.expires_on else UNKNOWN,
    )
    reason = step.reason or catalogue.text("watchlist.erased")
    return Told(f"{stamp(step.at)}", f"{done} {catalogue.text('watchlist.why', reason=reason)}")


def _ground(entry: WatchEntry, catalogue: Catalogue) -> str:
    key = f"watch_ground.{entry.ground}"
    return catalogue.text(key) if catalogue.has(key) else entry.ground


def _added(entry: WatchEntry, catalogue: Catalogue) -> str:
    officer = entry.officer or catalogue.text("pages.detail.unknown_officer")
    return f"{date_text(entry.added_on)}, {officer}"


def _voice(state: WatchState) -> str:
    return "caution" if state is WatchState.DIPERSELISIHKAN else "muted"
