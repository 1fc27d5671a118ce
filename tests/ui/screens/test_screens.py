"""Every screen in turn: keys with one owner, inputs with a name, Tab to all of them, no cut word.

The screens are those of tests/support/screens.py; a part of the window that none of them shows
fails here too.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from posko_app.i18n import load_catalogue
from posko_app.ui.key_map import known_keys
from posko_app.ui.periksa_focus import focused
from posko_app.ui.widgets.key_binding import bind_within
from tests.support.focus_walk import tab_order, walk_faults
from tests.support.keys import press, show
from tests.support.screen_faults import (
    cut_words,
    inputs,
    keys_now,
    nameless,
    shortcuts_now,
    spoken,
    too_large,
    twice,
    visible,
)
from tests.support.screens import SCREENS, go, screen_classes, shown_classes, walk

USUAL, SCALED, LEAST = (1366, 690), (1092, 545), (910, 445)  # px at 100, 125 and 150 %

ELSEWHERE = {
    "ActPanel": "needs an entry of the watch list: tests/ui/pages/test_watch_section.py",
    "AlarmBar": "needs a centre: tests/ui/test_window_sync.py",
    "SideBadge": "a narrow window: test_sizes.py",
    "AskRoom": "asked while deciding: tests/ui/test_periksa_asking.py",
    "WordsLine": "asked while deciding about a row: tests/ui/test_group_page.py",
    "LookUpPanel": "needs an imported list: tests/ui/pages/test_kendali_page.py",
    "PracticeBand": "a practice case: tests/ui/pages/test_practice_page.py",
    "ReadingHead": "a practice result: tests/ui/pages/test_practice_page.py",
    "ResultPanel": "a practice result: tests/ui/pages/test_practice_page.py",
    **dict.fromkeys(
        ("PinEdit", "PinForm", "UnlockPage", "VeilPage", "WallClock"), "a frame: test_frames.py"
    ),
    **dict.fromkeys(
        (
            *("CentreStep", "EscrowStep", "FinishStep", "OfficerStep", "OptionButton"),
            *("PostStep", "PurposeStep", "StepView", "WizardPage"),
        ),
        "the first start: test_frames.py",
    ),
}


@pytest.mark.no_cover
def test_every_screen_has_its_keys_names_and_way_round(make_window, qtbot):
    window = make_window(USUAL)
    faults, seen, walked = {}, set(), []

    for name in walk(window, qtbot):
        seen |= shown_classes(window)
        unknown = set(shortcuts_now(window)) - known_keys(window.shown())
        found = [*twice(window), *nameless(window), *cut_words(window), *unknown]
        if (stops := [spoken(widget) for widget in inputs(window)]) not in walked:
            walked.append(stops)
            found += walk_faults(window)
        if found or len(keys_now(window)) < 8:
            faults[name] = found

    assert faults == {}
    assert {kind.__name__ for kind in screen_classes() - seen} == set(ELSEWHERE)


def test_every_page_of_the_navigation_is_walked(make_window):
    window = make_window()

    walked = {keys.split()[0] for keys in SCREENS.values()}

    assert {button._spec.shortcut for button in window.nav.buttons.values()} <= walked


@pytest.mark.parametrize(
    "keys", ["Ctrl+1", "Ctrl+3", "Ctrl+5 Alt+3", "Ctrl+8", "Ctrl+1 Ctrl+K Ctrl+K"]
)
def test_f1_shows_the_keys_of_the_page_first_and_esc_leads_back(make_window, qtbot, keys):
    window = make_window()
    go(window, qtbot, keys)
    before, page = focused(), window.shown()

    go(window, qtbot, "F1")
    heads = [label for label in visible(window.page("bantuan").keys, QLabel) if is_head(label)]
    shown = window.shown()
    go(window, qtbot, "Esc")

    assert shown == "bantuan"
    assert heads[1].text() == load_catalogue().text(f"pages.title.{page}")  # after the panel's own
    assert window.shown() == page
    assert focused() is before


def is_head(label):
    return label.property("role") == "heading"


def test_a_second_owner_of_a_key_is_found(make_window, qtbot):
    window = make_window()
    go(window, qtbot, "Ctrl+3 Return Ctrl+D")
    bind_within(window.page("daftar"), "F9", lambda: None)

    assert twice(window) == ["F9"]


def test_faults_of_a_bad_screen_are_found(qtbot):
    bad = QWidget()
    named, bare, unreached = QLineEdit(), QLineEdit(), QLineEdit()
    named.setAccessibleName("Nama")
    unreached.setAccessibleName("Luput")
    cut = QLabel("Kalimat yang tidak muat di tempatnya")
    cut.setFixedWidth(20)
    lines = QVBoxLayout(bad)
    for widget in (named, bare, unreached, cut):
        lines.addWidget(widget)
    show(qtbot, bad)
    named.setFocus()
    bare.installEventFilter(_turns_back(bad, bare, named))

    assert nameless(bad) == ["QLineEdit in QWidget"]
    assert cut_words(bad) == [cut.text()]
    assert "QLineEdit Luput missed" in walk_faults(bad)
    assert too_large(bad, 10, 10) != []


def test_the_way_round_is_the_order_of_the_form(make_window, qtbot):
    window = make_window()
    go(window, qtbot, "Ctrl+1")
    page = window.page("periksa")

    stops = tab_order(window)

    wanted = [stop for stop in page.view.tab_stops() if stop.isVisible()]
    at = wanted.index(stops[0])
    assert [stop for stop in stops if stop in wanted] == wanted[at:] + wanted[:at]


def test_shift_tab_goes_the_same_way_back(make_window, qtbot):
    window = make_window()
    go(window, qtbot, "Ctrl+1")
    begin = focused()

    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Tab)
    for _ in range(2):
        press(window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    assert focused() is begin


class _TurnsBack(QWidget):
    def __init__(self, parent, at, target):
        super().__init__(parent)
        self._at, self._target = at, target

    def eventFilter(self, watched, event):
        if event.type() is event.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self._target.setFocus()
            return True
        return super().eventFilter(watched, event)


def _turns_back(parent, at, target):
    return _TurnsBack(parent, at, target)
