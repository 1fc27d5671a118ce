"""Somebody types and scans in any order: every letter stays, every scan is heard once."""

from random import Random

from posko_app.ui.periksa_focus import focused
from tests.support.scanned import PASS, passport
from tests.ui.scanner_desk import desk, keyboard, periksa, shared, window

__all__ = ["desk", "keyboard", "periksa", "shared", "window"]

ROUNDS = 10
FIELDS = ("recruiter.name", "traveller.origin", "notes", "traveller.phone", "employer.name")
LETTERS = "abcdefghij12"


class Hands:
    """Types slowly, in short bursts, and scans, and knows what should come of it."""

    def __init__(self, random, keyboard, window):
        self._random, self._keyboard, self._window = random, keyboard, window
        self.typed, self.scanned = "", []

    def act(self):
        self._random.choice((self._type, self._burst, self._scan))()

    def _type(self):
        for _ in range(self._random.randint(1, 8)):
            self._press(self._random.choice(LETTERS), self._random.uniform(45, 250))

    def _burst(self):
        """Up to four keys as good as at once, as fingers roll."""
        self._type()
        for _ in range(self._random.randint(0, 3)):
            self._press(self._random.choice(LETTERS), self._random.uniform(1, 34))

    def _scan(self):
        """A document, now and then with a letter right before it."""
        document = self._random.choice((passport(), f"{PASS}\n"))
        gap = self._random.choice((2, 8, 20, 28))
        self._keyboard.rest(300)
        if self._random.random() < 0.3:
            self._press("x", 60)
        for sign in document:
            self._keyboard.press(self._window, sign, gap)
        self._keyboard.rest()
        self.scanned.append(document.strip())

    def _press(self, sign, gap):
        self._keyboard.press(self._window, sign, gap)
        self.typed += sign


def test_typing_and_scanning_never_mix(window, periksa, keyboard, monkeypatch):
    monkeypatch.setattr(periksa, "take_scan", lambda _raw: "ok")
    for number in range(ROUNDS):
        random = Random(number)
        periksa.moves.go_to(random.choice(FIELDS))
        field = focused()
        field.clear()
        keyboard.heard.clear()
        hands = Hands(random, keyboard, window)
        for _ in range(random.randint(1, 6)):
            hands.act()
        keyboard.rest()

        assert keyboard.heard == hands.scanned, number
        assert plain(field) == hands.typed, number


def plain(field):
    """Give what a field holds without capitals and the signs it groups by."""
    text = field.toPlainText() if hasattr(field, "toPlainText") else field.text()
    return "".join(sign for sign in text.lower() if sign.isalnum())
