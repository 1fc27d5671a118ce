"""Words to be read: short heads with what belongs to them, scrolled by keys, nothing to edit."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from posko_app.ui.widgets.scroller import Scroller

KEYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}
STEP_PX = 36


@dataclass(frozen=True, slots=True)
class Told:
    """One paragraph: a head in bold, its words behind it, and how they sound.

    Voices are the stylesheet's roles of labels: `detail`, `strong`, `hint`, `caution` …
    """

    head: str
    words: str = ""
    voice: str = "detail"

    @property
    def plain(self) -> str:
        """The paragraph as a screen reader says it."""
        return " ".join(text for text in (self.head, self.words) if text)


class Paragraph(QLabel):
    """As many lines as the words need at the width there is."""

    def __init__(self, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", told.voice)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = f"<b>{_escaped(told.head)}</b>" if told.head else ""
        self.setText(" ".join(part for part in (head, _escaped(told.words)) if part))

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the height follows it."""
        return QSize(0, super().minimumSizeHint().height())


class ReadingPane(QFrame):
    """Arrows and page keys scroll while it has the focus."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.told: tuple[Told, ...] = ()
        self._inside = QWidget(self)
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(4, 2, 6, 2)
        self._lines.setSpacing(6)
        self._lines.addStretch(1)
        self.scroller = Scroller(self._inside, self)
        around = QVBoxLayout(self)
        around.setContentsMargins(2, 2, 2, 2)
        around.addWidget(self.scroller)

    def tell(self, paragraphs: Sequence[Told]) -> None:
        """Show these from the top; nothing moves when they are the same as before."""
        if tuple(paragraphs) == self.told:
            return
        self.told = tuple(paragraphs)
        while self._lines.count() > 1:
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, paragraph in enumerate(self.told):
            self._lines.insertWidget(place, Paragraph(paragraph, self._inside))
        self.scroller.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(self.text())

    def text(self) -> str:
        """Give everything that stands here, a line each."""
        return "\n".join(paragraph.plain for paragraph in self.told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; pass every other key on."""
        steps = KEYS.get(Qt.Key(event.key()))
        if steps is None:
            event.ignore()
            return
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.value() + steps * STEP_PX)


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace("\n", "<br>")
