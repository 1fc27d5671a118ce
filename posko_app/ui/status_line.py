"""The line at the bottom: place and officer left, what waits and the clock right."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from posko_app.domain.civil import clock_text
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import SyncState
from posko_app.ui import status_model
from posko_app.ui.status_model import Said, StatusLike
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.elided import TitleLabel
from posko_app.ui.widgets.panel import roled

HEIGHT, HEIGHT_LOW = 26, 22
GIVE_WAY = frozenset({"place", "officer", "scanner", "warning", "sync"})  # cut first without room


class StatusLine(QFrame):
    """Quiet until it matters."""

    def __init__(
        self, catalogue: Catalogue, *, place: str, training: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "statusbar")
        self.setFixedHeight(HEIGHT)
        self._catalogue = catalogue
        names = (
            *("training", "place", "officer", "scanner"),
            *("warning", "alarm", "person", "sync", "clock"),
        )
        self.labels: dict[str, QLabel] = {
            name: TitleLabel("status") if name in GIVE_WAY else roled("", "status")
            for name in names
        }
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(18)
        for name in names[:4]:
            line.addWidget(self.labels[name], 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        for name in names[4:]:
            line.addWidget(self.labels[name])
        self._say("place", Said(place))
        mark = catalogue.text("ui.status.training") if training else ""
        self._say("training", Said(mark, "training"))

    def show_officer(self, name: str) -> None:
        """Say whose turn it is."""
        self._say("officer", Said(name))

    def show_scanner(self, text: str, state: str = "") -> None:
        """Say whether scans are heard, and what became of one that no page took."""
        self._say("scanner", Said(text, state))

    def show_clock(self, now: datetime) -> None:
        """Show the time at the posko."""
        self._say("clock", Said(f"{clock_text(now)} WITA"))

    def show_status(self, status: StatusLike) -> None:
        """Show what is not right about this laptop."""
        warning, full = status_model.warnings(status, self._catalogue)
        self._say("warning", warning)
        self.labels["warning"].setToolTip(full)

    def show_sync(self, state: SyncState, *, now: datetime) -> None:
        """Show how the centre is reached, what waits for it, and what needs a person."""
        self._say("alarm", status_model.alarm_count(state, self._catalogue))
        persons = status_model.needs_person(state.needs_person_count, self._catalogue)
        self._say("person", persons)
        self._say("sync", status_model.sync_words(state, self._catalogue, now=now))

    def set_low(self, *, low: bool) -> None:
        """Use less room on a low screen."""
        self.setFixedHeight(round((HEIGHT_LOW if low else HEIGHT) * text_scale()))

    def _say(self, name: str, said: Said) -> None:
        label = self.labels[name]
        label.setText(said.text)
        label.setVisible(bool(said.text))
        restyle(label, state=said.state)
