"""The result of a case: the expected reading beside one's own, then sign by sign."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.practice import PracticeResult
from posko_app.i18n import Catalogue
from posko_app.ui.latihan_model import Reading, ResultWords
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.level import SHAPES, LevelPill
from posko_app.ui.widgets.panel import Panel, heading, roled
from posko_app.ui.widgets.reading import ReadingPane


class ReadingHead(QWidget):
    """One reading: whose it is, its level, its decision."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill = LevelPill(self)
        self.decision = ElidedLabel("muted", self)
        level = QHBoxLayout()
        level.addWidget(self.pill)
        level.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading(title, self))
        column.addLayout(level)
        column.addWidget(self.decision)

    def show_reading(self, reading: Reading) -> None:
        """Show a level with its sentence, and what was or would be decided."""
        self.pill.show_level(reading.level, reading.sentence)
        self.pill.setAccessibleName(f"{SHAPES[reading.level]} {reading.sentence}")
        self.decision.say(reading.decision)


class ResultPanel(Panel):
    """Arrows read, Enter goes on to the next case, Esc back to the list."""

    closed = Signal()
    next_asked = Signal()

    def __init__(
        self,
        active: Callable[[], Ruleset],
        *,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._active = active
        self._catalogue = catalogue
        self._build()
        bind_within(self, "Esc", self.closed.emit)
        for keys in ("Return", "Enter"):
            bind_within(self, keys, self.next_asked.emit)

    def show_result(self, result: PracticeResult) -> None:
        """Show a result from the top."""
        words = ResultWords(result, self._active(), self._catalogue)
        self.title.setText(self._catalogue.text("practice.result.title", title=result.case.title))
        self.expected.show_reading(words.expected())
        self.own.show_reading(words.own())
        self.reading.tell(words.told())
        self.reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        word = self._catalogue.text
        self.title = roled("", "departure", self)
        self.expected = ReadingHead(word("practice.result.expected"), self)
        self.own = ReadingHead(word("practice.result.own"), self)
        self.reading = ReadingPane(word("practice.result.expected"), self)
        beside = QHBoxLayout()
        beside.setSpacing(20)
        beside.addWidget(self.expected, 1)
        beside.addWidget(self.own, 1)
        self.body.addWidget(self.title)
        self.body.addLayout(beside)
        self.body.addWidget(Rule(self))
        self.body.addWidget(self.reading, 1)
        self.body.addWidget(Rule(self))
        keys = (("↑ ↓", "read"), ("Enter", "next"), ("Esc", "list"))
        self.body.addWidget(KeyHints([(key, word(f"practice.keys.{act}")) for key, act in keys]))
