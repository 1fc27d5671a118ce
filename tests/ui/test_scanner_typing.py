"""Typing stays typing: fast bursts, keys held down, keys that wait for what they are."""

from random import Random

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posko_app.ui.periksa_focus import focused
from posko_app.ui.scanner import key_time
from posko_app.ui.scanner_burst import Burst, Stage
from tests.ui.scanner_desk import desk, keyboard, periksa, shared, window

__all__ = ["desk", "keyboard", "periksa", "shared", "window"]

TYPED = " ".join(["yohanes contoh rekaan dari desa contoh"] * 4)


def by_time_alone(keyboard, monkeypatch):
    """Leave words that came at once to the filter's timing; giving them back is tried below."""
    monkeypatch.setattr(keyboard.filter, "_typed_before", lambda _raw: 0)


def test_typing_with_bursts_is_never_a_scan(window, periksa, keyboard, monkeypatch):
    by_time_alone(keyboard, monkeypatch)
    periksa.moves.go_to("notes")
    for words in (60, 100, 120):
        focused().selectAll()
        keyboard.send(window, TYPED, typist(Random(words), words))
        keyboard.rest()

        assert keyboard.heard == [], words
        assert periksa.model.answers["notes"] == TYPED, words


def test_a_name_that_a_busy_window_hears_all_at_once_is_written(window, periksa, keyboard):
    periksa.moves.go_to("recruiter.name")
    keyboard.send(window, "contoh beku rekaan", [3] * 18)
    keyboard.rest()

    assert keyboard.heard == []
    assert periksa.model.answers["recruiter.name"] == "CONTOH BEKU REKAAN"


def test_words_at_once_decide_nothing_where_letters_act(window, periksa, keyboard):
    window.show_page("daftar")
    window.page("daftar").combo.setFocus()
    before = window.page("daftar").combo.currentText()
    keyboard.send(window, "paspor contoh", [3] * 13)
    keyboard.rest()

    assert keyboard.heard == ["paspor contoh"]
    assert window.page("daftar").combo.currentText() == before


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
    by_time_alone(keyboard, monkeypatch)
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


def test_a_burst_starts_anew_after_each_pause():
    burst = Burst()
    for at in (0, 10, 20):
        burst.add(at, "a")

    assert not burst.belongs(60)
    assert burst.stage is Stage.TYPING


def test_a_key_of_the_screen_comes_after_the_letters_that_waited(window, periksa, keyboard):
    periksa.moves.go_to("traveller.sex")
    keyboard.press(window, "p", 200)
    keyboard.now += 10
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert periksa.model.answers["traveller.sex"] == "P"
    assert focused() in periksa.view.departure.editor.editors


def test_a_desktop_that_stamps_no_keys_makes_no_typing_a_scan():
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    unstamped, again = key_time(event), key_time(event)
    event.setTimestamp(7_000)

    assert 0 < unstamped <= again
    assert key_time(event) == 7_000
