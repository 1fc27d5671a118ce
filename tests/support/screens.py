"""Every screen of the desk by the keys that lead to it; tests and pictures walk the same list.

A page or a part of one that no row reaches is found by `never_seen`.
"""

import importlib
import inspect
import pkgutil
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import posko_app.ui
from posko_app.ui.pages import Pages, sync_ports
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.sinkron import SinkronPage
from posko_app.ui.tally_strip import TallyPorts, TallyStrip
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import around
from tests.support.keys import press, type_text
from tests.ui.pages.makers import NAMES

SETTLES = 3  # a line that wraps asks for its height, and what stands around it follows

SCREENS = {
    "periksa": "Ctrl+1",
    "periksa, further fields": "Ctrl+1 F8",
    "periksa, departure": "Ctrl+1 Ctrl+K",
    "periksa, search": "Ctrl+1 F2",
    "periksa, verified facts": "Ctrl+1 Alt+F",
    "periksa, papers": "Ctrl+1 Alt+C",
    "periksa, child": "Ctrl+1 Alt+N",
    "periksa, private talk": "Ctrl+1 Alt+W",
    "periksa, signs": "Ctrl+1 '99 Return 'contoh Return '31122011 Alt+P F6 'my Tab Tab 'luar",
    "periksa, signs and papers": "Ctrl+1 'x Tab 'contoh F6 'my Tab Tab 'luar Alt+C",
    "periksa, another decision": "Ctrl+1 'x Tab 'contoh Tab '31122011 F6 'my Tab Tab 'luar Alt+B",
    "rombongan, header": "Ctrl+2",
    "rombongan": "Ctrl+2 Esc '9902011711890003 Return 'contoh Return",
    "rombongan, typing": "Ctrl+2 Esc '9902011711890003 Return 'contoh Tab 'kel",
    "rombongan, manifest": "Ctrl+2 Esc Ctrl+I",
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
    "petugas, a shift begins": "Ctrl+7 F6 Return Ctrl+7",
    "petugas, shift": "Ctrl+7 F6 'jt693 Return",
    "petugas, hand over": "Ctrl+7 Ctrl+H",
    "petugas, close the shift": "Ctrl+7 Ctrl+U",
    "periksa, departures of the day": "Ctrl+1 Ctrl+K",
    "setelan": "Ctrl+8",
    "latihan": "Ctrl+9",
    "bantuan": "F1",
}


def build(desk, context, clock, *, periksa=None, sync=None, status=None) -> MainWindow:
    """Build the window over a desk with every page the product has.

    `periksa` is another desk for that page, `sync` and `status` stand for the store's own.
    """
    catalogue = context.catalogue
    pages = Pages(desk, context)
    first = PageSpec(
        "periksa",
        catalogue.text("pages.title.periksa"),
        "Ctrl+1",
        lambda: pages.groups.hear(
            PeriksaPage(periksa or desk, catalogue, context.theme(), around=around(clock))
        ),
    )
    rest = pages.specs()
    if sync is not None:
        rest = tuple(_told(spec, sync, catalogue) for spec in rest)
    window = MainWindow(
        (first, *rest),
        ports=WindowPorts(
            clocks=Clocks(wall=clock, monotonic=lambda: 0.0),
            status=status or desk.status.status,
            officer=lambda: NAMES[0],
            place="Bandara El Tari",
            training=True,
            veil_after=timedelta(minutes=2),
            sync=sync or sync_ports(desk, context),
        ),
        catalogue=catalogue,
        theme=context.theme(),
        tally=TallyStrip(TallyPorts(desk.tally.add, desk.tally.take_back), catalogue=catalogue),
    )
    pages.groups.attach(window)
    return window


def _told(spec, sync, catalogue):
    """Let Pusat sinkron tell the same as the line under it."""
    if spec.key != "sinkron":
        return spec
    return replace(spec, factory=lambda: SinkronPage(sync, catalogue=catalogue))


def go(window: MainWindow, qtbot, keys: str) -> None:
    """Press keys as Qt writes them, and let answers from the store arrive."""
    for key in keys.split():
        if key.startswith("'"):
            type_text(window, key[1:])
            continue
        combination = QKeySequence(key)[0]
        press(window, combination.key(), combination.keyboardModifiers())
        QTest.qWait(0)
        qtbot.waitUntil(partial(_has_come, window, key))


def _has_come(window: MainWindow, key: str) -> bool:
    """Say whether what the list was asked for is there."""
    if window.shown() == "petugas" or key == "Ctrl+1":
        return _has_shift_come(window, key)
    if window.shown() != "daftar" or key not in {"Return", "Ctrl+3"}:
        return True
    page = window.page("daftar")
    if key == "Return":
        return page.detail.history is not None and not page.detail.people.is_looking
    return page.list.model.rowCount() > 1


def _has_shift_come(window: MainWindow, key: str) -> bool:
    """Say whether how things stand is known, and what Enter stated is there."""
    if key == "Ctrl+1":
        return window.page("periksa").day.is_known
    panel = window.page("petugas").shift
    if key != "Return":
        return panel.standing is not None
    return panel.standing.shift is not None and not panel.running.line.text()


def walk(window: MainWindow, qtbot, screens=SCREENS):
    """Show one screen after the other, each on a fresh page, and name it while it is shown."""
    for name, keys in screens.items():
        window.renew(window.shown())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        go(window, qtbot, keys)
        for _ in range(SETTLES):
            QApplication.processEvents()
        yield name
        if window.tally is not None:
            window.tally.hide_all()
        window.nav.search.clear()


def screen_classes() -> set[type[QWidget]]:
    """Give every class of widget that a module of the window's package defines for a screen."""
    found: set[type[QWidget]] = set()
    for module in pkgutil.iter_modules(posko_app.ui.__path__):
        loaded = importlib.import_module(f"posko_app.ui.{module.name}")
        found |= {
            kind
            for _, kind in inspect.getmembers(loaded, inspect.isclass)
            if kind.__module__ == loaded.__name__ and issubclass(kind, QWidget)
        }
    return found


def shown_classes(window: QWidget) -> set[type[QWidget]]:
    """Give the classes that can be seen now, with those they are made of."""
    seen = [w for w in (window, *window.findChildren(QWidget)) if w.isVisible()]
    return {kind for widget in seen for kind in type(widget).__mro__}
