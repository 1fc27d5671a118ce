"""Lets the desk be heard: saved or read, something to look at, not read. Never in anybody's way."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posko_app.sounds import Sound
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.window import MainWindow

OUTCOMES = {"ok": Sound.OK, "attention": Sound.ATTENTION, "unread": Sound.NOT_READ}
LOUD = {"kuning": 1, "merah": 2}  # levels that are heard, each louder than the one before


class WindowSounds(QObject):
    """Hears what happens in a window and plays one of three sounds, if they are wanted.

    Args:
        window: whose pages are heard.
        play: begins a sound and comes back at once.
        wanted: whether sounds are switched on now.
    """

    def __init__(
        self, window: MainWindow, play: Callable[[Sound], object], *, wanted: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._play, self._wanted = play, wanted
        self._level = 0
        window.shelf.changed.connect(self._saved)
        window.shelf.made.connect(self._hear)
        for page in window.shelf.seen().values():
            self._hear(page)

    def scan(self, outcome: str) -> None:
        """A scan was read, needs a look, or could not be read."""
        self._sound(OUTCOMES.get(outcome, Sound.NOT_READ))

    def level(self, level: str | None) -> None:
        """A level stands on the screen: heard when it is graver than the one before."""
        before, self._level = self._level, LOUD.get(level or "", 0)
        if self._level > before:
            self._sound(Sound.ATTENTION)

    def _hear(self, page: QWidget) -> None:
        if isinstance(page, PeriksaPage):
            page.view.bar.level_shown.connect(self.level)

    def _saved(self, key: str) -> None:
        if key in {"periksa", "rombongan"}:
            self._sound(Sound.OK)

    def _sound(self, sound: Sound) -> None:
        if self._wanted():
            self._play(sound)
