"""Suggestions under a field, by keys through the window; nothing is filled without a choice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.i18n import load_catalogue
from posko_app.services.gazetteer import places
from posko_app.ui.periksa_completers import ORIGIN
from posko_app.ui.widgets.completer_edit import CompleterEdit
from posko_app.ui.widgets.hanging_list import HangingList
from tests.support.keys import ALT, SHIFT, press, type_text
from tests.support.periksa_looks import path

WHERE = ("traveller.village", "traveller.kecamatan", "traveller.origin")
OESAPA = ("Oesapa", "Kelapa Lima", "Kota Kupang")


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    assert places().wait(30)


@pytest.fixture
def origin(page) -> CompleterEdit:
    page.moves.go_to(ORIGIN)
    return page.view.form.editor_of(ORIGIN)


def recorded(page):
    return tuple(page.model.answers.get(one) for one in WHERE)


def hanging(page):
    return [one for one in page.findChildren(HangingList) if one.isVisible()]


def test_one_choice_fills_village_kecamatan_and_kabupaten_and_goes_on(page, origin):
    type_text(page, "lima oesapa kel")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert recorded(page) == OESAPA
    assert origin.text() == "Kota Kupang"
    assert page.view.form.editor_of("traveller.village").text() == "Oesapa"
    assert path(page) == "traveller.phone"
    assert hanging(page) == []


def test_tab_takes_what_was_chosen_too(page, origin):
    type_text(page, "oesapa")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\t")

    assert recorded(page) == OESAPA
    assert path(page) == "traveller.village"


@pytest.mark.parametrize("leaving", ["\n", "\t"])
def test_without_a_choice_the_text_stays_as_typed(page, origin, leaving):
    type_text(page, f"oesapa{leaving}")

    assert recorded(page) == (None, None, "oesapa")


def test_stepping_past_the_end_chooses_nothing_again(page, origin):
    type_text(page, "oesapa")
    for _ in range(4):
        press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert recorded(page) == (None, None, "oesapa")


def test_going_back_takes_nothing(page, origin):
    type_text(page, "oesapa")
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return, SHIFT)

    assert recorded(page) == (None, None, "oesapa")


def test_the_list_begins_with_two_letters_and_never_takes_the_focus(page, origin):
    type_text(page, "o")
    after_one = origin.suggestions()
    type_text(page, "e")

    assert after_one == ()
    assert len(origin.suggestions()) == 12
    assert len(hanging(page)) == 1
    assert QApplication.focusWidget() is origin
    assert page.isActiveWindow()


def test_esc_closes_the_list_first_and_keeps_the_text(page, origin):
    type_text(page, "oesapa")
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Escape)
    after_one = (origin.text(), origin.is_open())
    press(page, Qt.Key.Key_Escape)

    assert after_one == ("oesapa", False)
    assert origin.text() == ""


def test_a_key_of_the_page_works_while_the_list_is_open(page, origin):
    type_text(page, "oesapa")
    press(page, Qt.Key.Key_D, ALT)
    press(page, Qt.Key.Key_F8)

    assert page.model.answers["docs.ktp"] == "ada"
    assert page.view.more_is_open()
    assert hanging(page) == []


def test_the_description_says_how_many_and_then_which(page, origin):
    before = origin.accessibleDescription()
    type_text(page, "oesapa")
    many = origin.accessibleDescription()
    press(page, Qt.Key.Key_Down)
    which = origin.accessibleDescription()
    press(page, Qt.Key.Key_Escape)

    assert many == load_catalogue().text("places.suggestions", count=3)
    assert which == "Oesapa, Kelapa Lima, Kota Kupang"
    assert origin.accessibleDescription() == before


def test_a_short_code_typed_in_full_is_written_out_unless_it_means_two(page, origin):
    type_text(page, "tts\t")
    clear = page.model.answers[ORIGIN]
    press(page, Qt.Key.Key_Backtab)
    type_text(page, "kupang\t")

    assert clear == "Kab. Timor Tengah Selatan"
    assert page.model.answers[ORIGIN] == "kupang"


def test_a_village_can_be_looked_up_in_its_own_field(page, origin):
    type_text(page, "\toesapa bar")
    editor = QApplication.focusWidget()
    rows = editor.suggestions()
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert rows == ("Oesapa Barat, Kelapa Lima, Kota Kupang",)
    assert recorded(page) == ("Oesapa Barat", "Kelapa Lima", "Kota Kupang")


def test_a_kabupaten_as_a_whole_leaves_the_village_alone(page, origin):
    type_text(page, "\tDusun Contoh")
    press(page, Qt.Key.Key_Backtab)
    type_text(page, "belu")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert recorded(page) == ("Dusun Contoh", None, "Kab. Belu")


def test_where_there_is_no_such_place_no_list_hangs(page, origin):
    type_text(page, "tempat contoh")

    assert hanging(page) == []
    assert page.model.answers[ORIGIN] == "tempat contoh"


def test_a_click_takes_a_row(page, origin):
    type_text(page, "oesapa")
    shown = hanging(page)[0]
    shown.setCurrentRow(0)
    shown.itemClicked.emit(shown.item(0))

    assert recorded(page) == OESAPA


def test_nothing_hangs_over_another_page_or_under_the_veil(page, origin):
    type_text(page, "oesapa")
    page.hide()

    assert [one for one in page.findChildren(HangingList) if not one.isHidden()] == []
    page.show()


def test_the_kecamatan_is_told_under_the_origin(page, origin):
    type_text(page, "oesapa")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    rows = [row for row in page.view.identity.fields.rows if row.path == ORIGIN]
    assert rows[0].hint.whole() == "Kec. Kelapa Lima"
