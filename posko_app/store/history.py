"""One screening told from its entries: who stated what, when, and what it folds to."""

from datetime import datetime

from posko_app.domain.records import HistoryStatement, ScreeningHistory
from posko_app.errors import Defect, OperatorError
from posko_app.store.connection import Connection
from posko_app.store.officer_rows import names_by_fingerprint
from posko_app.store.projection import fold_stated, told_by
from posko_app.store.queries import one_screening
from posko_app.store.statements import Stated, position_of_screening, stated_about


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
        statements=tuple(_statement(s, names.get(s.signer)) for s in stated),
        values=folded.values,
        conflicts=folded.conflicts,
        frontier=folded.frontier,
    )


def _statement(stated: Stated, officer: str | None) -> HistoryStatement:
    return HistoryStatement(
        entry_id=stated.entry_id,
        kind=stated.kind,
        receipt=stated.receipt,
        recorded_at=datetime.fromisoformat(stated.recorded_at),
        officer=officer,
        based_on=stated.based_on,
        sets=told_by(stated),
        erased=stated.erased,
    )
