"""Alarms of the centre over every page: they stay until their cause is gone, never by a click.

Folded it is one line; unfolded each alarm has its own. It never takes the focus, and nothing in
it stands in the way of a screening.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.services.sync_state import StandingAlarm
from posko_app.services.sync_words import alarm_key
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.sinkron_problems_model import alarm_title
from posko_app.ui.widgets.panel import roled

MOST_LINES = 3  # beyond it Pusat sinkron has room


class AlarmBar(QFrame):
    """One red line, or up to three; `toggle` folds and unfolds it."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "alarmbar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._catalogue = catalogue
        self._codes: tuple[str, ...] = ()
        self.is_folded = True
        self.lines = [Wrapped("alarmline", self) for _ in range(MOST_LINES)]
        self.where = roled(catalogue.text("sinkron.alarm.open"), "key", self)
        self.fold = QPushButton(self)
        self.fold.setProperty("role", "link")
        self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fold.clicked.connect(self.toggle)
        words = QVBoxLayout()
        words.setSpacing(1)
        for line in self.lines:
            words.addWidget(line)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 4, 16, 4)
        across.setSpacing(14)
        across.addLayout(words, 1)
        across.addWidget(self.where, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_alarms(self, alarms: Sequence[StandingAlarm]) -> None:
        """Show these; nothing is shown once none stands."""
        codes = tuple(dict.fromkeys(standing.alarm.code for standing in alarms))
        if codes != self._codes:
            is_new = bool(set(codes) - set(self._codes))
            self._codes = codes
            self._tell()
            if is_new:  # a screen reader says it; the focus stays where it is
                event = QAccessibleAnnouncementEvent(self, self.accessibleName())
                QAccessible.updateAccessibility(event)

    def toggle(self) -> None:
        """Fold to one line, or show what each alarm means."""
        self.is_folded = not self.is_folded
        self._tell()

    def texts(self) -> tuple[str, ...]:
        """Say what stands here."""
        return tuple(line.text() for line in self.lines if line.isVisibleTo(self))

    def _tell(self) -> None:
        texts = alarm_lines(self._codes, self._catalogue, folded=self.is_folded)
        for number, line in enumerate(self.lines):
            line.setText(texts[number] if number < len(texts) else "")
            line.setVisible(number < len(texts))
        key = "unfold" if self.is_folded else "fold"
        self.fold.setText(self._catalogue.text(f"sinkron.alarm.{key}"))
        self.setAccessibleName(" ".join(texts))
        self.setVisible(bool(texts))


def alarm_lines(codes: Sequence[str], catalogue: Catalogue, *, folded: bool) -> tuple[str, ...]:
    """Say the alarms: the first and how many more, or what each one means."""
    if not codes:
        return ()
    what = alarm_title(codes[0], catalogue)
    if not folded:
        return tuple(f"■ {catalogue.text(alarm_key(code))}" for code in codes[:MOST_LINES])
    if len(codes) == 1:
        return (catalogue.text("sinkron.alarm.bar", what=what),)
    return (catalogue.text("sinkron.alarm.bar_more", what=what, number=len(codes) - 1),)
