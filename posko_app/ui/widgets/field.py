"""A label, its editor, and one reserved line under the editor for a hint in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from posko_app.ui.theme import restyle
from posko_app.ui.widgets.panel import roled

LABEL_WIDTH = 92
HINT_HEIGHT = 14
HINT_HEIGHT_LOW = 12


class HintLine(QLabel):
    """One line that elides instead of growing; the whole sentence is its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HINT_HEIGHT)

    def say(self, text: str, kind: str) -> None:
        """Show a sentence in the voice of `hint`, `caution` or `problem`."""
        restyle(self, role=kind)
        self.setText(text)
        self.setToolTip(text)


class FieldRow(QWidget):
    """One field of a form; `path` is the field's name in the record."""

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        path: str,
        label_width: int = LABEL_WIDTH,
        extra: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.editor = editor
        self.label = roled(label, "label", self)
        self.label.setBuddy(editor)
        self.label.setFixedWidth(label_width)
        self.hint = HintLine(self)
        editor.setAccessibleName(label)
        self.grid = QGridLayout(self)
        self._lay_out(extra)

    def show_hint(self, text: str, kind: str = "hint") -> None:
        """Say something about the field under it; `""` clears the line and nothing moves."""
        self.hint.say(text, kind)
        self.editor.setAccessibleDescription(text)
        restyle(self.editor, state="" if kind == "hint" or not text else kind)

    def set_low(self, *, low: bool) -> None:
        """Use the lower measures of a small screen."""
        self.hint.setFixedHeight(HINT_HEIGHT_LOW if low else HINT_HEIGHT)

    def set_label_width(self, width: int) -> None:
        """Make the label column as wide as its neighbours'."""
        self.label.setFixedWidth(width)

    def _lay_out(self, extra: tuple[QWidget, ...]) -> None:
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(0)
        self.grid.setVerticalSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.editor, *extra):
            line.addWidget(widget, 1)
        self.grid.addWidget(self.label, 0, 0)
        self.grid.addLayout(line, 0, 1)
        self.grid.addWidget(self.hint, 1, 1)
        self.grid.setColumnStretch(1, 1)
