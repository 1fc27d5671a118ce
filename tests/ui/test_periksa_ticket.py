"""The ticket's name beside the card's: told at once, recorded only by a key."""

import pytest
from PySide6.QtCore import Qt

from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_ticket import next_answer
from tests.support.fake_desk import FakeDesk, around
from tests.support.keys import ALT, press, show, type_text
from tests.support.periksa_looks import path, saved, say_purpose

TICKET, DIFFERS = "ticket.name", "ticket.name_differs"
CATALOGUE = load_catalogue()


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def page(qtbot, theme, desk):
    page = PeriksaPage(desk, CATALOGUE, theme, around=around())
    qtbot.addWidget(page)
    page.resize(1092, 460)
    show(qtbot, page)
    return page


def told(page) -> str:
    """Give what stands under the ticket's name."""
    return page.view.form.editor_of(TICKET).parent().hint.text()


def type_names(page, name: str, ticket: str) -> None:
    """Type the name on the card, then go to the ticket's and type that one."""
    type_text(page, f"\t{name}")
    while path(page) != TICKET:
        type_text(page, "\t")
    type_text(page, f"{ticket}\t")


@pytest.mark.parametrize(
    ("ticket", "words"),
    [
        ("contoh/maria", "Cocok dengan KTP (dibalik)"),
        ("contoh/mariamrs", "Cocok dengan KTP (bergelar, dibalik)"),
        ("contoh/m", "Disingkat; cocokkan dengan KTP · Alt+M"),
        ("tjontoh/marya", "Ejaan lain dari KTP, bisa sama · Alt+M"),
        ("misal/yosefina", "Berbeda dari KTP. Periksa keduanya · Alt+M"),
    ],
)
def test_a_ticket_is_compared_with_the_card_while_typing(page, ticket, words):
    type_names(page, "maria contoh", ticket)

    assert words in told(page)
    assert DIFFERS not in page.model.answers


def test_nothing_is_said_while_one_name_is_missing(page):
    type_text(page, "\tmaria contoh\t")

    assert told(page) == ""


def test_one_key_records_what_the_officer_found_and_takes_it_back(page):
    type_names(page, "maria contoh", "misal/yosefina")
    before = path(page)

    answers = []
    for _ in range(3):
        press(page, Qt.Key.Key_M, ALT)
        answers.append((page.model.answers.get(DIFFERS), told(page)))

    assert [answer for answer, _ in answers] == [True, False, None]
    assert answers[0][1] == "Dicatat: berbeda dari KTP · Alt+M ubah"
    assert "orangnya sama" in answers[1][1]
    assert "Periksa keduanya" in answers[2][1]
    assert path(page) == before  # nobody loses his place for it


def test_what_was_recorded_is_saved_and_nothing_else(qtbot, page, desk):
    type_names(page, "maria contoh", "misal/yosefina")
    press(page, Qt.Key.Key_M, ALT)
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert saved(qtbot, desk).answers[DIFFERS] is True


def test_a_doubt_alone_is_never_recorded(qtbot, page, desk):
    type_names(page, "maria contoh", "misal/yosefina")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert DIFFERS not in saved(qtbot, desk).answers


def test_without_a_ticket_the_key_records_nothing():
    assert next_answer({"traveller.name": "CONTOH"}) == {}
