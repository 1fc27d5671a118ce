"""Setelan: language, look, veil, passphrase; each shows its effect at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posko_app.domain.civil import civil_date, date_text
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import SyncState
from posko_app.settings import (
    HELD_CHOICES,
    OFF,
    ON,
    TEXT_PERCENTS,
    VEIL_MINUTES,
    Language,
    Settings,
    ThemeChoice,
)
from posko_app.ui.setelan_passphrase import ChangePassphrasePanel, ChangePorts
from posko_app.ui.setelan_scanner import ScannerPanel, ScannerPorts
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.pickers import ChoiceBox
from posko_app.ui.widgets.scroller import Scroller

LABEL_WIDTH = 130


@dataclass(frozen=True, slots=True)
class SettingsPorts:
    """What the page needs: the choices, where they go, and what it may tell about the store.

    `save` may raise OSError; the old choices then stay on the disk. `incomplete`
    names languages whose texts are not all there.
    """

    settings: Settings
    save: Callable[[Settings], None]
    incomplete: frozenset[Language]
    folder: str
    escrow: bool  # whether custodians can open the store
    training: bool
    change: ChangePorts
    scanner: ScannerPorts


class SetelanPage(QWidget):
    """Choices on the left, what the store is and the passphrase on the right."""

    chosen = Signal(object)  # Settings: apply them now

    def __init__(
        self, ports: SettingsPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._catalogue = catalogue
        self.settings = ports.settings
        self._build()

    def show_sync(self, state: SyncState) -> None:
        """Say which centre this laptop is enrolled with, and until when it is valid."""
        word, until = self._catalogue.text, state.lease.until
        if not state.enrolled:
            self.centre.setText(word("sinkron.settings.not_enrolled"))
        elif until is None:
            self.centre.setText(word("sinkron.settings.enrolled", url=state.centre_url))
        else:
            on = date_text(civil_date(until))
            self.centre.setText(
                word("sinkron.settings.enrolled_until", url=state.centre_url, on=on)
            )

    def focus_first(self) -> None:
        """Put the keyboard on the first choice."""
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        wanted = replace(
            self.settings,
            language=Language(self.language.currentData()),
            theme=ThemeChoice(self.theme.currentData()),
            text_percent=self.text_size.currentData(),
            veil_minutes=self.veil.currentData(),
            held_minutes=self.held.currentData(),
            sounds=self.sounds.currentData(),
        )
        if wanted != self.settings:
            self._take(wanted)

    def take_scan(self, raw: str) -> str:
        """Try the scanner."""
        return self.scanner.take(raw)

    def scan_words(self) -> str:
        """Say what the last scan was."""
        return self.scanner.words()

    def is_trying(self) -> bool:
        """Say that scans are tried here, unless there is no scanner."""
        return self.scanner.is_used()

    def show_gaps(self, gaps: tuple[float, ...]) -> None:
        """Show how fast the last scan came."""
        self.scanner.show_gaps(gaps)

    def _take(self, wanted: Settings) -> None:
        self.settings = wanted
        try:
            self._ports.save(wanted)
            self.notice.clear()
        except OSError:
            self.notice.say(self._catalogue.text("pages.settings.not_saved"), "caution")
        self._show_language_note()
        self.chosen.emit(wanted)

    def _show_language_note(self) -> None:
        unfinished = self.settings.language in self._ports.incomplete
        self.language_row.show_hint(
            self._catalogue.text("pages.settings.incomplete") if unfinished else "", "hint"
        )

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 10, 12, 10)
        across.setSpacing(10)
        across.addWidget(self._column(self._choices(), self._store()), 1)
        self.passphrase = ChangePassphrasePanel(self._ports.change, catalogue=self._catalogue)
        self.scanner = ScannerPanel(
            self._ports.scanner, gap_ms=self.settings.scanner_gap_ms, catalogue=self._catalogue
        )
        self.scanner.gap_changed.connect(
            lambda gap: self._take(replace(self.settings, scanner_gap_ms=gap))
        )
        self._shortcuts = [
            bind_within(self, "Alt+L", self.scanner.save_sheet),
            bind_within(self, "Alt+U", self.scanner.turn),
        ]
        across.addWidget(self._column(self.scanner, self.passphrase), 1)

    def _column(self, upper: QWidget, lower: QWidget) -> Scroller:
        """Put two panels under each other; on a low screen they scroll."""
        inside = _Column(upper, lower)
        scroller = Scroller(inside)
        bar = scroller.verticalScrollBar().sizeHint().width()
        scroller.setMinimumWidth(inside.minimumSizeHint().width() + bar)
        return scroller

    def _choices(self) -> Panel:
        panel = Panel(self.tr("Tampilan dan bahasa"), "", self)
        text, now = self._catalogue.text, self.settings
        languages = [(self._language_words(code), code) for code in Language]
        themes = [(text(f"pages.settings.theme.{code}"), code) for code in ThemeChoice]
        sizes = [(f"{percent} %", percent) for percent in TEXT_PERCENTS]
        minutes = [(text("pages.settings.minutes", number=n), n) for n in VEIL_MINUTES]
        self.language = self._choice(languages, now.language)
        self.theme = self._choice(themes, now.theme)
        self.text_size = self._choice(sizes, now.text_percent)
        self.veil = self._choice(minutes, now.veil_minutes)
        kept = [(text("sif.minutes", minutes=n), n) for n in HELD_CHOICES]
        self.held = self._choice(kept, now.held_minutes)
        heard = [(text(f"keys.sound.{value}"), value) for value in (ON, OFF)]
        self.sounds = self._choice(heard, now.sounds)
        self.language_row = _row(self.tr("Bahasa"), self.language)
        for row in (
            self.language_row,
            _row(self.tr("Warna"), self.theme),
        ):
            panel.body.addWidget(row)
        letters = QHBoxLayout()
        letters.setSpacing(10)
        letters.addWidget(_row(self.tr("Ukuran huruf"), self.text_size), 1)
        letters.addWidget(FieldRow(text("keys.sounds"), self.sounds, path="sounds"), 1)
        panel.body.addLayout(letters)
        times = QHBoxLayout()
        times.setSpacing(10)
        times.addWidget(_row(self.tr("Tirai setelah"), self.veil), 1)
        times.addWidget(FieldRow(text("sif.settings.held"), self.held, path="held"), 1)
        panel.body.addLayout(times)
        self.notice = Banner(panel)
        panel.body.addWidget(self.notice)
        self._show_language_note()
        return panel

    def _language_words(self, code: Language) -> str:
        words = self._catalogue.text(f"pages.settings.language.{code}")
        if code in self._ports.incomplete:
            return f"{words} · {self._catalogue.text('pages.settings.incomplete_short')}"
        return words

    def _choice(self, choices: Sequence[tuple[str, object]], now: object) -> ChoiceBox:
        box = ChoiceBox(self)
        for words, value in choices:
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(now))
        box.currentIndexChanged.connect(self._choose)
        return box

    def _store(self) -> Panel:
        panel = Panel(self.tr("Penyimpanan di laptop ini"), "", self)
        kind = "training" if self._ports.training else "live"
        panel.body.addWidget(_wrapped(self._catalogue.text(f"pages.settings.{kind}"), "value"))
        folder = _wrapped(
            self._catalogue.text("pages.settings.folder", folder=self._ports.folder), "muted"
        )
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel.body.addWidget(folder)
        self.centre = _wrapped(self._catalogue.text("sinkron.settings.not_enrolled"), "value")
        panel.body.addWidget(self.centre)
        key = "escrow" if self._ports.escrow else "no_escrow"
        escrow = Banner(panel)
        escrow.label.setWordWrap(True)
        escrow.say(
            self._catalogue.text(f"pages.settings.{key}"),
            "hint" if self._ports.escrow else "caution",
        )
        panel.body.addWidget(escrow)
        panel.body.addStretch(1)
        return panel


def _row(label: str, editor: QWidget) -> FieldRow:
    return FieldRow(label, editor, path=label, label_width=LABEL_WIDTH)


def _wrapped(text: str, role: str) -> QLabel:
    label = roled(text, role)
    label.setWordWrap(True)
    return label


class _Column(QWidget):
    """Two panels, as high as their words are at this width: a scroller asks for no more."""

    def __init__(self, upper: QWidget, lower: QWidget) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(10)
        self._lines.addWidget(upper)
        self._lines.addWidget(lower, 1)

    def event(self, event: QEvent) -> bool:
        """Measure again when the width or a word has changed."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(self._lines.heightForWidth(self.width()))
        return done
