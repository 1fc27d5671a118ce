"""Two hands at the keyboard: every key they press goes to the window and into a log.

Counted is what the hands do, each modifier as a key of its own: a counter behind the window misses
whatever a shortcut swallows. Seconds are those of the keystroke-level model at 40 words a minute.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.keys import ALT, CTRL, NONE, SHIFT, press, type_text

KEY_S, DIGIT_S, THINK_S = 0.28, 0.30, 1.35
PASSPORT_S, BOARDING_PASS_S = 3.5, 2.5  # in the hand and under the scanner


@dataclass
class Hands:
    """Types and presses, and knows what that came to."""

    window: QWidget
    keys: int = 0
    digits: int = 0
    thoughts: int = 0
    scanned_s: float = 0.0
    log: list[str] = field(default_factory=list)

    def type(self, *fields: str) -> None:
        """Fill fields one after the other; before each there is a thought."""
        for text in fields:
            self.thoughts += 1
            self.go(text)

    def go(self, keys: str) -> None:
        """Press keys without a thought: Enter past what stays empty, or after a spoken answer."""
        type_text(self.window, keys)
        self.keys += len(keys)
        self.digits += sum(sign.isdigit() for sign in keys)
        self.log.append(keys)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press one key with what has to be held for it."""
        press(self.window, key, modifier)
        self.keys += 1 + sum(bool(modifier & held) for held in (ALT, CTRL, SHIFT))
        self.log.append(key.name)

    def scanned(self, seconds: float) -> None:
        """A document went under the scanner."""
        self.scanned_s += seconds

    @property
    def seconds(self) -> float:
        """The time for hands and screen alone; talking is not in it."""
        typed = (self.keys - self.digits) * KEY_S + self.digits * DIGIT_S
        return typed + self.thoughts * THINK_S + self.scanned_s


class Pointer(QObject):
    """Counts presses of the pointer in any window."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.presses = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count, and let everything through."""
        del watched
        self.presses += event.type() == QEvent.Type.MouseButtonPress
        return False
