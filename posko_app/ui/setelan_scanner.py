"""Trying a scanner: scan anything, see what was read and how fast; a slow one is learnt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QWidget

from posko_app.domain.fields_scanned import SCANNED_AT
from posko_app.domain.scans.filling import Filling, Outcome, answers_of, fill
from posko_app.domain.scans.scan import read_scan
from posko_app.domain.values import Value
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.settings import NO_SCANNER, USUAL_SCANNER
from posko_app.ui.notices import sentence
from posko_app.ui.rincian_words import value_words
from posko_app.ui.scanner_burst import learnt_gap
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel, roled

KINDS = {Outcome.OK: "success", Outcome.ATTENTION: "caution", Outcome.UNREAD: "problem"}


@dataclass(frozen=True, slots=True)
class ScannerPorts:
    """What trying needs: the day at the posko, and where the test sheet is written.

    `save_sheet` gives the file it wrote; it raises PoskoError when it could not.
    """

    today: Callable[[], date]
    save_sheet: Callable[[], Path]


class ScannerPanel(Panel):
    """Shows each scan and forgets it when the page is left.

    Signals:
        gap_changed: milliseconds to allow between keys from now on; 0 for no scanner.
    """

    gap_changed = Signal(int)

    def __init__(
        self,
        ports: ScannerPorts,
        *,
        gap_ms: int,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._ports, self._catalogue, self._gap_ms = ports, catalogue, gap_ms
        self.head.title.setText(catalogue.text("scan.test.title"))
        self.head.setVisible(True)
        self.lead, self.read, self.speed = (_wrapped() for _ in range(3))
        self.told = Banner(self)
        self.told.label.setWordWrap(True)
        self.sheet = KeyButton("Alt+L", catalogue.text("scan.test.sheet"))
        self.switch = KeyButton("Alt+U", catalogue.text("scan.test.turn_used"))
        for widget in (self.lead, self.told, self.read, self.speed):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        for button in (self.sheet, self.switch):
            self.body.addWidget(button)
        self.sheet.clicked.connect(self.save_sheet)
        self.switch.clicked.connect(self.turn)
        self._show()

    def is_used(self) -> bool:
        """Say whether a scanner is heard at all."""
        return self._gap_ms != NO_SCANNER

    def take(self, raw: str) -> Outcome:
        """Show what a scan says; nothing of it is kept."""
        today = self._ports.today()
        scan = read_scan(raw, on=today)
        filling = fill(scan, {}, on=today)
        self.told.say(self._words(filling), KINDS[filling.outcome])
        self.read.setText("\n".join(self._lines(answers_of(scan, on=today))))
        return filling.outcome

    def show_gaps(self, gaps: tuple[float, ...]) -> None:
        """Say how fast the scan came, and allow for a slow scanner from now on."""
        wanted = learnt_gap(gaps)
        if wanted > self._gap_ms:
            self._use(wanted)
        self.speed.setText(self._speed(gaps))

    def words(self) -> str:
        """Say what the last scan was."""
        return self.told.text()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was scanned."""
        super().hideEvent(event)
        self.told.clear()
        self.read.clear()
        self.speed.clear()

    def _words(self, filling: Filling) -> str:
        said = [self._catalogue.text(f"scan.told.{filling.told}")]
        said += [self._catalogue.text(f"problem.{p.code}") for p in filling.problems]
        return " ".join(dict.fromkeys(said))

    def _lines(self, told: dict[str, Value]) -> list[str]:
        words = self._catalogue
        return [
            f"{words.text(f'field.{path}')}: {value_words(path, value, words)}"
            for path, value in told.items()
            if path in SCANNED_AT
        ]

    def _speed(self, gaps: tuple[float, ...]) -> str:
        if not gaps:
            return ""
        usual, longest = sorted(gaps)[len(gaps) // 2], max(gaps)
        return self._catalogue.text(
            "scan.test.speed",
            count=len(gaps) + 1,
            usual=round(usual),
            longest=round(longest),
            limit=self._gap_ms,
        )

    def turn(self) -> None:
        """Use a scanner, or take every key for a person's."""
        self._use(NO_SCANNER if self.is_used() else USUAL_SCANNER)

    def _use(self, gap_ms: int) -> None:
        self._gap_ms = gap_ms
        self._show()
        self.gap_changed.emit(gap_ms)

    def _show(self) -> None:
        used = "used" if self.is_used() else "unused"
        self.lead.setText(self._catalogue.text(f"scan.test.{used}", limit=self._gap_ms))
        self.switch.caption.setText(self._catalogue.text(f"scan.test.turn_{used}"))
        self.switch.setAccessibleName(self.switch.caption.text())

    def save_sheet(self) -> None:
        """Write the sheet of codes to try."""
        try:
            path = self._ports.save_sheet()
        except PoskoError as error:
            self.told.say(sentence(self._catalogue, error), "problem")
        else:
            self.told.say(self._catalogue.text("scan.test.sheet_saved", path=str(path)), "success")


def _wrapped() -> QLabel:
    label = roled("", "muted")
    label.setWordWrap(True)
    return label
