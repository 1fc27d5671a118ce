"""Only two Esc in a row empty the form, and Ctrl+Z brings all of it back."""

from PySide6.QtCore import Qt

from tests.support.keys import ALT, CTRL, press, type_text
from tests.support.periksa_looks import ask_questions, path

ESC = Qt.Key.Key_Escape


def test_an_answer_between_two_esc_keys_keeps_the_form(page):
    type_text(page, "9902015711890003\tCONTOH NAMA SATU\t")
    page.view.questions.setFocus()
    press(page, ESC)

    type_text(page, "23")
    press(page, ESC)

    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"


def test_another_field_between_two_esc_keys_keeps_the_form(page):
    ask_questions(page, 1, "3")
    page.moves.go_to("traveller.nik")
    press(page, ESC)

    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Backtab)
    press(page, ESC)

    assert path(page) == "traveller.nik"
    assert page.model.answers["claimed.purpose"] == "keluarga"


def test_ctrl_z_brings_back_the_field_that_the_first_esc_emptied(page):
    type_text(page, "9902015711890003\tCONTOH NAMA SATU")
    press(page, ESC)
    press(page, ESC)
    assert dict(page.model.answers).keys() == {"departure.kind"}

    press(page, Qt.Key.Key_Z, CTRL)

    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert page.model.answers["traveller.nik"] == "9902015711890003"


def test_the_only_field_of_a_form_comes_back_too(page):
    type_text(page, "9902015711890003")
    press(page, ESC)
    press(page, ESC)

    press(page, Qt.Key.Key_Z, CTRL)

    assert page.model.answers["traveller.nik"] == "9902015711890003"


def test_a_decision_changed_by_one_key_can_be_taken_back(page):
    type_text(page, "9902015711890003\tCONTOH NAMA SATU")
    press(page, Qt.Key.Key_T, ALT)
    first = page.view.bar.remedy.text()
    press(page, Qt.Key.Key_B, ALT)
    offered, changed = page.view.bar.remedy.text(), page.model.answers["decision"]
    press(page, Qt.Key.Key_Z, CTRL)

    assert first == ""  # nothing stood there before
    assert (offered, changed) == ("Urungkan (Ctrl+Z)", "boleh")
    assert page.model.answers["decision"] == "tunda"
    assert page.view.bar.remedy.text() == ""
