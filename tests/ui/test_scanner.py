"""The scanner filter in the real window: every scan fills, nothing leaks, typing stays typing."""

from random import Random

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from posko_app.ui.periksa_focus import focused
from posko_app.ui.scanner import ScannerFilter
from posko_app.ui.scanner_burst import Burst, Stage
from tests.domain.scans.mrz_maker import digit
from tests.support.scanners import TIMINGS, gaps_of
from tests.ui.scanner_desk import desk, keyboard, outcomes, periksa, shared, window

__all__ = ["desk", "keyboard", "outcomes", "periksa", "shared", "window"]

FIRST = "P<IDNCONTOH<<MARIA<REKAAN".ljust(44, "<")
TYPED = " ".join(["yohanes contoh rekaan dari desa contoh"] * 4)
PASS = f"M1{'CONTOH/MARIA REKAAN':20}E{'ABC123':7}KOESUBJT 0691 328Y021A0042 100"
BOARDS = {
    "ticket.name": "CONTOH/MARIA REKAAN",
    "ticket.booking_code": "ABC123",
    "ticket.seat": "21A",
    "ticket.sequence": "42",
    "departure.carrier": "Lion Air",
    "departure.number": "JT691",
    "departure.from": "KOE",
    "departure.to": "SUB",
    "departure.departs_on": "2026-11-24",
}
NUMBER, BORN, EXPIRES = "X0000000", "980705", "300115"


def passport(first=FIRST, number=NUMBER) -> str:
    """Give a passport's two lines, Enter after each, as a reader sends them."""
    nine = number.ljust(9, "<")
    line = f"{nine}{digit(nine)}IDN{BORN}{digit(BORN)}F{EXPIRES}{digit(EXPIRES)}".ljust(42, "<")
    line += digit("<" * 14)
    line += digit(line[:10] + line[13:20] + line[21:43])
    return f"{first}\n{line}\n"


def says_all(answers) -> dict:
    return {
        path: answers.get(path)
        for path in (
            *("traveller.passport", "traveller.passport_expires_on", "traveller.name"),
            *("traveller.dob_other", "traveller.dob_other_source", "traveller.sex"),
        )
    }


READ = {
    "traveller.passport": NUMBER,
    "traveller.passport_expires_on": "2030-01-15",
    "traveller.name": "MARIA REKAAN CONTOH",
    "traveller.dob_other": "1998-07-05",
    "traveller.dob_other_source": "paspor",
    "traveller.sex": "P",
}


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


def test_typing_with_bursts_is_never_a_scan(window, periksa, keyboard):
    periksa.moves.go_to("notes")
    for words in (60, 100, 120):
        focused().selectAll()
        keyboard.send(window, TYPED, typist(Random(words), words))
        keyboard.rest()

        assert keyboard.heard == [], words
        assert periksa.model.answers["notes"] == TYPED, words


def typist(random, words):
    """Give pauses of a person: five keys a word, now and then up to four as good as at once."""
    usual = 60_000 / (words * 5)
    while True:
        for _ in range(random.randint(2, 9)):
            yield max(45.0, random.gauss(usual, usual / 4))
        for _ in range(random.randint(0, 4)):
            yield random.uniform(8, 34)


def test_a_filter_that_trusts_two_fast_keys_takes_typing_for_a_scan(
    window, periksa, keyboard, monkeypatch
):
    """The negative control: without it the test above might never come near."""
    monkeypatch.setattr("posko_app.ui.scanner_burst.FAST_KEYS", 2)
    monkeypatch.setattr("posko_app.ui.scanner_burst.DIFFERENT", 2)
    periksa.moves.go_to("notes")
    keyboard.send(window, TYPED, typist(Random(120), 120))
    keyboard.rest()

    assert keyboard.heard != []
    assert periksa.model.answers.get("notes") != TYPED


def test_a_key_held_down_is_no_scan_whether_its_repeats_say_so_or_not(window, periksa, keyboard):
    periksa.moves.go_to("recruiter.name")
    for number in range(80):
        hold(window, keyboard, "a", marked=number < 40)
    keyboard.rest()

    assert keyboard.heard == []
    assert periksa.model.answers["recruiter.name"] == "A" * 80


def hold(window, keyboard, sign, *, marked):
    """Repeat a key as a desktop does, every 33 ms; not all of them say that it is a repeat."""
    keyboard.now += 33
    keyboard.filter.check()
    event = QKeyEvent(
        QEvent.Type.KeyPress, ord(sign.upper()), Qt.KeyboardModifier.NoModifier, sign, marked
    )
    QApplication.sendEvent(window.windowHandle(), event)


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
    kept = []
    keyboard.filter.heard.connect(
        lambda _: kept.append((edit.text(), edit.cursorPosition(), edit.selectedText()))
    )
    keyboard.scan(window, passport(), "20")

    assert kept == [("desa contoh", 5, "cont")]


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


def test_typing_still_reaches_what_waits_for_it(window, keyboard):
    window.show_page("daftar")
    page = window.page("daftar")
    page.combo.setFocus()
    keyboard.send(window, "pas", [100, 20, 20])
    keyboard.rest()
    chosen = page.combo.currentText()
    page.button.setFocus()
    keyboard.send(window, " ", [300])
    keyboard.rest()

    assert chosen == "Paspor"
    assert page.pressed == [1]


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


def test_a_burst_starts_anew_after_each_pause():
    burst = Burst()
    for at in (0, 10, 20):
        burst.add(at, "a")

    assert not burst.belongs(60)
    assert burst.stage is Stage.TYPING


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


def test_a_key_of_the_screen_comes_after_the_letters_that_waited(window, periksa, keyboard):
    periksa.moves.go_to("traveller.sex")
    keyboard.press(window, "p", 200)
    keyboard.now += 10
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert periksa.model.answers["traveller.sex"] == "P"
    assert focused() in periksa.view.departure.editor.editors


def test_on_the_questions_no_digit_of_a_scan_marks_anything(window, periksa, keyboard):
    periksa.view.questions.setFocus()
    before = dict(periksa.model.answers)
    keyboard.scan(window, "9902015711890003\n", "5-30")

    changed = {k for k, v in periksa.model.answers.items() if before.get(k) != v}
    assert changed == {"traveller.nik", "traveller.sex", "scanned.nik", "scanned.sex"}


def test_with_the_clocks_of_the_desktop_a_scan_is_heard_once(qtbot, window, periksa, keyboard):
    """The same with real stamps and timers: the harness sends faster than any scanner."""
    keyboard.filter.stop()
    real = ScannerFilter(typed_before=lambda _raw: 0)
    heard = []
    real.scanned.connect(heard.append)
    real.start()
    periksa.moves.go_to("traveller.name")
    for sign in passport():
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return if sign == "\n" else sign)
    qtbot.waitUntil(lambda: bool(heard))
    real.stop()

    assert heard == [passport().strip()]
    assert focused().text() == ""
