"""Widgets by keys only, in a real window, offscreen."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posko_app.ui.theme import Mode, apply_theme
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.chip import Chip, ChipState
from posko_app.ui.widgets.choices import initials, matches
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.date_edit import DateEdit, age_on, dashed, read_date
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.level import LevelPill
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import NikEdit, grouped
from posko_app.ui.widgets.panel import Panel
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

    assert "@" not in qapp.styleSheet()
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
