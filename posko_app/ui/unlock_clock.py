"""The wall clock of pages that show nothing else: the posko's time, large."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.domain.civil import civil_date, civil_time
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import long_day
from posko_app.ui.widgets.panel import roled

TICK_MS = 1_000


class WallClock(QWidget):
    """Hours and minutes in WITA and the day in words."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._catalogue = catalogue
        self.time = roled("", "clock", self)
        self.day = roled("", "muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.time)
        column.addWidget(self.day)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Show the present minute."""
        now = self._now()
        self.time.setText(f"{civil_time(now):%H.%M}")
        self.day.setText(f"{long_day(civil_date(now), self._catalogue)} · WITA")
