"""What a scan means for a group: whose row it fills, and with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from posko_app.domain.names import Verdict, likeness
from posko_app.domain.scans.filling import Filling, Told, answers_of, fill, is_begun
from posko_app.domain.scans.scan import Scan, ScanKind
from posko_app.domain.screening import Answers
from posko_app.domain.ticket_name import compare
from posko_app.ui.rombongan_row import Row, RowState

PERSONS = frozenset({ScanKind.MRZ, ScanKind.NIK})


@dataclass(frozen=True, slots=True)
class Aim:
    """The row a scan belongs to, None for a new one, and what it does there."""

    place: int | None
    filling: Filling


def aim(scan: Scan, rows: Sequence[Row], *, editing: int | None, header: Answers, on: date) -> Aim:
    """Say whose row a scan belongs to.

    A passport or card goes to the row under the hands unless that is about somebody else; a
    ticket to whoever has its name, else to whoever is under the hands.
    """
    place = editing if scan.kind in PERSONS else _named(scan, rows, on)
    place = editing if place is None else place
    if place is not None:
        found = fill(scan, {**header, **rows[place].own}, on=on)
        if found.told is not Told.OTHER_PERSON and not _is_another(scan, rows[place], on):
            return Aim(place, found)
    return Aim(None, fill(scan, header, on=on))


def _is_another(scan: Scan, row: Row, on: date) -> bool:
    """Say whether a passport or card is in another name than the row: nobody's row is mixed."""
    read, typed = answers_of(scan, on=on).get("traveller.name"), row.own.get("traveller.name")
    if scan.kind not in PERSONS or not (read and typed) or is_begun(typed, read):
        return False
    return likeness(str(typed), str(read)).verdict is Verdict.DIFFERENT


def _named(scan: Scan, rows: Sequence[Row], on: date) -> int | None:
    """Find the only row without a ticket whose name is that of the ticket, the surest first."""
    name = str(answers_of(scan, on=on).get("ticket.name") or "")
    found: dict[Verdict, list[int]] = {}
    for place, row in enumerate(rows):
        own = row.own.get("traveller.name")
        if name and own and row.state is RowState.OPEN and not row.own.get("ticket.name"):
            found.setdefault(compare(name, str(own)).verdict, []).append(place)
    for verdict in (Verdict.SAME, Verdict.NEAR):
        if verdict in found:
            return found[verdict][0] if len(found[verdict]) == 1 else None
    return None
