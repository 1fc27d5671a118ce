"""What the tests of the Periksa screen look at."""

from PySide6.QtCore import Qt

from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_focus import focused
from tests.support.keys import press, type_text


def path(page: PeriksaPage) -> str:
    """Name the field in focus."""
    return page.view.form.path_of(focused())


def said(page: PeriksaPage) -> str:
    """Give what the bottom row says, both lines whole."""
    return f"{page.view.bar.notice.whole()} {page.view.bar.detail.whole()}"


def saved(qtbot, desk, count=1):
    """Wait for a record and give it."""
    qtbot.waitUntil(lambda: len(desk.screening.records) == count)
    return desk.screening.records[-1]


def level(page: PeriksaPage) -> str:
    """Give what the level line says."""
    return page.view.bar.level.text()


def ask_questions(page: PeriksaPage, first: int, keys: str) -> None:
    """Put the keyboard on the questions, at one of them, and type."""
    page.view.questions.setFocus()
    page.view.questions.go_to(first)
    type_text(page, keys)


def say_purpose(page: PeriksaPage) -> None:
    """The person visits family: from now on there is a level."""
    ask_questions(page, 1, "3")


def make_kuning(page: PeriksaPage) -> None:
    """A stranger paid the ticket and a stranger waits: two signs, no private talk."""
    ask_questions(page, 3, "54")


def make_starred(page: PeriksaPage) -> None:
    """Somebody else holds the papers: one strong sign, so a private talk comes first."""
    ask_questions(page, 6, "3")


def make_merah(page: PeriksaPage) -> None:
    """Papers held back, and no way to call it off."""
    ask_questions(page, 6, "36")
    ask_questions(page, 8, "1")


def make_child(page: PeriksaPage) -> None:
    """Sixteen years old, going to work."""
    press(page, Qt.Key.Key_F6)
    page.moves.go_to("traveller.dob_ktp")
    type_text(page, "17092010\t")
    ask_questions(page, 1, "2")
