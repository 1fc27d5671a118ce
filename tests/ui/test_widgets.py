"""Widgets by keys only, in a real window, offscreen."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from posko_app.ui.theme import Mode, apply_theme
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.chip import Chip, ChipState
from posko_app.ui.widgets.chip_row import ChipRow
from posko_app.ui.widgets.choices import initials, matches
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.date_edit import DateEdit, age_on, dashed, read_date
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.level import LevelPill
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import NikEdit, grouped
from posko_app.ui.widgets.panel import Panel
from posko_app.ui.widgets.suggest_edit import SuggestEdit
from posko_app.ui.widgets.typed import NumberEdit, PhoneEdit, TimeEdit, YesNoBox
from tests.support.keys import press, show, stacked, type_text

pytestmark = pytest.mark.ui
TODAY = date(2026, 11, 24)
COUNTRIES = {"my": "Malaysia", "hk": "Hong Kong", "mm": "Myanmar", "sg": "Singapura"}
JOBS = {"prt": "Pekerja rumah tangga", "kebun": "Pekerja kebun", "toko": "Penjaga toko"}


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = show(qtbot, stacked(*widgets))
    widgets[0].setFocus()
    return window


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_every_placeholder_of_the_stylesheet_is_filled(qapp: QApplication, mode: Mode) -> None:
    theme = apply_theme(qapp, mode, 1.15)
    sheet = qapp.styleSheet()
    apply_theme(qapp, Mode.LIGHT)  # as other tests expect the application to be dressed

    assert "@" not in sheet
    assert theme.dark is (mode is Mode.DARK)


def test_nik_is_read_in_fours_and_stored_as_digits(qtbot: QtBot) -> None:
    edit = NikEdit()
    window = shown(qtbot, edit)

    type_text(window, "99020157a11890003777")

    assert edit.text() == "9902 0157 1189 0003"
    assert edit.value() == "9902015711890003"
    assert edit.trailing() == "✓"


def test_nik_keeps_the_cursor_where_a_digit_was_removed(qtbot: QtBot) -> None:
    edit = NikEdit()
    window = shown(qtbot, edit)
    edit.set_value("9902015711890003")
    edit.setCursorPosition(9)

    press(window, Qt.Key.Key_Backspace)

    assert edit.text() == grouped("990201511890003")
    assert edit.cursorPosition() == 8


def test_digits_of_a_date_get_their_dashes_and_the_age(qtbot: QtBot) -> None:
    edit = DateEdit(lambda: TODAY)
    window = shown(qtbot, edit)

    type_text(window, "17111989")

    assert edit.text() == "17-11-1989"
    assert edit.value() == "1989-11-17"
    assert edit.trailing() == "37 th"


def test_what_is_no_date_is_kept_as_typed(qtbot: QtBot) -> None:
    edit = DateEdit(lambda: TODAY)
    window = shown(qtbot, edit)

    type_text(window, "31021989")

    assert not edit.is_readable()
    assert edit.value() == "31-02-1989"


def test_dates_are_read_from_every_usual_way_of_writing() -> None:
    assert read_date("1/2/03", today=TODAY) == date(2003, 2, 1)
    assert read_date("17.11.1989", today=TODAY) == date(1989, 11, 17)
    assert read_date("171189", today=TODAY) == date(1989, 11, 17)
    assert read_date("besok", today=TODAY) is None
    assert dashed("17111") == "17-11-1"
    assert age_on(date(2008, 11, 25), TODAY) == 17


def test_short_code_initials_and_first_letters_choose() -> None:
    assert matches("my", tuple(COUNTRIES), COUNTRIES) == ("my", "mm")
    assert matches("prt", tuple(JOBS), JOBS)[0] == "prt"
    assert matches("kong", tuple(COUNTRIES), COUNTRIES) == ("hk",)
    assert matches("pe ke", tuple(JOBS), JOBS)[0] == "kebun"
    assert matches("zz", tuple(JOBS), JOBS) == ()
    assert initials("Bekerja di luar negeri (LN)") == "bdlnl"


def test_code_box_chooses_by_typing_only(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    after = LineEdit()
    window = shown(qtbot, box, after)

    type_text(window, "m")
    first = box.value()
    type_text(window, "y")
    press(window, Qt.Key.Key_Tab)

    assert first == "my"
    assert box.value() == "my"
    assert box.text() == "Malaysia"
    assert not box.is_open()
    assert after.hasFocus()


def test_code_box_ignores_letters_that_lead_nowhere(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    window = shown(qtbot, box)

    type_text(window, "honx")

    assert box.value() == "hk"


def test_code_box_steps_with_arrows_and_empties_with_delete(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    window = shown(qtbot, box)

    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    second = box.value()
    press(window, Qt.Key.Key_Delete)

    assert second == "hk"
    assert box.value() is None
    assert box.text() == ""


def test_the_list_of_a_code_box_goes_with_its_page(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    window = shown(qtbot, box)
    type_text(window, "m")
    before = box.is_open()

    box.hide()

    assert before
    assert not box.is_open()


def test_code_box_shows_a_code_it_does_not_know(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    qtbot.addWidget(box)

    box.set_value("xx")

    assert box.text() == "xx"
    assert box.value() == "xx"


def test_chip_goes_round_its_states(qtbot: QtBot) -> None:
    states = (
        ChipState(None),
        ChipState("ada", " ✓", "yes"),
        ChipState("tidak_ada", " — tidak ada", "no"),
    )
    chip = Chip("P", "Paspor", states=states)
    window = shown(qtbot, chip)
    seen: list[object] = []
    chip.value_changed.connect(seen.append)

    for _ in range(3):
        press(window, Qt.Key.Key_Space)

    assert seen == ["ada", "tidak_ada", None]
    assert chip.property("state") == ""


def test_a_hint_moves_nothing(qtbot: QtBot) -> None:
    row = FieldRow("NIK", NikEdit(), path="traveller.nik")
    below = LineEdit()
    window = shown(qtbot, row, below)
    before = below.pos()

    row.show_hint("NIK harus 16 angka. Sekarang 15.", "caution")
    qtbot.waitUntil(lambda: row.hint.text() != "")
    window.layout().activate()

    assert below.pos() == before
    assert row.editor.accessibleName() == "NIK"
    assert row.editor.property("state") == "caution"


def test_two_fields_of_a_line_share_one_hint(qtbot: QtBot) -> None:
    first = FieldRow("Lahir", LineEdit(), path="traveller.dob_ktp")
    second = FieldRow("", LineEdit(), path="traveller.sex")
    first.add_beside(second, 1)
    window = shown(qtbot, first)

    first.show_hint("Usia 14 tahun.", "caution")
    second.show_hint("Pilih dari daftar.", "problem")
    both = (first.hint.whole(), first.hint.property("role"))
    second.show_hint("")

    assert both == ("Usia 14 tahun. · Pilih dari daftar.", "problem")
    assert (first.hint.whole(), first.hint.property("role")) == ("Usia 14 tahun.", "caution")
    assert not second.hint.isVisibleTo(window)


def test_numbers_phones_and_times_are_written_the_usual_way(qtbot: QtBot) -> None:
    number, phone, clock = NumberEdit(), PhoneEdit(), TimeEdit()
    window = shown(qtbot, number, phone, clock)

    type_text(window, "9500000x\t081234567890\t755\t")

    assert (number.text(), number.value()) == ("9.500.000", 9_500_000)
    assert phone.text() == "0812-3456-7890"
    assert (clock.text(), clock.value()) == ("07.55", "07:55")


def test_a_phone_number_is_written_the_usual_way_once_it_is_left(qtbot: QtBot) -> None:
    home, abroad, other = PhoneEdit(), PhoneEdit(), PhoneEdit()
    seen: list[object] = []
    window = shown(qtbot, home, abroad, other, LineEdit())
    home.value_changed.connect(seen.append)

    type_text(window, "62 0812 3456 7890\t0060 12-345 6789\tnomor kakak\t")

    assert home.text() == seen[-1] == "0812-3456-7890"
    assert abroad.value() == "+60123456789"
    assert other.text() == "nomor kakak"


def test_a_digit_taken_out_of_a_number_keeps_the_cursor(qtbot: QtBot) -> None:
    number = NumberEdit()
    window = shown(qtbot, number)
    number.set_value(9_500_000)
    number.setCursorPosition(3)

    press(window, Qt.Key.Key_Backspace)

    assert (number.text(), number.cursorPosition()) == ("900.000", 1)


def test_a_stored_phone_is_shown_as_it_is_read_aloud(qtbot: QtBot) -> None:
    phone = PhoneEdit()
    qtbot.addWidget(phone)
    phone.set_value("+6281234567890")
    own = phone.text()
    phone.set_value("+60123456789")

    assert own == "0812-3456-7890"
    assert phone.text() == "+60123456789"


def test_what_is_no_time_is_kept_as_typed(qtbot: QtBot) -> None:
    clock = TimeEdit()
    window = shown(qtbot, clock)

    type_text(window, "2599\t")

    assert clock.value() == "2599"


def test_yes_and_no_are_letters(qtbot: QtBot) -> None:
    box = YesNoBox("Ya", "Tidak")
    window = shown(qtbot, box)
    seen: list[object] = []
    box.value_changed.connect(seen.append)

    type_text(window, "y")
    press(window, Qt.Key.Key_Delete)
    type_text(window, "t")
    box.set_value(value=True)

    assert seen == [True, None, False]
    assert box.text() == "Ya"


def test_a_name_is_proposed_and_an_abbreviation_written_out(qtbot: QtBot) -> None:
    edit = SuggestEdit(("Kab. Belu", "Kab. Malaka"), {"tts": "Kab. Timor Tengah Selatan"})
    window = shown(qtbot, edit, LineEdit())

    type_text(window, "kab. m")
    proposed = (edit.text(), edit.selectedText())
    press(window, Qt.Key.Key_Backspace)
    taken_back = edit.text()
    edit.clear()
    type_text(window, "tts\t")

    assert proposed == ("Kab. Malaka", "alaka")
    assert taken_back == "Kab. M"
    assert edit.value() == "Kab. Timor Tengah Selatan"


def test_a_usual_country_comes_before_another_ones_code() -> None:
    names = {"MY": "Malaysia", "JP": "Jepang", "MA": "Maroko", "JE": "Jersey"}

    def meant(typed: str) -> str:
        return matches(typed, tuple(names), names, usual=2)[0]

    assert [meant(typed) for typed in ("ma", "je", "my", "mar", "jer")] == [
        *("MY", "JP", "MY", "MA", "JE")
    ]
    assert matches("ma", tuple(names), names)[0] == "MA"


def test_a_click_opens_the_list_and_chooses(qtbot: QtBot) -> None:
    box = CodeBox(tuple(COUNTRIES), COUNTRIES)
    window = shown(qtbot, box)

    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    shown_list = window.findChild(QListWidget)
    shown_list.itemClicked.emit(shown_list.item(1))

    assert box.value() == "hk"
    assert not box.is_open()


def test_chips_flow_into_lines_and_the_box_grows_with_them(qtbot: QtBot) -> None:
    row = ChipRow()
    row.set_chips(tuple((name, Chip(name, "Contoh panjang")) for name in "ABCDEF"))
    window = shown(qtbot, row)
    window.resize(700, 200)
    qtbot.waitUntil(lambda: row.width() > 600)
    wide = row.height()
    window.resize(300, 200)
    qtbot.waitUntil(lambda: row.height() > wide)

    below = row.chips["F"].geometry()
    assert row.rect().contains(below)


def test_a_row_of_chips_is_moved_by_letters_arrows_and_space(qtbot: QtBot) -> None:
    row = ChipRow()
    row.set_chips((("a", Chip("A", "Satu")), ("b", Chip("B", "Dua"))))
    window = shown(qtbot, row)
    seen: list[tuple[str, object]] = []
    row.value_changed.connect(lambda name, value: seen.append((name, value)))

    type_text(window, "b")
    press(window, Qt.Key.Key_Left)
    press(window, Qt.Key.Key_Space)

    assert seen == [("b", True), ("a", True)]
    assert not row.press("Z")


def test_banner_keeps_its_place_and_carries_one_remedy(qtbot: QtBot) -> None:
    banner = Banner(reserve=True)
    window = shown(qtbot, banner)
    done: list[str] = []

    banner.say(
        "Formulir dikosongkan.", "hint", action="Urungkan", on_action=lambda: done.append("x")
    )
    banner.button.click()
    banner.clear()

    assert done == ["x"]
    assert banner.isVisibleTo(window)
    assert banner.text() == ""


def test_level_is_shape_and_sentence(qtbot: QtBot) -> None:
    pill = LevelPill()
    qtbot.addWidget(pill)

    pill.show_level("kuning", "Beri saran dan periksa")
    amber = pill.text()
    pill.show_level(None, "Belum dinilai")

    assert amber == "▲ Beri saran dan periksa"
    assert pill.text() == "Belum dinilai"


def test_key_button_answers_to_enter(qtbot: QtBot) -> None:
    button = KeyButton("F9", "Simpan & lanjut", primary=True)
    window = shown(qtbot, Panel("Keputusan"), button)
    button.setFocus()

    with qtbot.waitSignal(button.clicked):
        press(window, Qt.Key.Key_Return)
