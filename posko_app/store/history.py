"""One screening told from its entries: who stated what, when, where it is, what it folds to."""

from dataclasses import dataclass
from datetime import datetime

from posko_app.domain.records import HistoryStatement, ScreeningHistory, Sending
from posko_app.errors import Defect, OperatorError
from posko_app.store.connection import Connection
from posko_app.store.officer_rows import names_by_fingerprint
from posko_app.store.projection import fold_stated, told_by
from posko_app.store.queries import instant_of, one_screening
from posko_app.store.statements import Stated, position_of_screening, stated_about

# its laptop, whether that is this one, how it stands in the queue, and its place in the log
WHEREABOUTS = (
    "SELECT e.device, e.device = (SELECT device FROM entries ORDER BY position LIMIT 1), b.state,"
    " p.position, p.known_at FROM entries e LEFT JOIN outbox b ON b.position = e.position"
    " LEFT JOIN feeds f ON f.feed = (SELECT post FROM device)"
    " LEFT JOIN feed_positions p ON p.entry = e.position AND p.feed = f.feed"
    " AND p.generation = f.generation WHERE e.position = ?"
)
STOPPED = "needs_person"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Which laptop stated an entry, and how far it got."""

    device: str
    here: bool
    sending: Sending
    log_position: int | None
    known_at: datetime | None


def history(connection: Connection, subject: str) -> ScreeningHistory:
    """Give everything stated about one screening, in journal order.

    Raises:
        OperatorError: `store.no_such_screening`.
    """
    position = position_of_screening(connection, subject)
    if position is None:
        raise OperatorError("store.no_such_screening")
    row = one_screening(connection, subject)
    if row is None:
        raise Defect("store.row_missing")
    stated = stated_about(connection, position)
    names = names_by_fingerprint(connection)
    folded = fold_stated(stated)
    return ScreeningHistory(
        row=row,
        statements=tuple(
            _statement(s, names.get(s.signer), _whereabouts(connection, s.position)) for s in stated
        ),
        values=folded.values,
        conflicts=folded.conflicts,
        frontier=folded.frontier,
    )


def _whereabouts(connection: Connection, position: int) -> Whereabouts:
    device, here, state, log_position, known_at = connection.execute(
        WHEREABOUTS, (position,)
    ).fetchone()
    if state is None:
        sending = Sending.SENT
    else:
        sending = Sending.NEEDS_PERSON if state == STOPPED else Sending.SAVED
    return Whereabouts(device, here == 1, sending, log_position, instant_of(known_at))


def _statement(stated: Stated, officer: str | None, where: Whereabouts) -> HistoryStatement:
    return HistoryStatement(
        entry_id=stated.entry_id,
        kind=stated.kind,
        receipt=stated.receipt,
        recorded_at=datetime.fromisoformat(stated.recorded_at),
        officer=officer,
        based_on=stated.based_on,
        sets=told_by(stated),
        erased=stated.erased,
        device=where.device,
        here=where.here,
        sending=where.sending,
        known_at=where.known_at,
        log_position=where.log_position,
    )
