"""The log of one day as a table: what stands in it, what is left out, and sums that add up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.civil import WITA, date_text
from posko_app.domain.codes import Decision
from posko_app.domain.day import DayRow, day_totals
from posko_app.domain.masking import initials, mask_nik_ascii
from posko_app.export.sheet import Pair, Sheet
from posko_app.i18n import Catalogue

COLUMNS = (
    "number",
    "time",
    "initials",
    "masked_nik",
    "origin",
    "destination",
    "carrier",
    "decision",
    "officer",
    "receipt",
)
NAMED_COLUMNS = ("name", "nik")  # after the number and the time, only with names
VOIDED = "dibatalkan"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who lets the log leave, where, when and why; `reason` is empty without names."""

    on: date
    post: str  # as people call it
    is_training: bool
    officer: str
    made_at: datetime  # aware
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a table speaks: the sentences, and how a decision's code is shown."""

    catalogue: Catalogue
    decision: Callable[[str], str] = str

    def text(self, key: str) -> str:
        """Give one of the export's own words."""
        return self.catalogue.text(f"export.{key}")


def day_sheet(rows: Sequence[DayRow], stamp: Stamp, *, wording: Wording, named: bool) -> Sheet:
    """Build the table of a day's log.

    Args:
        rows: all screenings of the day in order of time, voided ones too.
        stamp: goes into the head.
        wording: the language.
        named: adds names and full NIKs; otherwise initials and a masked NIK only.
    """
    columns = (*COLUMNS[:2], *NAMED_COLUMNS, *COLUMNS[2:]) if named else COLUMNS
    cells = (_cells(row, number, wording) for number, row in enumerate(rows, 1))
    return Sheet(
        title=f"{wording.text('title')} {date_text(stamp.on)}",
        watermark=wording.text("training") if stamp.is_training else "",
        head=tuple(_head(stamp, wording, count=len(rows), named=named)),
        columns=tuple(wording.text(f"column.{name}") for name in columns),
        rows=tuple(tuple(found[name] for name in columns) for found in cells),
        totals=tuple(_totals(rows, wording)),
    )


def _head(stamp: Stamp, wording: Wording, *, count: int, named: bool) -> Iterator[Pair]:
    made_at = stamp.made_at.astimezone(WITA)
    yield wording.text("head.post"), stamp.post
    yield wording.text("head.date"), date_text(stamp.on)
    yield wording.text("head.kind"), wording.text("training" if stamp.is_training else "live")
    yield wording.text("head.officer"), stamp.officer
    yield wording.text("head.made_at"), f"{date_text(made_at.date())} {made_at:%H:%M} WITA"
    yield wording.text("head.left_out"), wording.text("left_out_named" if named else "left_out")
    if named:
        yield wording.text("head.reason"), stamp.reason
    yield wording.text("head.rows"), str(count)


def _cells(row: DayRow, number: int, wording: Wording) -> Mapping[str, str]:
    occurred_at = row.occurred_at
    decision = row.decision or Decision.BELUM_DIPUTUSKAN.value
    return {
        "number": str(number),
        "time": "" if occurred_at is None else f"{occurred_at.astimezone(WITA):%H:%M}",
        "name": row.name or "",
        "nik": row.nik or "",
        "initials": initials(row.name or ""),
        "masked_nik": mask_nik_ascii(row.nik or ""),
        "origin": row.origin or "",
        "destination": row.destination or "",
        "carrier": row.carrier or "",
        "decision": wording.decision(VOIDED if row.voided else decision),
        "officer": row.officer,
        "receipt": row.receipt,
    }


def _totals(rows: Sequence[DayRow], wording: Wording) -> Iterator[Pair]:
    totals = day_totals(rows)
    yield wording.text("total.screened"), str(totals.screened)
    for code, number in totals.by_decision.items():
        yield wording.decision(code), str(number)
    yield wording.decision(VOIDED), str(totals.voided)
    yield wording.text("total.rows"), str(len(rows))
