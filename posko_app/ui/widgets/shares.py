"""Shares a table's width among its columns, none narrower than the words of its head."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtWidgets import QTableView

Column = TypeVar("Column", bound=int)


def share_out(table: QTableView, shares: Mapping[Column, int]) -> None:
    """Give every column in sight its share of the width, as long as each head can be read."""
    head = table.horizontalHeader()
    seen = {int(c): share for c, share in shares.items() if not table.isColumnHidden(c)}
    least = {column: head.sectionSizeHint(column) for column in seen}
    for column, width in shared(table.viewport().width(), seen, least).items():
        head.resizeSection(column, width)


def shared(room: int, shares: Mapping[int, int], least: Mapping[int, int]) -> dict[int, int]:
    """Divide a width by shares; whoever gets less than its least takes that from the others."""
    widths: dict[int, int] = {}
    while len(widths) < len(shares):
        open_ = {column: share for column, share in shares.items() if column not in widths}
        left, whole = max(0, room - sum(widths.values())), sum(open_.values())
        short = {c for c, share in open_.items() if left * share // whole < least.get(c, 0)}
        if not short:
            return widths | {column: left * share // whole for column, share in open_.items()}
        widths |= {column: least[column] for column in short}
    return widths
