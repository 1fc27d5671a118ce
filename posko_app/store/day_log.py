"""One civil day at the post: its rows for the log, its counts, and those without a record."""

from datetime import date

from posko_app.domain.codes import Decision
from posko_app.domain.day import DayRow
from posko_app.store.connection import Connection
from posko_app.store.projection import RIVALS
from posko_app.store.queries import instant_of
from sync.protocol.canonical import Malformed
from sync.protocol.entry import open_part

ROWS = (
    "SELECT s.subject, s.occurred_at, s.name, s.nik, s.passport, s.origin, s.destination,"
    " s.carrier, s.decision, o.name, s.receipt, s.voided, s.level, s.rule, s.signs, s.priority,"
    " CASE WHEN s.corrections > 0 THEN p.stored END"
    " FROM screenings s LEFT JOIN officers o ON o.fingerprint = s.signer"
    " JOIN entries e ON e.position = s.position"
    " LEFT JOIN parts p ON p.entry = e.id AND p.name = 'facts' AND s.corrections > 0"
    " WHERE s.occurred_on = ? ORDER BY s.occurred_at, s.position"
)
# answered by the index alone
COUNT = (
    "SELECT decision, count(*) FROM screenings WHERE occurred_on = ? AND voided = 0"
    " GROUP BY decision"
)
TALLIES = (
    "SELECT reason, count(*) FROM tallies"
    " WHERE on_day = ? AND voided = 0 AND reason IS NOT NULL GROUP BY reason"
)
Text = str | None
DayTuple = tuple[
    *tuple[str, Text, Text, Text, Text, Text, Text, Text, str, Text, str, int],
    *tuple[Text, Text, Text, int | None, bytes | None],
]


def day_rows(connection: Connection, on: date) -> tuple[DayRow, ...]:
    """Give a day's screenings in order of their time, voided ones too."""
    rows: list[DayTuple] = connection.execute(ROWS, (on.isoformat(),)).fetchall()
    return tuple(map(_day_row, rows))


def count_decisions(connection: Connection, on: date) -> dict[str, int]:
    """Count a day's screenings by decision, voided ones left out, every decision named."""
    counted: dict[str, int] = dict(connection.execute(COUNT, (on.isoformat(),)).fetchall())
    return {decision.value: 0 for decision in Decision} | counted


def count_tallies(connection: Connection, on: date) -> dict[str, int]:
    """Count by reason who was let through without a record; counts taken back are left out."""
    return dict(connection.execute(TALLIES, (on.isoformat(),)).fetchall())


def _day_row(found: DayTuple) -> DayRow:
    name, nik, passport, origin, destination, carrier = map(_settled, found[2:8])
    return DayRow(
        subject=found[0],
        occurred_at=instant_of(found[1]),
        name=name,
        nik=nik,
        passport=passport,
        origin=origin,
        destination=destination,
        carrier=carrier,
        decision=found[8],
        officer=found[9] or "",
        receipt=found[10],
        voided=bool(found[11]),
        level=found[12],
        rule=found[13],
        signs=tuple((found[14] or "").split()),
        priority=bool(found[15]),
        level_first=_first_level(found[16], now=found[12]),
    )


def _first_level(facts: bytes | None, *, now: str | None) -> str | None:
    """Give the level that a corrected screening stated itself, where it is another now."""
    if facts is None:
        return None
    try:
        stated = open_part(facts).get("shown_level")
    except Malformed:  # the check of the store names the entry
        return None
    return stated if isinstance(stated, str) and stated != now else None


def _settled(text: str | None) -> str | None:
    return None if text is None or RIVALS in text else text
