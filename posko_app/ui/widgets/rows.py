"""What every table of rows has in common, and the sentence in its place where there are none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from posko_app.ui.theme import text_scale
from posko_app.ui.widgets.panel import roled

ROW_HEIGHT = 36  # px at the usual text size


def set_up_rows(table: QTableView) -> None:
    """Let a table show whole rows: one is chosen, Tab leaves it, the columns stay as they are."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(round(ROW_HEIGHT * text_scale()))
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setHighlightSections(False)


class RowsOrSentence(QStackedWidget):
    """A table, or the sentence `empty` where it has no rows; keys may be bound to either."""

    def __init__(self, table: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty = roled("", "muted", self)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addWidget(table)
        self.addWidget(self.empty)
