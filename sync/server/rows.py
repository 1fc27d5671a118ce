"""Writing many rows, and doing so in one transaction that both databases bring to its end."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, connection, models, transaction

from sync.server.centre import Centre

TRIES = 12
FIRST_PAUSE_S = 0.004  # at most; doubles at each try, so that writers who met part again
ROWS_AT_ONCE = 200
# PostgreSQL: serialisation failure, deadlock, a row that another transaction made first
TRY_AGAIN = frozenset({"40001", "40P01", "23505"})
T = TypeVar("T")
Row = Sequence[Any]  # one value for each column, as the database takes it


def in_transaction(centre: Centre, work: Callable[[], T]) -> T:
    """Do the work in one transaction; where the database asks for it, from the start once more.

    The work must read whatever it decides by, and change nothing but the database.

    Raises:
        OperationalError: the database is locked or gone.
    """
    if connection.in_atomic_block:  # whoever began it holds the database, or begins again
        with transaction.atomic():
            return work()
    if connection.vendor == "sqlite":
        with centre.writing, transaction.atomic():
            return work()
    for tried in range(TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except (OperationalError, IntegrityError) as error:
            if getattr(error.__cause__, "sqlstate", None) not in TRY_AGAIN:
                raise
        time.sleep(random.uniform(0, FIRST_PAUSE_S * 2**tried))  # noqa: S311 - no secret
    with transaction.atomic():
        return work()


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows in the order of the columns; several times the speed of model objects."""
    _insert(model, columns, rows, "")


def insert_missing(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows that are not there yet; the others stay as they are."""
    _insert(model, columns, rows, " ON CONFLICT DO NOTHING")


def stored_moment(at: datetime) -> object:
    """Give a moment as this database's columns hold it."""
    return connection.ops.adapt_datetimefield_value(at)


def _insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Row],
    otherwise: str,
) -> None:
    if not rows:
        return
    one = f"({', '.join(['%s'] * len(columns))})"
    table = model._meta.db_table  # noqa: SLF001  Django's public way to a model's table
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a call in the same process: row by row is fastest
            cursor.executemany(into + one + otherwise, rows)
            return
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            values = [value for row in some for value in row]
            cursor.execute(into + ", ".join([one] * len(some)) + otherwise, values)
