"""Every screen at every size: nothing is cut, no window wants more room than a screen has."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from posko_app.ui.periksa_focus import focused
from tests.support.keys import ALT, press, type_text
from tests.support.periksa_looks import path
from tests.support.pseudo import PseudoTranslator, longer, pseudo_catalogue
from tests.support.screen_faults import cut_words, too_large
from tests.support.screens import go, walk

# Walks over every screen: other tests cover these lines, tracing would double the time.
pytestmark = pytest.mark.no_cover

USUAL, SCALED, LEAST = (1366, 690), (1092, 545), (910, 445)  # px at 100, 125 and 150 %


def faults_at(window, qtbot, size) -> dict[str, list[str]]:
    found = {}
    for name in walk(window, qtbot):
        faults = [*cut_words(window), *too_large(window, *size)]
        if faults or (window.width(), window.height()) != size:
            found[name] = faults
    return found


@pytest.fixture
def pseudo(qapp):
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    yield pseudo_catalogue()
    qapp.removeTranslator(translator)


def test_texts_a_third_longer_fit_at_large_letters(make_window, qtbot, pseudo):
    window = make_window(USUAL, scale=1.25, catalogue=pseudo)

    assert faults_at(window, qtbot, USUAL) == {}
    assert window.nav.buttons["daftar"].caption.text() == longer("Daftar")


def test_the_largest_letters_fit(make_window, qtbot):
    window = make_window(USUAL, scale=1.5)

    assert faults_at(window, qtbot, USUAL) == {}


def test_every_screen_fits_a_display_at_150_percent(make_window, qtbot):
    window = make_window(LEAST)

    assert faults_at(window, qtbot, LEAST) == {}


def test_no_page_wants_more_than_a_display_at_125_percent(make_window, qtbot):
    window = make_window(SCALED)
    frame = window.nav.height() + window.status.height()

    wanted = {}
    for name in walk(window, qtbot, PAGES):
        least = window.pages.currentWidget().minimumSizeHint()
        wanted[name] = (least.width() <= SCALED[0], least.height() + frame <= SCALED[1])

    assert set(wanted.values()) == {(True, True)}, wanted


PAGES = {
    **{f"page {digit}": f"Ctrl+{digit}" for digit in (1, 3, 4, 5, 6, 7, 8, 9)},
    "help": "F1",
}


@pytest.fixture
def narrow(make_window, qtbot):
    window = make_window(LEAST)
    go(window, qtbot, "Ctrl+1")
    return window


def test_on_a_narrow_screen_the_reasons_fold_into_a_badge(narrow):
    view = narrow.page("periksa").view

    assert not view.side.isVisible()
    assert view.fold.badge.isVisible()
    assert view.fold.badge.caption.text() == "○ 0"


def test_f6_goes_to_the_folded_reasons_and_on(narrow):
    view = narrow.page("periksa").view
    seen = []
    for _ in view.panels():
        press(narrow, Qt.Key.Key_F6)
        seen.append((view.side.isVisible(), view.identity.isVisible()))

    assert (True, False) in seen
    assert seen[-1] == (False, True)
    assert all(side != identity for side, identity in seen)


def test_a_decision_that_needs_words_finds_its_folded_field(narrow, qtbot):
    page = narrow.page("periksa")
    type_text(narrow, "x\tcontoh")
    press(narrow, Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: path(page) == "decision_reason")

    assert page.view.side.isVisible()
    press(narrow, Qt.Key.Key_F6)
    press(narrow, Qt.Key.Key_F6)
    press(narrow, Qt.Key.Key_F6)
    assert page.view.identity.isVisible()


def test_a_low_screen_has_one_line_of_papers(narrow):
    chips = narrow.page("periksa").view.identity.papers.chips.values()

    assert len({chip.y() for chip in chips}) == 1
    assert {chip.caption.isVisible() for chip in chips} == {False}
    assert all(chip.accessibleName() and chip.toolTip() for chip in chips)


def test_a_wider_window_shows_all_three_columns_again(narrow, qtbot):
    view = narrow.page("periksa").view
    narrow.resize(*USUAL)
    qtbot.waitUntil(view.side.isVisible)

    assert view.identity.isVisible()
    assert not view.fold.badge.isVisible()
    assert focused() is not None


def test_the_search_box_gives_way_before_the_names_of_pages(make_window, qtbot):
    window = make_window(USUAL)
    names = [button.caption for button in window.nav.buttons.values()]
    wide = window.nav.search.width()

    window.resize(*LEAST)
    qtbot.waitUntil(
        lambda: [QLabel.text(name) for name in names] == [name.whole() for name in names]
    )

    assert window.nav.search.width() < wide
