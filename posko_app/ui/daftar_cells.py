"""Turns one row of the list into the words its cells show; pure, no widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from posko_app.domain.civil import civil_date, civil_time
from posko_app.domain.detection.assessment import Level
from posko_app.domain.masking import mask_nik
from posko_app.domain.records import ScreeningRow, Sending
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_held import Kept
from posko_app.ui.sif_words import minutes_words

UNKNOWN = "–"


class Column(IntEnum):
    """The columns of the list, from left to right."""

    TIME = 0
    NAME = 1
    NUMBER = 2
    ORIGIN = 3
    DESTINATION = 4
    LEVEL = 5
    DECISION = 6
    SENDING = 7


class Tone(IntEnum):
    """How loudly a piece of text speaks; the theme gives each tone its colour."""

    PLAIN = 0
    MUTED = 1
    STRONG = 2
    ACCENT = 3
    WARNING = 4
    ALARM = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's main text and a quieter remark behind it."""

    text: str
    tone: Tone = Tone.PLAIN
    remark: str = ""

    @property
    def spoken(self) -> str:
        """The whole cell in one line, for screen readers and tests."""
        return f"{self.text} · {self.remark}" if self.remark else self.text


LEVEL_TONES = {
    Level.HIJAU.value: Tone.ACCENT,
    Level.KUNING.value: Tone.WARNING,
    Level.MERAH.value: Tone.ALARM,
}


def cell_of(row: ScreeningRow, column: Column, *, catalogue: Catalogue, today: date) -> Cell:
    """Give what one cell of the list says about a screening."""
    if column is Column.TIME:
        return _time(row, today=today)
    return _READERS[column](row, catalogue)


def _time(row: ScreeningRow, *, today: date) -> Cell:
    on = civil_date(row.occurred_at) if row.occurred_at else row.occurred_on
    at = f"{civil_time(row.occurred_at):%H.%M}" if row.occurred_at else ""
    if on is None or on == today:
        return Cell(at or UNKNOWN, Tone.PLAIN if at else Tone.MUTED)
    return Cell(f"{on:%d-%m}", Tone.MUTED, at)


def _name(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    remarks = []
    if row.voided:
        remarks.append(catalogue.text("pages.list.voided"))
    elif row.conflict:
        remarks.append(catalogue.text("pages.list.conflict"))
    if row.corrections and not row.voided:
        remarks.append(catalogue.text("pages.list.corrected", times=row.corrections))
    if not row.complete and not row.voided:
        remarks.append(catalogue.text("pages.list.incomplete"))
    tone = Tone.MUTED if row.voided or not row.name else Tone.PLAIN
    return Cell(row.name or catalogue.text("pages.list.no_name"), tone, " · ".join(remarks))


def _number(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    if row.nik:
        return Cell(mask_nik(row.nik), Tone.MUTED)
    if row.passport:
        return Cell(_mask_passport(row.passport), Tone.MUTED)
    return Cell(catalogue.text("pages.list.no_number"), Tone.MUTED)


def _mask_passport(number: str) -> str:
    return number[:1] + "•" * max(0, len(number) - 4) + number[-3:] if len(number) > 4 else "••••"


def _origin(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    del catalogue
    return Cell(row.origin) if row.origin else Cell(UNKNOWN, Tone.MUTED)


def _destination(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    place = place_words(row.destination, catalogue)
    if not place and not row.carrier:
        return Cell(UNKNOWN, Tone.MUTED)
    return Cell(place or UNKNOWN, remark=row.carrier or "")


def place_words(place: str | None, catalogue: Catalogue) -> str | None:
    """Say a country by its name; any other place is what was written."""
    key = f"code.country.{place}"
    return catalogue.text(key) if place and catalogue.has(key) else place


def _level(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    if not row.level:
        return Cell(UNKNOWN, Tone.MUTED)
    return level_cell(row.level, catalogue, mark="*" if row.priority else "")


def level_cell(level: str, catalogue: Catalogue, *, mark: str = "") -> Cell:
    """Say a level by shape, word and colour; one of a newer version is shown as its code."""
    key = f"code.level.{level}"
    words = catalogue.text(key) if catalogue.has(key) else level
    return Cell(words + mark, LEVEL_TONES.get(level, Tone.STRONG))


def _decision(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    word = catalogue.text(f"code.decision.{row.decision}")
    return Cell(word, _DECISION_TONES.get(row.decision, Tone.PLAIN))


def kept_cell(cell: Cell, kept: Kept, catalogue: Catalogue) -> Cell:
    """Say behind the decision how long its person has been kept; past the limit in amber."""
    words = minutes_words(kept.minutes, catalogue)
    mark = f"▲ {words}" if kept.late else words
    return Cell(cell.text, Tone.WARNING if kept.late else cell.tone, mark)


def _sending(row: ScreeningRow, catalogue: Catalogue) -> Cell:
    mark, tone = _SENDING[row.sending]
    if not row.here and row.sending is Sending.SENT:  # it came from the centre, so it is there
        return Cell(f"{mark} {catalogue.text('sinkron.detail.other_laptop')}", Tone.MUTED)
    return Cell(f"{mark} {catalogue.text(f'pages.list.sending.{row.sending}')}", tone)


def decision_state(code: str) -> str:
    """Which of the theme's colours a decision takes: hijau, kuning, merah or plain."""
    return _DECISION_STATES.get(code, "plain")


_DECISION_STATES = {
    "boleh": "hijau",
    "tunda": "kuning",
    "rujuk": "merah",
    "serah_terima": "merah",
    "belum_diputuskan": "kuning",
}
_DECISION_TONES = {
    "belum_diputuskan": Tone.MUTED,
    "tunda": Tone.STRONG,
    "rujuk": Tone.STRONG,
    "serah_terima": Tone.STRONG,
}
_SENDING = {
    Sending.SAVED: ("◌", Tone.MUTED),
    Sending.SENT: ("✓", Tone.ACCENT),
    Sending.NEEDS_PERSON: ("!", Tone.ALARM),
}
_READERS: dict[Column, Callable[[ScreeningRow, Catalogue], Cell]] = {
    Column.NAME: _name,
    Column.NUMBER: _number,
    Column.ORIGIN: _origin,
    Column.DESTINATION: _destination,
    Column.LEVEL: _level,
    Column.DECISION: _decision,
    Column.SENDING: _sending,
}
