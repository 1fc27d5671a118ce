"""Hears a scanner among the keys of the whole application, wherever the focus is.

Keys that come as fast as no person types are taken out, what they changed before they were known
is put back, and the text goes on once. Where a key does more than write, it waits for the moment
it takes to tell; no shortcut and no Enter of a scanner ever acts.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from posko_app.ui.scanner_burst import GAP_MS, PREFIX, Burst, Stage
from posko_app.ui.scanner_held import HeldKeys
from posko_app.ui.scanner_leak import Before, before

LATE_MS = 40.0  # a timer this late: the window was busy, and keys may still wait
SPELLS = {Qt.Key.Key_Return: "\n", Qt.Key.Key_Enter: "\n", Qt.Key.Key_Tab: "\t"}
SILENT = frozenset(
    {
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr),
        *(Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
    }
)


def key_time(event: QKeyEvent) -> float:
    """Give the moment of a key in ms, as the desktop tells it; where it does not, now."""
    return float(event.timestamp()) or steady_ms()


def steady_ms() -> float:
    """Give a clock that only goes on."""
    return time.monotonic() * 1000


class ScannerFilter(QObject):
    """The application's event filter.

    Signals:
        scanned: what was scanned, once for each scan.
        heard: the gaps of that scan in ms; for the scanner test.
        outcome: how it went, as `Outcome` says; whoever makes the sounds listens.
    """

    scanned = Signal(str)
    heard = Signal(object)
    outcome = Signal(str)

    def __init__(
        self,
        *,
        typed_before: Callable[[str], int],
        gap: Callable[[], float] = lambda: GAP_MS,
        moment: Callable[[QKeyEvent], float] = key_time,
        now: Callable[[], float] = steady_ms,
        parent: QObject | None = None,
    ) -> None:
        """Make the filter; it hears nothing before `start`.

        Args:
            typed_before: counts the characters of a person that stick to a scan.
            gap: gives the longest pause between keys of a scan now, in ms; 0 hears no scanner.
            moment: tells when a key was pressed.
            now: the clock by which silence is measured.
            parent: as Qt has it.
        """
        super().__init__(parent)
        self._typed_before, self._gap = typed_before, gap
        self._moment, self._now = moment, now
        self._burst = Burst()
        self._held = HeldKeys()
        self._before: list[Before] = []
        self._arrived = float("-inf")
        self._last_keys: list[tuple[QObject, QKeyEvent]] = []
        self._due = 0.0
        self._was_busy = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to listen."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Listen no more; what waits goes on."""
        self._settle()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys at the window, before anything of it has seen them."""
        if not isinstance(event, QKeyEvent) or not watched.isWindowType():
            return False
        if self._held.delivering:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._overrides(event)
        if event.type() is QEvent.Type.KeyRelease:
            return self._held.takes_release(watched, event)
        return event.type() is QEvent.Type.KeyPress and self._takes(watched, event)

    def check(self) -> None:
        """End what the silence after it has ended."""
        now = self._now()
        quiet = now - self._arrived
        limit = self._burst.patience_ms
        if not self._burst.text:
            return
        if quiet <= limit:
            self._timer.start(round(limit - quiet) + 1)
        elif now - self._due > LATE_MS and not self._was_busy:
            self._was_busy = True  # first hear the keys that came meanwhile
            self._wait(LATE_MS)
        else:
            self._settle()

    def _overrides(self, event: QKeyEvent) -> bool:
        """Keep shortcuts from what a scanner sends; before any other shortcut, let go."""
        if self._goes_on(event):
            event.accept()
            return True
        if not _sign(event) and event.key() not in SILENT:
            self._settle()
        return False

    def _goes_on(self, event: QKeyEvent) -> bool:
        if not self._burst.belongs(self._moment(event)):
            return False
        if self._burst.stage is Stage.SCAN:
            return True
        return bool(_sign(event)) and len(self._held) > 0

    def _takes(self, window: QObject, event: QKeyEvent) -> bool:
        """Say whether nobody else gets this key, at least not yet."""
        at, sign = self._moment(event), _sign(event)
        if self._burst.text and not self._burst.belongs(at):
            self._settle()
        if not self._burst.text:
            self._burst.gap_ms = self._gap()
        if self._burst.gap_ms <= 0:
            return False
        if event.key() in SILENT:
            self._burst.touch(at)
            return False
        if event.isAutoRepeat() or not sign:
            return self._breaks(event)
        if sign in SPELLS.values() and not self._burst.text:
            return False  # no scan begins with Enter
        return self._counts(window, event, at, sign)

    def _breaks(self, event: QKeyEvent) -> bool:
        """A key that is no part of a scan ends what waits, and is lost inside one."""
        if self._burst.stage is Stage.SCAN:
            self._held.swallow(event)
            return True
        self._settle()
        return False

    def _counts(self, window: QObject, event: QKeyEvent, at: float, sign: str) -> bool:
        was = self._burst.stage
        stage = self._burst.add(at, sign)
        self._arrived = self._now()
        self._wait(self._burst.patience_ms)
        self._last_keys.append((window, event.clone()))
        if stage is Stage.SCAN:
            if was is not Stage.SCAN:
                self._take_back()
            self._held.swallow(event)
            return True
        if stage is Stage.PERHAPS or len(self._held) or not self._may_show():
            self._held.press(window, event)
            return True
        return False

    def _may_show(self) -> bool:
        """Note what the field holds, if a key can be taken back from it."""
        if QApplication.activePopupWidget() is not None:
            return False
        held = before(QApplication.focusWidget())
        if held is None:
            return False
        if all(known.widget is not held.widget for known in self._before):
            self._before.append(held)
        return True

    def _take_back(self) -> None:
        """Undo what keys did before they were known to be a scanner's."""
        self._held.forget()
        for held in reversed(self._before):
            held.restore()
        if len(self._before) > 1:
            self._before[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        """Say what the burst was, and begin anew."""
        self._timer.stop()
        burst, keys = self._burst, self._last_keys
        text, gaps, stage = burst.payload(), list(burst.gaps), burst.stage
        is_typing = bool(self._before) and PREFIX not in burst.text  # where keys only write
        self._before, self._last_keys, self._was_busy = [], [], False
        burst.begin()
        if stage is not Stage.SCAN:
            self._held.deliver()
            return
        typed = self._typed_before(text)
        if typed == len(text):  # elsewhere a letter may choose or decide: better told than done
            self._words(keys, text, gaps, is_typing=is_typing)
            return
        self._give_back(keys[:typed])
        self._tell(text[typed:], gaps[typed:])

    def _words(
        self,
        keys: list[tuple[QObject, QKeyEvent]],
        text: str,
        gaps: list[float],
        *,
        is_typing: bool,
    ) -> None:
        """Words alone: a person's, whose keys a busy window heard all at once."""
        if is_typing:
            self._give_back(keys)
        else:
            self._tell(text, gaps)

    def _tell(self, text: str, gaps: list[float]) -> None:
        if text:
            self.heard.emit(tuple(gaps))
            self.scanned.emit(text)

    def _give_back(self, keys: list[tuple[QObject, QKeyEvent]]) -> None:
        """Let the letters of a person that stuck to a scan be typed after all."""
        for window, event in keys:
            self._held.press(window, event)
        self._held.deliver()

    def _wait(self, span: float) -> None:
        self._due = self._now() + span
        self._timer.start(round(span) + 1)


def _sign(event: QKeyEvent) -> str:
    """Give the character of a key, as a scanner would send it; empty for commands."""
    key, text, held = Qt.Key(event.key()), event.text(), event.modifiers() & _COMMANDS
    if key in SPELLS:
        return SPELLS[key] if not event.modifiers() & ~_PAD else ""
    if len(text) != 1 or key in _EDITS:
        return ""
    if text in {"\r", "\n"}:  # Ctrl+M and Ctrl+J: a line's end as some scanners send it
        return "\n"
    if text < " ":
        return text if text in _SENT_CONTROLS else ""
    return text if held in _WRITES else ""


_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_COMMANDS = _CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier
_WRITES = (Qt.KeyboardModifier.NoModifier, _CONTROL | _ALT)  # both: the third key level
_PAD = Qt.KeyboardModifier.KeypadModifier
_EDITS = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape, Qt.Key.Key_Backtab})
_SENT_CONTROLS = frozenset("\x02\x03\x04\x1c\x1d\x1e\x1f")  # marks of scanners and bar codes


def is_dialog_open() -> bool:
    """Say whether something on the screen waits for an answer of its own."""
    return QApplication.activeModalWidget() is not None or QGuiApplication.modalWindow() is not None
