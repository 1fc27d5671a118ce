"""Every key and every place of the Periksa screen: focus, panels, letters, room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from posko_app.domain.screening import Draft
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_finding_list import FindingLine
from posko_app.ui.periksa_focus import focused
from posko_app.ui.periksa_questions_model import QUESTIONS
from posko_app.ui.theme import DARK, apply_theme
from posko_app.ui.widgets.scroller import Scroller
from tests.support.fake_desk import START, around
from tests.support.keys import ALT, SHIFT, press, show, type_text
from tests.support.periksa_looks import make_kuning, path, said, saved

CATALOGUE = load_catalogue()
LEFT_OPEN = Draft("f" * 32, {"traveller.name": "CONTOH NAMA DUA"}, START, START)


def hold(key: Qt.Key) -> None:
    """Repeat a key the way a keyboard does while it is held down, shortcuts included."""
    target = QApplication.focusWidget()
    text = "\r" if key == Qt.Key.Key_Return else ""
    QTest.simulateEvent(target, True, key, Qt.KeyboardModifier.NoModifier, text, True)


def scrolled(page: PeriksaPage) -> list[str]:
    """Name the parts of the first page that do not fit."""
    QApplication.sendPostedEvents()
    return [
        type(scroller.widget()).__name__
        for scroller in page.findChildren(Scroller)
        if scroller.verticalScrollBar().maximum() > 0
    ]


def test_enter_goes_to_the_next_empty_field_and_shift_enter_back(qtbot, page):
    type_text(page, "\tcontoh nama\n")
    after_name = path(page)
    press(page, Qt.Key.Key_Return, SHIFT)
    back = path(page)
    press(page, Qt.Key.Key_Return, SHIFT)
    type_text(page, "9902\n")

    assert after_name == "traveller.dob_ktp"
    assert back == "traveller.name"
    assert path(page) == "traveller.dob_ktp"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F9])
def test_a_key_held_down_never_saves_and_never_answers(qtbot, page, desk, key):
    make_kuning(page)
    press(page, key)
    before = page.model.answers
    for _ in range(20):
        hold(key)

    assert desk.screening.records == []
    assert page.model.answers == before


@pytest.mark.parametrize("size", [(1092, 460), (1366, 620)])
def test_further_fields_fit_between_the_columns(qtbot, page, size):
    page.resize(*size)
    press(page, Qt.Key.Key_F8)
    QApplication.sendPostedEvents()
    more = page.view.more

    qtbot.waitUntil(lambda: more.widget().width() <= more.viewport().width())


def test_a_long_name_shows_its_beginning_once_it_is_left(page):
    type_text(page, "\t" + "contoh nama panjang " * 4)
    field = focused()
    typing = field.cursorPosition()
    type_text(page, "\t")

    assert (typing, field.cursorPosition()) == (80, 0)


def test_larger_letters_chosen_on_another_page_find_their_room(qapp, page):
    label = page.view.form.editor_of("ticket.name").parent().label
    page.hide()
    apply_theme(qapp, "light", 1.25)
    try:
        page.show()

        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        assert page.view.bar.height() > 54
    finally:
        apply_theme(qapp, "light")


def test_the_number_of_the_question_follows_the_look(qapp, page):
    apply_theme(qapp, "dark")
    try:
        assert DARK.accent.lower() in page.view.questions.sentence.text().lower()
    finally:
        apply_theme(qapp, "light")


def test_typing_goes_on_where_it_stopped_when_the_field_is_given_back(page):
    type_text(page, "\tcontoh na")
    field = focused()
    page.view.bar.keys.setFocus(Qt.FocusReason.OtherFocusReason)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    type_text(page, "ma")

    assert page.model.answers["traveller.name"] == "CONTOH NAMA"


def test_f3_repeats_the_value_of_the_person_before(qtbot, page, desk):
    type_text(page, "\ncontoh nama satu\n\n\nbelu\n")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    saved(qtbot, desk)
    type_text(page, "\n\n\n\n")
    press(page, Qt.Key.Key_F3)

    assert path(page) == "traveller.origin"
    assert page.model.answers["traveller.origin"] == "Kab. Belu"


def test_f4_goes_to_the_next_message_and_round(qtbot, page):
    type_text(page, "9902\tCONTOH\t20111910\t\t\t\t12345\t")
    press(page, Qt.Key.Key_F4)
    first = path(page)
    press(page, Qt.Key.Key_F4)
    second = path(page)

    assert first == "traveller.nik"
    assert second == "traveller.dob_ktp"


def test_f6_visits_every_panel(qtbot, page):
    seen = []
    for _ in range(6):
        press(page, Qt.Key.Key_F6)
        seen.append(path(page) or focused())

    assert seen == [
        "journey.final_country",
        page.view.questions,
        page.view.side.list.reasons,
        "decision_reason",
        page.view.bar.keys,
        "traveller.nik",
    ]


def test_f8_opens_the_further_fields_and_returns(qtbot, page):
    type_text(page, "9902\n")
    press(page, Qt.Key.Key_F8)
    type_text(page, "BA-12\n")
    inside = path(page)
    press(page, Qt.Key.Key_F8)

    assert page.model.answers["paper_no"] == "BA-12"
    assert inside == "place"
    assert path(page) == "traveller.name"


def test_code_lists_take_letters_in_the_further_fields(qtbot, page):
    press(page, Qt.Key.Key_F8)
    page.view.more.code_lists[0].setFocus()
    type_text(page, "4A")

    assert page.model.answers["officer_ticks.age_child_family_unaware"] is True
    assert page.model.answers["officer_ticks.dec_terms_changed"] is True


def test_a_paper_shows_the_same_in_both_places(qtbot, page):
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_P, ALT)

    shown = page.view.form.editor_of("docs.paspor")
    assert shown.value() == "ada"


def test_alt_letters_decide_from_any_field(qtbot, page):
    type_text(page, "9902")
    press(page, Qt.Key.Key_B, ALT)

    assert page.model.answers["decision"] == "boleh"
    assert path(page) == "traveller.nik"
    assert page.model.answers["traveller.nik"] == "9902"


def test_a_delay_leads_to_its_reason(qtbot, page):
    press(page, Qt.Key.Key_T, ALT)

    assert path(page) == "decision_reason"


def test_questions_are_answered_by_digits_and_letters(qtbot, page):
    page.view.questions.setFocus()
    type_text(page, "1\n")
    second = page.view.questions.question.number
    type_text(page, "m")
    type_text(page, "4")  # one choice answers question 3 and goes on
    fourth = page.view.questions.question.number

    assert (second, fourth) == (2, 4)
    assert page.model.answers["claimed.purpose"] == "kerja_ln"
    assert page.model.answers["answers.Q2"] == "menolak"
    assert page.model.answers["ticket.payer"] == "perekrut"
    assert page.view.form.editor_of("ticket.payer").value() == "perekrut"


def test_alt_digits_mark_the_present_question_from_any_field(qtbot, page):
    press(page, Qt.Key.Key_3, ALT)

    assert page.model.answers["claimed.purpose"] == "keluarga"
    assert path(page) == "traveller.nik"


def test_the_tab_key_visits_every_input_once_in_the_stored_order(qtbot, page):
    wanted = page.view.tab_stops()
    seen: list[QWidget] = []
    for _ in wanted:
        seen.append(focused())
        press(page, Qt.Key.Key_Tab)

    assert seen == wanted
    assert focused() is wanted[0]
    visible = {w for w in page.findChildren(QWidget) if w.isVisible()}
    takers = {w for w in visible if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled()}
    assert takers == set(wanted)


def test_every_input_has_a_name_for_readers(page):
    page.view.show_more(shown=True)
    takers = [
        w
        for w in page.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.inherits("QScrollArea")
    ]

    assert [w for w in takers if not w.accessibleName()] == []
    assert [w for w in takers if w.accessibleName().startswith("[")] == []


def test_no_two_shortcuts_are_the_same(page):
    keys = [shortcut.key().toString() for shortcut in page.findChildren(QShortcut)]
    mnemonics = [label.text() for label in page.findChildren(QLabel) if "&" in label.text()]

    assert len(keys) == len(set(keys))
    assert [text for text in mnemonics if "&&" not in text and "&amp;" not in text] == [
        page.view.bar.save.caption.text()
    ]


@pytest.mark.parametrize(("width", "height"), [(1092, 485), (1366, 620)])
def test_everything_fits_the_screens_of_the_desk(qtbot, theme, desk, clock, width, height):
    page = PeriksaPage(desk, CATALOGUE, theme, around=around(clock))
    page.resize(width, height)
    show(qtbot, page)
    page.view.identity.papers.press("K")
    page.view.identity.papers.press("K")

    for question in QUESTIONS:
        page.view.questions.go_to(question.number)
        for option in question.options:
            page.model.set(option.path, option.value)
        page.view.questions.show_answers(page.model.answers)
        qtbot.waitUntil(lambda: scrolled(page) == [], timeout=500)

    assert (page.width(), page.height()) == (width, height)


def test_larger_letters_scroll_instead_of_hiding_fields(qtbot, theme, desk, clock, qapp):
    apply_theme(qapp, "light", 1.5)
    page = PeriksaPage(desk, CATALOGUE, theme, around=around(clock))
    page.resize(1366, 620)
    show(qtbot, page)
    for _ in range(30):
        press(page, Qt.Key.Key_Tab)
        at = focused()
        corner = at.mapTo(page, at.rect().bottomRight())
        assert page.rect().contains(corner), at.accessibleName()
    apply_theme(qapp, "light")

    qtbot.waitUntil(lambda: scrolled(page) == [], timeout=500)


def test_a_reason_shows_the_same_in_both_places(qtbot, page):
    press(page, Qt.Key.Key_T, ALT)
    press(page, Qt.Key.Key_F8)
    chips = next(row for row in page.view.more.code_lists if "decision_reason.lain" in row.chips)
    chips.setFocus()
    type_text(page, "7")

    reason = next(row for row in page.view.side.fields.rows if row.path == "decision_reason")
    assert reason.editor.value() == "menunggu_konfirmasi"


def test_f4_without_messages_goes_to_what_is_missing(qtbot, page):
    type_text(page, "9902015711890003\tCONTOH NAMA SATU\t")
    press(page, Qt.Key.Key_F4)

    assert path(page) == "traveller.sex"


def test_what_is_missing_of_the_departure_opens_its_line(qtbot, page):
    page.moves.go_to("departure.carrier")

    assert focused() is page.view.departure.editor.editors[1]
    press(page, Qt.Key.Key_Return, SHIFT)
    assert focused() is page.view.departure.editor.editors[0]


def test_the_missing_decision_is_its_row(page):
    page.moves.go_to("decision")

    assert focused() is page.view.bar.keys


def test_a_field_behind_f8_is_opened_when_it_is_looked_for(qtbot, page):
    page.moves.go_to("traveller.kk")
    further = path(page)
    page.moves.go_to("journey.final_city")

    assert further == "traveller.kk"
    assert path(page) == "journey.final_city"


def test_a_click_on_a_message_goes_to_its_field(qtbot, page):
    type_text(page, "9902\t")
    line = page.view.side.list.findChild(FindingLine)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)

    assert path(page) == "traveller.nik"


def test_esc_leaves_the_further_fields_and_the_question_for_a_decision(qtbot, page):
    type_text(page, "9902\n")
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_Escape)
    back = (page.view.more_is_open(), path(page))
    make_kuning(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Escape)

    assert back == (False, "traveller.name")
    assert said(page).startswith("2 tanda.")
    assert page.model.answers["traveller.nik"] == "9902"


def test_a_question_put_aside_stays_open_and_arrows_go_round_them(qtbot, page):
    page.view.questions.setFocus()
    press(page, Qt.Key.Key_Right)
    type_text(page, "0")
    third = page.view.questions.question.number
    press(page, Qt.Key.Key_Left)

    assert third == 3
    assert page.view.questions.question.number == 2
    assert page.model.answers["answers.Q2"] == "tidak_ditanya"


def test_enter_on_the_last_question_goes_to_the_decision(qtbot, page):
    page.view.questions.setFocus()
    for _ in range(10):
        press(page, Qt.Key.Key_Return)

    assert page.view.questions.question.number == 10
    assert focused() is page.view.bar.keys
    assert page.model.answers["answers.Q10"] == "dijawab"


def test_plain_letters_decide_in_the_decision_row_only(qtbot, page):
    page.view.bar.keys.setFocus()
    type_text(page, "x")
    type_text(page, "b")
    chosen = page.view.bar.keys.buttons["boleh"].property("state")
    press(page, Qt.Key.Key_Return)

    assert (chosen, page.model.answers["decision"]) == ("chosen", "boleh")
    assert said(page).startswith("Belum ada isian.")


def test_a_decision_about_nobody_goes_with_esc(qtbot, page):
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)

    assert "decision" not in page.model.answers
