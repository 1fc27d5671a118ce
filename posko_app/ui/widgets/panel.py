"""A white panel with a heading in capitals and room for a hint on its right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posko_app.ui.widgets.elided import TitleLabel

TRACKING = 106  # percent


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """Make a section head: capitals with tracking; readers still hear the plain words."""
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    font = label.font()
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, TRACKING)
    label.setFont(font)
    return label


def roled(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """Make a label with a stylesheet role such as `hint` or `muted`."""
    label = QLabel(text, parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class HeadingLine(QWidget):
    """A section head on the left and a muted hint on the right, on one line."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading(title, self)
        self.hint = TitleLabel("hint", self)
        self.hint.say(hint)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.hint)


class Panel(QFrame):
    """A titled block; put its content into `body`."""

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(8)
        self.head = HeadingLine(title, hint, self)
        self.head.setVisible(bool(title or hint))
        self.body.addWidget(self.head)

    def set_hint(self, hint: str) -> None:
        """Change the muted words on the right of the heading."""
        self.head.hint.say(hint)

    def set_tight(self, *, tight: bool) -> None:
        """Use the smaller margins of a low screen."""
        self.body.setContentsMargins(*((12, 6, 12, 6) if tight else (14, 10, 14, 12)))
        self.body.setSpacing(3 if tight else 8)
