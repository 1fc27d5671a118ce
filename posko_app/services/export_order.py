"""What an export of the log was asked to be, and whether it may be that."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from posko_app.errors import OperatorError
from posko_app.store.slot import OfficerKeys


class ExportFormat(StrEnum):
    """What the log can leave as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"

    @property
    def is_lockable(self) -> bool:
        """Say whether such a file can have a password."""
        return self is not ExportFormat.CSV


LOG_SUFFIXES = frozenset(f".{kind.value}" for kind in ExportFormat)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, by whom."""

    on: date
    format: ExportFormat
    out: Path
    identifiable: bool
    reason: str = field(repr=False)
    locked: bool
    officer: OfficerKeys


def check_order(order: Order) -> None:
    """Let names leave only locked, and with a reason.

    Raises:
        OperatorError: `export.names_need_xlsx`, `export.names_need_password`,
            `export.reason_missing`.
    """
    if not order.identifiable:
        return
    if not order.format.is_lockable:
        raise OperatorError("export.names_need_xlsx")
    if not order.locked:
        raise OperatorError("export.names_need_password")
    if not order.reason:
        raise OperatorError("export.reason_missing")
