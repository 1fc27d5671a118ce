"""On a narrow screen the reasons fold into a badge; used, they stand where the identity stood."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.ui.periksa_focus import focused
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.keyed import KeyedButton

SHAPES = {"merah": "■", "kuning": "▲", "hijau": "●"}


class SideBadge(KeyedButton):
    """The level's shape, how many signs there are, and the key that opens them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("F6", "", role="button", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line.setContentsMargins(8, 4, 8, 4)
        self._alarm, self._level, self._signs = False, "", 0
        self._people, self._twice = 0, False
        self.caption.setProperty("role", "total")
        self._tell()

    def alarm(self, stands: bool) -> None:  # noqa: FBT001 - a signal's own argument
        """Say that something went wrong which is told behind the badge."""
        self._alarm = stands
        self._tell()

    def say(self, level: str | None, signs: int) -> None:
        """Show how grave it is and how many signs stand behind it."""
        self._level, self._signs = level or "", signs
        self._tell()

    def people(self, count: int, *, twice: bool) -> None:
        """Show how many earlier screenings may be of this person, and whether one is of today."""
        self._people, self._twice = count, twice
        self._tell()

    def _tell(self) -> None:
        warned = self._twice and self._level != "merah"
        level = "merah" if self._alarm else "kuning" if warned else self._level
        mark = "!" if self._alarm or self._twice else SHAPES.get(level, "○")
        before = f" ↩{self._people}" if self._people else ""
        if (words := f"{mark} {self._signs}{before}") != self.caption.text():
            self.rename(words)
            name = self.tr("Alasan")
            self.setAccessibleName(f"{name} {words}")
            restyle(self.caption, state=level or "plain")


class SideFold(QObject):
    """Shows the identity or the side, never both, while there is no room for three columns."""

    def __init__(
        self, identity: QWidget, side: QWidget, *, below: QWidget, holder: QWidget
    ) -> None:
        super().__init__(holder)
        self._identity, self._side, self._below = identity, side, below
        self.badge = SideBadge(holder)
        self.strip = QWidget(holder)
        column = QVBoxLayout(self.strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.badge)
        column.addStretch(1)
        self.strip.hide()
        self.is_narrow = False

    def set_narrow(self, *, narrow: bool) -> None:
        """Fold or unfold; whatever has the keyboard stays in sight."""
        if narrow == self.is_narrow:
            return
        self.is_narrow = narrow
        if narrow:
            self.settle()
        else:
            self._show(identity=True, side=True)

    def bring(self, *, side: bool) -> None:
        """Put a column in sight so that the keyboard can go there; the other one goes then."""
        if self.is_narrow:
            (self._side if side else self._identity).show()
            QTimer.singleShot(0, self, self.settle)

    def settle(self) -> None:
        """Keep the column with the keyboard."""
        self.follow(focused())

    def follow(self, now: QWidget | None) -> None:
        """The keyboard has moved: the decision row leaves both as they are."""
        if not self.is_narrow:
            return
        if now is not None and self._side.isAncestorOf(now):
            self._show(identity=False, side=True)
            return
        is_below = now is not None and self._below.isAncestorOf(now)
        side = is_below and self._identity.isHidden()
        self._show(identity=not side, side=side)

    def _show(self, *, identity: bool, side: bool) -> None:
        self._side.setVisible(side)
        self._identity.setVisible(identity)
        self.strip.setVisible(self.is_narrow and not side)
