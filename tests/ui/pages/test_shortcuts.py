"""Every key has one owner at a time: shortcuts and mnemonics of all pages in all their states."""

from collections import Counter
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from posko_app.i18n import load_catalogue
from posko_app.ui.pages import Pages, sync_ports
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.tally_strip import TallyPorts, TallyStrip
from posko_app.ui.theme import LIGHT
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import around
from tests.support.keys import press, show
from tests.ui.pages.makers import NAMES, disagree, screen

CONTEXT = Qt.ShortcutContext
STATES = {
    "periksa": "Ctrl+1",
    "periksa, further fields": "Ctrl+1 F8",
    "periksa, departure": "Ctrl+1 Ctrl+K",
    "periksa, search": "Ctrl+1 F2",
    "daftar": "Ctrl+3",
    "daftar, search": "Ctrl+3 F2",
    "rincian": "Ctrl+3 Return",
    "rincian, settle": "Ctrl+3 Return Alt+1",
    "rincian, void": "Ctrl+3 Return Ctrl+B",
    "koreksi": "Ctrl+3 Return Ctrl+D",
    "koreksi, table": "Ctrl+3 Return Ctrl+D Return",
    "log": "Ctrl+4",
    "log, export": "Ctrl+4 Ctrl+E",
    "counting": "Ctrl+4 Ctrl+T",
    "kendali": "Ctrl+5",
    "kendali, import": "Ctrl+5 Ctrl+I",
    "kendali, population movement": "Ctrl+5 Alt+2",
    "kendali, monthly list": "Ctrl+5 Alt+2 Ctrl+E",
    "kendali, watch list": "Ctrl+5 Alt+3",
    "kendali, new watch entry": "Ctrl+5 Alt+3 Ctrl+N",
    "kendali, rules": "Ctrl+5 Alt+4",
    "kendali, install rules": "Ctrl+5 Alt+4 Ctrl+I",
    "sinkron": "Ctrl+6",
    "sinkron, package out": "Ctrl+6 Ctrl+E",
    "sinkron, package in": "Ctrl+6 Ctrl+I",
    "sinkron, enrol": "Ctrl+6 Ctrl+N",
    "sinkron, extend": "Ctrl+6 Ctrl+R",
    "sinkron, technical detail": "Ctrl+6 Ctrl+S",
    "sinkron, history": "Ctrl+6 F6",
    "petugas": "Ctrl+7",
    "petugas, new": "Ctrl+7 Ctrl+N",
    "petugas, sign on": "Ctrl+7 Ctrl+O",
    "setelan": "Ctrl+8",
    "latihan": "Ctrl+9",
    "bantuan": "F1",
}


@pytest.fixture
def window(qtbot, desk, context, clock):
    screen(desk, clock)
    disagree(desk, screen(desk, clock, "CONTOH NAMA DUA", **{"departure.to": "SUB"}))
    catalogue = load_catalogue()
    periksa = PageSpec(
        "periksa",
        "Periksa",
        "Ctrl+1",
        lambda: PeriksaPage(desk, catalogue, LIGHT, around=around(clock)),
    )
    made = MainWindow(
        (periksa, *Pages(desk, context).specs()),
        ports=WindowPorts(
            clocks=Clocks(wall=clock, monotonic=lambda: 0.0),
            status=desk.status.status,
            officer=lambda: NAMES[0],
            place="Bandara El Tari",
            training=True,
            veil_after=timedelta(minutes=2),
            sync=sync_ports(desk, context),
        ),
        catalogue=catalogue,
        theme=LIGHT,
        tally=TallyStrip(TallyPorts(desk.tally.add, desk.tally.take_back), catalogue=catalogue),
    )
    made.resize(1366, 690)
    show(qtbot, made)
    made.start()
    made.page("daftar").refresh()
    qtbot.waitUntil(lambda: made.page("daftar").list.model.rowCount() == 2)
    return made


def keys_now(window: QWidget) -> list[str]:
    """Name every key that something would answer with the focus where it is."""
    focus = QApplication.focusWidget()
    answered = [
        shortcut.key().toString()
        for shortcut in window.findChildren(QShortcut)
        if hears(shortcut, focus)
    ]
    texts = [
        widget.text()
        for kind in (QLabel, QAbstractButton)
        for widget in window.findChildren(kind)
        if widget.isVisible() and may_click(widget)
    ]
    return answered + [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]


def may_click(widget: QLabel | QAbstractButton) -> bool:
    """Labels answer their letter for their buddy only."""
    return widget.buddy() is not None if isinstance(widget, QLabel) else widget.isEnabled()


def hears(shortcut: QShortcut, focus: QWidget | None) -> bool:
    """Say whether a shortcut would be triggered now."""
    owner = shortcut.parent()
    if not shortcut.isEnabled() or not isinstance(owner, QWidget) or not owner.isVisible():
        return False
    if shortcut.context() is CONTEXT.WidgetShortcut:
        return owner is focus
    if shortcut.context() is CONTEXT.WidgetWithChildrenShortcut:
        return focus is not None and (owner is focus or owner.isAncestorOf(focus))
    return True


def twice(window: QWidget) -> list[str]:
    """Name the keys with more than one owner."""
    return [key for key, owners in Counter(keys_now(window)).items() if owners > 1]


def go(window: QWidget, qtbot, keys: str) -> None:
    """Press keys as Qt writes them, and let answers from the store arrive."""
    detail = window.page("daftar").detail
    for key in keys.split():
        combination = QKeySequence(key)[0]
        press(window, combination.key(), combination.keyboardModifiers())
        QTest.qWait(0)
        if key == "Return":
            qtbot.waitUntil(lambda: detail.history is not None)


@pytest.mark.parametrize("state", STATES)
def test_no_key_has_two_owners(window, qtbot, state):
    go(window, qtbot, STATES[state])

    assert twice(window) == []
    assert len(keys_now(window)) >= 8


def test_a_second_owner_is_found(window, qtbot):
    go(window, qtbot, "Ctrl+3 Return Ctrl+D")
    bind_within(window.page("daftar"), "F9", lambda: None)

    assert twice(window) == ["F9"]
