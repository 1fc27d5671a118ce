"""The log of one day as a table: what stands in it, what is left out, and sums that add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.civil import WITA, date_text
from posko_app.domain.codes import Decision
from posko_app.domain.day import DayRow
from posko_app.domain.masking import initials, mask_nik_ascii
from posko_app.domain.tally import TallyTotals
from posko_app.export.log_figures import attention, blocks, legend, totals
from posko_app.export.log_words import VOIDED, Wording
from posko_app.export.sheet import Pair, Sheet

COLUMNS = (
    "number",
    "time",
    "initials",
    "masked_nik",
    "origin",
    "destination",
    "carrier",
    "decision",
    "level",
    "rule",
    "signs",
    "officer",
    "receipt",
)
NAMED_COLUMNS = ("name", "nik")  # after the number and the time, only with names


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who lets the log leave, where, when and why; `reason` is empty without names."""

    on: date
    post: str  # as people call it
    is_training: bool
    officer: str
    made_at: datetime  # aware
    reason: str = ""

    @property
    def made_at_text(self) -> str:
        """When it was made, in the time of the posko."""
        at = self.made_at.astimezone(WITA)
        return f"{date_text(at.date())} {at:%H:%M} WITA"


@dataclass(frozen=True, slots=True)
class Day:
    """What the log is about: all screenings in order of time, voided ones too, and the counts."""

    rows: Sequence[DayRow]
    tally: TallyTotals


def day_sheet(day: Day, stamp: Stamp, *, wording: Wording, named: bool) -> Sheet:
    """Build the table of a day's log.

    Args:
        day: what happened.
        stamp: goes into the head.
        wording: the language, and whether codes stay codes.
        named: adds names and full NIKs; otherwise initials and a masked NIK only.
    """
    columns = (*COLUMNS[:2], *NAMED_COLUMNS, *COLUMNS[2:]) if named else COLUMNS
    cells = (_cells(row, number, wording) for number, row in enumerate(day.rows, 1))
    return Sheet(
        title=f"{wording.text('title')} {date_text(stamp.on)}",
        watermark=wording.text("training") if stamp.is_training else "",
        head=tuple(_head(stamp, wording, count=len(day.rows), named=named)),
        columns=tuple(wording.text(f"column.{name}") for name in columns),
        rows=tuple(tuple(found[name] for name in columns) for found in cells),
        totals=totals(day.rows, wording),
        attention=attention(day.rows, wording),
        blocks=blocks(day.rows, day.tally, wording),
        legend=legend(day.rows, wording),
        footer=f"{stamp.post} · {stamp.officer} · {stamp.made_at_text}",
    )


def _head(stamp: Stamp, wording: Wording, *, count: int, named: bool) -> Iterator[Pair]:
    yield wording.text("head.post"), stamp.post
    yield wording.text("head.date"), date_text(stamp.on)
    yield wording.text("head.kind"), wording.text("training" if stamp.is_training else "live")
    yield wording.text("head.officer"), stamp.officer
    yield wording.text("head.made_at"), stamp.made_at_text
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
        "level": wording.level(row.level, priority=row.priority),
        "rule": row.rule or "",
        "signs": wording.signs_of(row.signs),
        "officer": row.officer,
        "receipt": row.receipt,
    }
