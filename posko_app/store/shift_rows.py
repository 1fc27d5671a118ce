"""The tables of shifts, departures and hand-overs: what the entries of kind `shift` fold to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.departures import Departure, departure_of
from posko_app.domain.entries import join_parts
from posko_app.domain.shift import Handover, Shift, ShiftAction, ShiftStatement, fold_shift
from posko_app.store.connection import Connection
from posko_app.store.statements import COUNTED, StoredEntry, entries_about
from sync.protocol.canonical import Json, canonical_bytes, parse_object
from sync.protocol.entry import Kind

_SHIFT = (
    "subject, position, on_day, opened_at, opened_by, agencies, officers,"
    " closed_at, closed_by, counts"
)
_DEPARTURE = "position, entry, shift, on_day, answers, stated_at, signer, withdrawn"
_HANDOVER = "position, entry, shift, at, signer, to_person, cases"
PUT_SHIFT = f"INSERT INTO shifts ({_SHIFT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
PUT_DEPARTURE = f"INSERT INTO departures ({_DEPARTURE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
PUT_HANDOVER = f"INSERT INTO handovers ({_HANDOVER}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
THE_SHIFT = f"SELECT {_SHIFT} FROM shifts WHERE subject = ?"  # noqa: S608 - our columns
ITS_DEPARTURES = f"SELECT {_DEPARTURE} FROM departures WHERE shift = ? ORDER BY position"  # noqa: S608
ITS_HANDOVERS = f"SELECT {_HANDOVER} FROM handovers WHERE shift = ? ORDER BY position"  # noqa: S608
SINCE = "SELECT subject FROM shifts WHERE on_day >= ? ORDER BY position"
DEPARTURES_SINCE = (
    f"SELECT {_DEPARTURE} FROM departures"  # noqa: S608 - our columns
    " WHERE on_day >= ? AND withdrawn = 0 ORDER BY position"
)
FORGET = (
    "DELETE FROM shifts WHERE subject = ?",
    "DELETE FROM departures WHERE shift = ?",
    "DELETE FROM handovers WHERE shift = ?",
)
FIRST_ABOUT = (
    "SELECT min(position) FROM entries"  # noqa: S608 - our own fragment
    f" WHERE subject = ? AND kind <> 'screening' AND kind = 'shift'{COUNTED}"
)
SUBJECT_HEX = 32
MOST_BYTES = 65_536  # an entry holds no more

ShiftRow = tuple[
    str, int, str, str | None, str | None, str, str, str | None, str | None, str
]  # fmt: skip
DepartureRow = tuple[int, str, str, str, str, str, str, int]
HandoverRow = tuple[int, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class ShiftRows:
    """Everything the tables hold about one shift."""

    shift: ShiftRow | None = None
    departures: tuple[DepartureRow, ...] = ()
    handovers: tuple[HandoverRow, ...] = ()


def refold_shift(connection: Connection, subject: str) -> None:
    """Write what a shift's entries fold to now; nothing where they say nothing."""
    for statement in FORGET:
        connection.execute(statement, (subject,))
    fresh = folded_rows(connection, subject)
    if fresh.shift is not None:
        connection.execute(PUT_SHIFT, fresh.shift)
    connection.executemany(PUT_DEPARTURE, fresh.departures)
    connection.executemany(PUT_HANDOVER, fresh.handovers)


def folded_rows(connection: Connection, subject: str) -> ShiftRows:
    """Fold the entries about a shift into its rows (raises Malformed).

    What speaks of a device instead of a shift, as only a faulty program would, is no shift.
    """
    if len(subject) != SUBJECT_HEX:
        return ShiftRows()
    found = entries_about(connection, subject, Kind.SHIFT.value)
    said = [one for one in map(statement_of, found) if one is not None]
    shift = fold_shift(subject, said)
    if shift is None:
        return ShiftRows()
    places = {stored.id: stored.position for stored in found}
    return ShiftRows(
        _shift_row(shift, found[0].position),
        tuple(sorted(_departure_row(one, places[one.id]) for one in shift.departures)),
        tuple(sorted(_handover_row(one, subject, places[one.id]) for one in shift.handovers)),
    )


def stored_rows(connection: Connection, subject: str) -> ShiftRows:
    """Read the rows of a shift back."""
    return ShiftRows(
        connection.execute(THE_SHIFT, (subject,)).fetchone(),
        tuple(connection.execute(ITS_DEPARTURES, (subject,)).fetchall()),
        tuple(connection.execute(ITS_HANDOVERS, (subject,)).fetchall()),
    )


def check_shift(connection: Connection, stored: StoredEntry, rows: Counter[str]) -> str | None:
    """Compare a whole shift at its first entry, and count the rows that belong at each."""
    said = statement_of(stored)
    if len(stored.subject) != SUBJECT_HEX:
        return None
    rows["departures"] += said is not None and said.action is ShiftAction.DEPARTURE
    rows["handovers"] += said is not None and said.action is ShiftAction.HANDOVER
    first: tuple[int] = connection.execute(FIRST_ABOUT, (stored.subject,)).fetchone()
    if first[0] != stored.position:
        return None
    fresh = folded_rows(connection, stored.subject)
    rows["shifts"] += fresh.shift is not None
    return None if fresh == stored_rows(connection, stored.subject) else "projection_differs"


def shifts_since(connection: Connection, on: date) -> tuple[Shift, ...]:
    """Give the shifts that began on a civil day or later, as their rows have them."""
    subjects: list[tuple[str]] = connection.execute(SINCE, (on.isoformat(),)).fetchall()
    return tuple(_shift(stored_rows(connection, subject)) for (subject,) in subjects)


def departures_since(connection: Connection, on: date) -> tuple[Departure, ...]:
    """Give the departures that leave on a civil day or later and were not withdrawn."""
    found: list[DepartureRow] = connection.execute(DEPARTURES_SINCE, (on.isoformat(),)).fetchall()
    return tuple(map(_departure, found))


def statement_of(stored: StoredEntry) -> ShiftStatement | None:
    """Read what an entry says; None for an act of a newer program, and where facts are gone."""
    facts = stored.facts
    action = facts.get("action")
    if not isinstance(action, str) or action not in set(ShiftAction):
        return None
    departure = facts.get("departure")
    nested = departure if isinstance(departure, Mapping) else {}
    return ShiftStatement(
        entry=stored.id,
        action=ShiftAction(action),
        at=datetime.fromisoformat(stored.recorded_at),
        by=stored.signer,
        agencies=_codes(facts.get("agencies")),
        officers=_codes(facts.get("officers")),
        departure=departure_of(join_parts({"facts": {"departure": nested}})),
        departure_entry=_text(facts.get("withdraws")),
        to=_text(facts.get("to")),
        cases={key: value for key, value in _items(facts.get("cases")) if isinstance(value, str)},
        counts=_counts(facts.get("counts")),
    )


def _shift_row(shift: Shift, position: int) -> ShiftRow:
    return (
        shift.subject,
        position,
        shift.on.isoformat(),
        _stamp(shift.opened_at),
        shift.opened_by,
        " ".join(shift.agencies),
        " ".join(shift.officers),
        _stamp(shift.closed_at),
        shift.closed_by,
        _json(shift.counts),
    )


def _departure_row(one: Departure, position: int) -> DepartureRow:
    answers = {path: str(value) for path, value in one.answers.items()}
    told = (one.id, one.shift, one.on.isoformat(), _json(answers), one.stated_at.isoformat())
    return (position, *told, one.officer, int(one.withdrawn))


def _handover_row(one: Handover, subject: str, position: int) -> HandoverRow:
    return (position, one.id, subject, one.at.isoformat(), one.by, one.to, _json(one.cases))


def _shift(rows: ShiftRows) -> Shift:
    found = rows.shift
    if found is None:  # the subject was read from the same table in the same task
        raise LookupError("shift_row")
    return Shift(
        subject=found[0],
        on=date.fromisoformat(found[2]),
        opened_at=_instant(found[3]),
        opened_by=found[4],
        agencies=tuple(found[5].split()),
        officers=tuple(found[6].split()),
        departures=tuple(map(_departure, rows.departures)),
        handovers=tuple(map(_handover, rows.handovers)),
        closed_at=_instant(found[7]),
        closed_by=found[8],
        counts=_counts(_read(found[9])),
    )


def _departure(row: DepartureRow) -> Departure:
    answers = {path: str(value) for path, value in _read(row[4]).items()}
    on, stated_at = date.fromisoformat(row[3]), datetime.fromisoformat(row[5])
    return Departure(row[1], row[2], answers, on, stated_at, row[6], withdrawn=row[7] == 1)


def _handover(row: HandoverRow) -> Handover:
    cases = {key: str(value) for key, value in _read(row[6]).items()}
    return Handover(row[1], datetime.fromisoformat(row[3]), row[4], row[5], cases)


def _codes(value: Json) -> tuple[str, ...]:
    """Read a map of code to true; what would not keep its shape in a cell is left out."""
    return tuple(key for key, ticked in _items(value) if ticked is True and key.split() == [key])


def _items(value: Json) -> Iterable[tuple[str, Json]]:
    return sorted(value.items(), key=lambda item: item[0]) if isinstance(value, Mapping) else ()


def _counts(value: Json) -> dict[str, int]:
    return {
        key: number
        for key, number in _items(value)
        if isinstance(number, int) and not isinstance(number, bool)
    }


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _json(value: Mapping[str, str] | Mapping[str, int]) -> str:
    return canonical_bytes(dict(value)).decode()


def _read(text: str) -> dict[str, Json]:
    return parse_object(text.encode(), limit_bytes=MOST_BYTES)


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
