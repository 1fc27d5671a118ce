"""The two blocks of Pusat sinkron that are read only: rounds of the past, technical detail."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from posko_app.i18n import Catalogue
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.reading import ReadingPane, Told


class HistoryPanel(Panel):
    """Rounds, newest first."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue.text("sinkron.history.title"), parent=parent)
        self.rounds = ReadingPane(catalogue.text("sinkron.history.title"), self)
        self.body.addWidget(self.rounds, 1)

    def show_rounds(self, told: Sequence[Told]) -> None:
        """Show these."""
        self.rounds.tell(told)


class TechnicalPanel(Panel):
    """Codes and counts for whoever runs the centre; Ctrl+C copies all of it."""

    closed = Signal()

    def __init__(
        self, text: Callable[[], str], *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(catalogue.text("sinkron.technical.title"), parent=parent)
        self._text = text
        self._catalogue = catalogue
        self._build()
        bind_within(self, "Esc", self.closed.emit)
        bind_within(self, "F9", self.copy)

    def start(self) -> None:
        """Show the detail as it is now."""
        self.told.setText("")
        self.text.setPlainText(self._text())
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        QGuiApplication.clipboard().setText(self._text())
        self.told.setText(self._catalogue.text("sinkron.technical.copied"))

    def _build(self) -> None:
        word = self._catalogue.text
        about = roled(word("sinkron.technical.about"), "muted", self)
        about.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setAccessibleName(word("sinkron.technical.title"))
        self.told = roled("", "muted", self)
        self.leave = KeyButton("Esc", word("sinkron.package.leave"))
        self.leave.clicked.connect(self.closed)
        self.go = KeyButton("F9", word("sinkron.technical.copy"), primary=True)
        self.go.clicked.connect(self.copy)
        line = QHBoxLayout()
        line.addWidget(self.told, 1)
        line.addWidget(self.leave)
        line.addWidget(self.go)
        self.body.addWidget(about)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(line)
