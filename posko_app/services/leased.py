"""What an expired lease leaves to be seen: today, and sums of any day."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from typing import TypeVar

from posko_app.domain.records import ListQuery
from posko_app.errors import OperatorError
from posko_app.services.sync_state import LeaseState

T = TypeVar("T")


def is_shown(on: date | None, lease: LeaseState) -> bool:
    """Say whether what happened on a civil day may be shown; a day nobody knows may."""
    return on is None or lease.hidden_before is None or on >= lease.hidden_before


def shown_part(query: ListQuery, lease: LeaseState) -> ListQuery | None:
    """Narrow a list to what may be shown; None when nothing of it may."""
    if lease.hidden_before is None:
        return query
    if query.on is None:
        return replace(query, on=lease.hidden_before)
    return query if is_shown(query.on, lease) else None


def require_shown(on: date | None, lease: LeaseState) -> None:
    """Let pass what may be shown.

    Raises:
        OperatorError: `lease.expired`.
    """
    if not is_shown(on, lease):
        raise OperatorError("lease.expired")


def finished(result: T) -> "Future[T]":
    """Give a future that is done."""
    future: Future[T] = Future()
    future.set_result(result)
    return future
