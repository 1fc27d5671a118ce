"""The bottom row, always in the same place: level, what just happened, the decision."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.codes import Decision
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.level import LevelPill

EDGE_PX = 6
KEYS: dict[str, Decision] = {
    "B": Decision.BOLEH,
    "T": Decision.TUNDA,
    "R": Decision.RUJUK,
    "S": Decision.SERAH_TERIMA,
}


class DecisionKeys(QWidget):
    """B T R S as one stop of the Tab key; plain letters choose here."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pad")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Keputusan"))
        names = (self.tr("Boleh"), self.tr("Tunda"), self.tr("Rujuk"), self.tr("Serah terima"))
        self.buttons: dict[Decision, KeyButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(6)
        for (key, decision), name in zip(KEYS.items(), names, strict=True):
            button = KeyButton(key, name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda decision=decision: self.chosen.emit(decision.value))
            self.buttons[decision] = button
            line.addWidget(button)

    def show_choice(self, decision: str | None) -> None:
        """Show which one is in force."""
        for code, button in self.buttons.items():
            button.set_chosen(chosen=code.value == decision)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer B T R S; pass the rest on."""
        decision = KEYS.get(event.text().upper()) if not _modified(event) else None
        if decision is None:
            event.ignore()
        else:
            self.chosen.emit(decision.value)


class DecisionBar(QFrame):
    """Level sentence, two lines of notice with one remedy, the four decisions, and F9.

    Signals:
        level_shown: the level that stands here now, None for none yet.
    """

    level_shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "decision")
        self._on_action: Callable[[], object] | None = None
        self.edge = QFrame(self)
        self.edge.setProperty("role", "edge")
        self.level = LevelPill()
        self.show_level(None, self.tr("Belum dinilai"))
        self.notice, self.detail = ElidedLabel("strong"), ElidedLabel("muted")
        self.remedy = QPushButton()
        self.remedy.setProperty("role", "link")
        self.remedy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remedy.clicked.connect(self._act)
        self.keys = DecisionKeys()
        self.save = KeyButton("F9", self.tr("Simpan & lanjut"), primary=True)
        self._resting = ("", "")
        self._lay_out()
        self.rest()

    def show_level(self, level: str | None, sentence: str) -> None:
        """Show a level with its word and sentence; said aloud when it changes."""
        before = self.level.text()
        self.level.show_level(level, sentence)
        self.level_shown.emit(level)
        if self.level.text() != before:
            self.level.setAccessibleName(sentence)
            event = QAccessibleAnnouncementEvent(self.level, sentence)
            QAccessible.updateAccessibility(event)

    def rest_with(self, notice: str, detail: str) -> None:
        """Change what is said while nothing has happened, in silence."""
        was_resting = (self.notice.whole(), self.detail.whole()) == self._resting
        self._resting = (notice, detail)
        if was_resting:
            self.notice.say(notice)
            self.detail.say(detail)
            self.setAccessibleName(f"{notice} {detail}".strip())

    def say(
        self,
        notice: str,
        detail: str = "",
        kind: str = "",
        *,
        remedy: str = "",
        on_remedy: Callable[[], object] | None = None,
    ) -> None:
        """Say what happened, in two lines, with at most one thing to do about it."""
        self.notice.say(notice)
        self.detail.say(detail)
        self.setAccessibleName(f"{notice} {detail}".strip())
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice))
        self._on_action = on_remedy
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        restyle(self.edge, state=kind)

    def rest(self) -> None:
        """Say what holds while nothing has happened."""
        self.say(*self._resting)

    def set_low(self, *, low: bool) -> None:
        """Use less room on a low screen."""
        self._line.setContentsMargins(*((14, 2, 10, 2) if low else (20, 6, 14, 6)))
        for button in (*self.keys.buttons.values(), self.save):
            button.line.setContentsMargins(*((8, 4, 8, 4) if low else (12, 7, 12, 7)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the coloured edge at the left."""
        super().resizeEvent(event)
        self.edge.setGeometry(0, 0, EDGE_PX, self.height())

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.notice)
        words.addWidget(self.detail)
        words.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 6, 14, 6)
        self._line.setSpacing(12)
        self._line.addWidget(self.level, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addLayout(words, 1)
        self._line.addWidget(self.remedy)
        self._line.addWidget(self.keys)
        self._line.addWidget(self.save)


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier)
