"""A quiet line at the foot of a page: each key and what it does."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from posko_app.ui.widgets.panel import roled


class KeyHints(QWidget):
    """Keys in bold, actions muted; it never takes the focus."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 8, 12, 8)
        self._line.setSpacing(5)
        self.hints: tuple[tuple[str, str], ...] = ()
        self.show_hints(hints)

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Replace what the line says."""
        self.hints = tuple(hints)
        while self._line.count():
            taken = self._line.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, action in self.hints:
            self._line.addWidget(roled(key, "strong", self))
            self._line.addWidget(roled(action, "muted", self))
            self._line.addSpacing(14)
        self._line.addStretch(1)
