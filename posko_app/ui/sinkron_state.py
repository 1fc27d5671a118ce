"""The head of Pusat sinkron: how sync stands, what comes next, and the key that syncs now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.i18n import Catalogue
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.sinkron_model import StateLine
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.elided import ElidedLabel, TitleLabel
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel


class StatePanel(Panel):
    """One claim with its reason under it; notices and the clock's banner below."""

    sync_wished = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._low = False
        self.body.setSpacing(4)
        self.text = TitleLabel("departure", self)
        self.beside = ElidedLabel("muted", self)
        self.why = Wrapped("detail", self)
        self.notice, self.clock = Banner(self), Banner(self)
        self.button = KeyButton(
            "F5", catalogue.text("sinkron.button.sync_now"), primary=True, parent=self
        )
        self.button.clicked.connect(self.sync_wished)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.beside)
        words.addWidget(self.why)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)
        self.body.addWidget(self.clock)
        self.body.addWidget(self.notice)

    def forget_success(self) -> None:
        """Take good news away that what happened since has overtaken."""
        if self.notice.property("state") == "success":
            self.notice.clear()

    def set_low(self, *, low: bool) -> None:
        """Leave the reason to the tooltip and the history on a low screen."""
        self._low = low
        self.why.setVisible(bool(self.why.text()) and not low)

    def show_state(self, line: StateLine, clock: str) -> None:
        """Show how sync stands, and the clock's sentence where it is off."""
        self.text.say(line.text)
        restyle(self.text, state=line.state)
        self.beside.say(line.beside)
        self.why.setText(line.why)
        self.why.setVisible(bool(line.why) and not self._low)
        self.setToolTip(line.why)
        self.setAccessibleName(" ".join(filter(None, (line.text, line.beside, line.why))))
        if clock != self.clock.text():
            self.clock.say(clock, "caution") if clock else self.clock.clear()
