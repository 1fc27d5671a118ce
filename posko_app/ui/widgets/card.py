"""A panel in the middle of an empty page, for the screens where nothing else may be seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

CARD_WIDTH = 860


class CardPage(QWidget):
    """Ground colour all over, one panel in the middle; put content into `card`'s layout."""

    def __init__(self, width: int = CARD_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = QFrame(self)
        self.card.setProperty("role", "panel")
        self.card.setMaximumWidth(width)
        self.card.setMinimumWidth(min(width, 480))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.card, 100)
        across.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 12)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(1)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
