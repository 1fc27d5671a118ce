"""The screening page as a pair of hands sees it: fields by Tab, questions by digit, F9."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QApplication, QWidget

from posko_app.services.screening import Recorded
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_judging import AFTER_LAST_KEY_MS
from posko_app.ui.periksa_room import Room
from posko_app.ui.window import MainWindow
from tools.demo_keys import Differs, Hands, pause, shows

MOST_TABS = 120
SOON_MS = 50


class Form:
    """Types one traveller after the other into the real page."""

    def __init__(self, window: MainWindow, hands: Hands) -> None:
        page = window.page("periksa")
        if not isinstance(page, PeriksaPage):
            raise Differs("no screening page")
        self.page, self.hands = page, hands
        self.recorded: list[Recorded] = []
        page.changed.connect(self.recorded.append)

    def fill(self, answers: Mapping[str, str]) -> None:
        """Go to each field with Tab and type into it."""
        form = self.page.view.form
        for path, text in answers.items():
            tab_to(self.hands, lambda path=path: form.path_of(focus()) == path, path)
            self.hands.type(text)

    def fill_further(self, answers: Mapping[str, str]) -> None:
        """Do the same on the page of further fields, and come back."""
        self.hands.press("F8")
        self.hands.until("the further fields", self.page.view.more_is_open)
        self.fill(answers)
        self.hands.press("F8")

    def ask(self, keys: Iterable[str]) -> None:
        """Go to the questions with Tab and press one group of keys for each."""
        tab_to(self.hands, self.page.view.questions.hasFocus, "the questions")
        for group in keys:
            self.hands.press(*group.split())

    def stands_at(self, level: str) -> None:
        """Wait until the level and all its reasons are told (raises Differs)."""
        told, judging = self.page.view.bar.level.text, self.page.judging
        self.hands.until(f"the level {level}", lambda: told().startswith(f"{level} "))
        pause(AFTER_LAST_KEY_MS + SOON_MS)  # what earlier records say starts the reasons anew
        self.hands.until("reasons", lambda: judging.now and judging.now.changes is not None)

    def is_in(self, room: Callable[[], Room]) -> None:
        """Wait until a room of the middle column is open and has the keyboard."""
        self.hands.until("a room", lambda: self.page.rooms.now is room())

    def save(self, name: str, decision: str) -> str:
        """Press F9 and wait for the receipt; give it."""
        before = len(self.recorded)
        self.hands.press("F9")
        self.hands.until("saved", lambda: len(self.recorded) > before)
        recorded = self.recorded[-1]
        self.hands.until("the receipt", shows(recorded.receipt))
        self.hands.expect("the decision", recorded.row.decision, decision)
        self.hands.picture(f"{name}-tersimpan")
        return recorded.receipt


def tab_to(hands: Hands, there: Callable[[], bool], what: str) -> None:
    """Press Tab until the focus is where it is wanted (raises Differs)."""
    for _ in range(MOST_TABS):
        if there():
            return
        hands.press("Tab")
    raise Differs(f"Tab never came to {what}")


def focus() -> QWidget | None:
    """Give the widget that has the focus."""
    return QApplication.focusWidget()
