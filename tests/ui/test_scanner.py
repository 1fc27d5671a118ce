"""The scanner filter in the real window: every scan fills, nothing leaks, typing stays typing."""

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from posko_app.ui.periksa_focus import focused
from posko_app.ui.scanner import ScannerFilter
from tests.support.scanned import BOARDS, FIRST, PASS, READ, passport, says_all
from tests.support.scanners import TIMINGS, gaps_of
from tests.ui.scanner_desk import desk, keyboard, outcomes, periksa, shared, window

__all__ = ["desk", "keyboard", "outcomes", "periksa", "shared", "window"]


def at_nik(periksa, keyboard, window):
    periksa.moves.go_to("traveller.nik")


def at_combo(periksa, keyboard, window):
    periksa.moves.go_to("traveller.sex")


def at_half_a_name(periksa, keyboard, window):
    periksa.moves.go_to("traveller.name")
    keyboard.send(window, "mar", [200] * 3)
    keyboard.rest()


def at_half_a_recruiter(periksa, keyboard, window):
    periksa.moves.go_to("recruiter.name")
    keyboard.send(window, "ibu con", [150] * 7)
    keyboard.rest()


def at_half_an_origin(periksa, keyboard, window):
    periksa.moves.go_to("traveller.origin")
    keyboard.send(window, "kab", [150] * 3)
    keyboard.rest()


STARTS = {
    at_nik: {},
    at_combo: {},
    at_half_a_name: {},
    at_half_a_recruiter: {"recruiter.name": "IBU CON"},
    at_half_an_origin: {"traveller.origin": "kab"},
}


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_a_passport_fills_its_fields_from_anywhere_at_any_speed(
    window, periksa, keyboard, desk, outcomes, start
):
    for round_, timing in enumerate(TIMINGS):
        periksa.acts.empty()
        start(periksa, keyboard, window)
        keyboard.scan(window, passport(), timing, seed=round_)

        answers = dict(periksa.model.answers)
        scanned = {path for path in answers if path.startswith("scanned.")}
        wanted = {*READ, *STARTS[start], "departure.kind", "docs.paspor"}
        assert says_all(answers) == READ, timing
        assert set(answers) - scanned == wanted, timing
        assert STARTS[start].items() <= answers.items(), timing
    assert desk.screening.records == []
    assert outcomes == ["ok"] * len(TIMINGS)


def test_a_boarding_pass_fills_ticket_and_flight_at_any_speed(window, periksa, keyboard):
    for timing in TIMINGS:
        periksa.acts.empty()
        periksa.moves.go_to("traveller.name")
        keyboard.scan(window, PASS + "\n", timing)

        assert BOARDS.items() <= periksa.model.answers.items(), timing
        assert "traveller.name" not in periksa.model.answers


def test_a_letter_typed_just_before_stays_typed_and_the_scan_is_whole(
    window, periksa, keyboard, outcomes
):
    periksa.moves.go_to("recruiter.name")
    keyboard.send(window, "ibu", [150] * 3)
    keyboard.scan(window, "c" + passport(), "20")

    assert periksa.model.answers["recruiter.name"] == "IBUC"
    assert says_all(periksa.model.answers) == READ
    assert outcomes == ["ok"]


def test_selection_and_cursor_come_back_as_they_were(window, keyboard):
    window.show_page("daftar")
    edit = window.page("daftar").edit
    edit.setText("desa contoh")
    edit.setFocus()
    edit.setSelection(9, -4)
    edit.setModified(True)
    kept = []
    keyboard.filter.heard.connect(
        lambda _: kept.append(
            (edit.text(), edit.cursorPosition(), edit.selectedText(), edit.isModified())
        )
    )
    keyboard.scan(window, passport(), "20")

    assert kept == [("desa contoh", 5, "cont", True)]


def test_notes_get_text_and_selection_back(window, periksa, keyboard):
    periksa.moves.go_to("notes")
    notes = focused()
    keyboard.send(window, "dua kata", [150] * 8)
    keyboard.rest()
    cursor = notes.textCursor()
    cursor.setPosition(8)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    notes.setTextCursor(cursor)
    keyboard.scan(window, passport(), "20")

    kept = (notes.value(), notes.textCursor().position(), notes.textCursor().selectedText())
    assert kept == ("dua kata", 4, "kata")
    assert periksa.model.answers["notes"] == "dua kata"


def test_nothing_leaks_into_what_does_more_than_write(window, keyboard):
    for name in ("combo", "own", "button"):
        window.show_page("daftar")
        page = window.page("daftar")
        getattr(page, name).setFocus()
        keyboard.scan(window, passport(), "8")

    assert page.combo.currentText() == "Udara"
    assert page.own.currentText() == ""
    assert page.pressed == []
    assert window.shown() == "periksa"
    assert says_all(window.page("periksa").model.answers) == READ


def test_on_the_decision_no_letter_decides_and_no_enter_saves(window, periksa, keyboard, desk):
    keyboard.scan(window, passport(), "8")
    periksa.view.bar.keys.setFocus()
    keyboard.scan(window, "TBRS0123456789SBTR\n", "2")

    assert "decision" not in periksa.model.answers
    assert periksa.model.answers["ticket.booking_code"] == "TBRS0123456789SBTR"
    assert desk.screening.records == []


def test_a_shortcut_inside_a_scan_does_nothing(window, periksa, keyboard):
    periksa.moves.go_to("traveller.name")
    keyboard.send(window, FIRST, gaps_of("8"))
    keyboard.now += 8
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    keyboard.send(window, "\n" + passport().split("\n")[1], gaps_of("8"))
    keyboard.rest()

    assert window.shown() == "periksa"
    assert says_all(periksa.model.answers) == READ


def test_under_the_veil_nothing_is_filled_and_the_pin_stays_empty(
    window, periksa, keyboard, outcomes
):
    window.fall()
    keyboard.scan(window, passport(), "8")

    assert window.veil.pin.text() == ""
    assert outcomes == ["unread"]
    window.lift()
    assert "traveller.passport" not in periksa.model.answers
    assert "layar tertutup" in window.status.labels["scanner"].text()


def test_beside_an_open_dialog_nothing_is_filled_and_nothing_is_pressed(
    window, periksa, keyboard, outcomes
):
    box = QMessageBox(window)
    box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    still_open = []

    def meanwhile():
        keyboard.scan(window, passport(), "8")
        still_open.append(box.isVisible())
        box.reject()

    QTimer.singleShot(0, meanwhile)
    box.exec()

    assert still_open == [True]
    assert outcomes == ["unread"]
    assert "traveller.passport" not in periksa.model.answers


def test_a_programmed_prefix_makes_even_a_slow_scanner_one(window, periksa, keyboard):
    periksa.moves.go_to("traveller.name")
    keyboard.send(window, "\x02" + passport() + "\x03", gaps_of("100"))
    keyboard.rest()

    assert says_all(periksa.model.answers) == READ


def test_a_scan_counts_as_activity(window, periksa, keyboard):
    window.started.connect(keyboard.filter.start)
    window.start()
    keyboard.rest(100_000)
    keyboard.scan(window, passport(), "8")
    keyboard.rest(100_000)

    assert not window.idle.check()
    window.idle._timer.stop()


def test_the_focus_moves_on_only_from_a_field_that_was_filled(window, periksa, keyboard):
    periksa.moves.go_to("recruiter.name")
    keyboard.scan(window, passport())
    stayed = periksa.view.form.path_of(focused())
    periksa.acts.empty()
    periksa.moves.go_to("traveller.name")
    keyboard.scan(window, passport())

    assert stayed == "recruiter.name"
    assert periksa.view.form.path_of(focused()) not in {"traveller.name", ""}


@pytest.mark.parametrize("pause", [8, 110, 380])
def test_a_reader_that_pauses_between_the_lines_sends_one_scan(window, periksa, keyboard, pause):
    first, second, _ = passport().split("\n")
    periksa.moves.go_to("traveller.name")
    keyboard.send(window, first + "\n", gaps_of("8"))
    keyboard.rest(pause)
    keyboard.send(window, second + "\n", gaps_of("8"))
    keyboard.rest()

    assert keyboard.heard == [passport().strip()]
    assert says_all(periksa.model.answers) == READ


def test_a_line_end_may_come_as_a_control_character(window, periksa, keyboard):
    for ends in ("\r", "\n"):
        for sign in passport():
            keyboard.now += 8
            if sign == "\n":
                keyboard._press_control(window, ends)
            else:
                QTest.keyClick(window.windowHandle(), sign)
        keyboard.rest()

    assert keyboard.heard == [passport().strip()] * 2


def test_a_page_that_cannot_use_a_scan_now_is_said(window, keyboard, outcomes, monkeypatch):
    monkeypatch.setattr(window.page("periksa"), "take_scan", lambda _raw: "")
    keyboard.scan(window, passport())

    assert outcomes == ["unread"]
    assert "tidak dipakai" in window.status.labels["scanner"].text()


def test_on_the_questions_no_digit_of_a_scan_marks_anything(window, periksa, keyboard):
    periksa.view.questions.setFocus()
    before = dict(periksa.model.answers)
    keyboard.scan(window, "9902015711890003\n", "5-30")

    changed = {k for k, v in periksa.model.answers.items() if before.get(k) != v}
    assert changed == {"traveller.nik", "traveller.sex", "scanned.nik", "scanned.sex"}


def test_with_stamps_of_the_desktop_and_real_timers_a_scan_is_heard_once(
    qtbot, window, periksa, keyboard
):
    keyboard.filter.stop()
    real = ScannerFilter(typed_before=lambda _raw: 0)
    heard = []
    real.scanned.connect(heard.append)
    real.start()
    periksa.moves.go_to("traveller.name")
    for place, sign in enumerate(passport()):
        key = Qt.Key.Key_Return if sign == "\n" else Qt.Key(ord(sign))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign.strip())
            event.setTimestamp(5_000 + place * 8)
            QApplication.sendEvent(window.windowHandle(), event)
    qtbot.waitUntil(lambda: bool(heard))
    real.stop()

    assert heard == [passport().strip()]
    assert focused().text() == ""
