"""The band above the form that tells a practice case; it is never seen in real work."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.widgets.panel import roled


class PracticeBand(QFrame):
    """A title and a short story; hidden while nothing is practised."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "practice")
        self.title, self.story = roled("", "strong", self), Wrapped("story", self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 6, 16, 6)
        self._lines.setSpacing(2)
        self._lines.addWidget(self.title)
        self._lines.addWidget(self.story)
        self.hide()

    def begin(self, title: str, story: str) -> None:
        """Show a case."""
        self.title.setText(title)
        self.story.setText(story)
        self.setAccessibleName(f"{title}. {story}")
        self.show()

    def end(self) -> None:
        """Take it away."""
        self.hide()

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self._lines.setContentsMargins(*((12, 3, 12, 3) if low else (16, 6, 16, 6)))
