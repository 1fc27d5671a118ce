"""A window with Periksa and a plain page, and somebody who scans and types at it."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from posko_app.domain.civil import civil_date
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.theme import apply_theme
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from posko_app.ui.window_scans import WindowScans
from tests.support.fake_desk import START, FakeDesk, FakeStatus, around, done
from tests.support.fake_sync import FakeSync
from tests.support.scanners import Keyboard

CATALOGUE = load_catalogue()


class ListPage(QWidget):
    """A page that has no use for scans."""

    def __init__(self):
        super().__init__()
        self.edit, self.button = LineEdit(), QPushButton("Contoh")
        self.combo = QComboBox()
        self.combo.addItems(["Udara", "Laut", "Paspor", "Udang"])
        self.own = QComboBox()
        self.own.setEditable(True)
        self.pressed = []
        self.button.clicked.connect(lambda: self.pressed.append(1))
        lines = QVBoxLayout(self)
        for widget in (self.edit, self.combo, self.own, self.button):
            lines.addWidget(widget)


class Veil(QWidget):
    """A field for the PIN."""

    def __init__(self):
        super().__init__()
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        QVBoxLayout(self).addWidget(self.pin)

    def cover(self):
        self.pin.setFocus()


@pytest.fixture(scope="module")
def shared(qapp):
    """One window for all tests of a file: it takes a second to make."""
    theme = apply_theme(qapp, "light")
    keyboard = Keyboard(civil_date(START))
    desk = FakeDesk()

    def page():
        return PeriksaPage(desk, CATALOGUE, theme, around=around())

    specs = [
        PageSpec(
            "periksa",
            "Periksa",
            "Ctrl+1",
            lambda: PeriksaPage(desk, CATALOGUE, theme, around=around()),
        ),
        PageSpec("daftar", "Daftar", "Ctrl+3", ListPage),
    ]
    ports = WindowPorts(
        clocks=Clocks(lambda: START, lambda: keyboard.now / 1000),
        status=lambda: done(FakeStatus()),
        officer=lambda: "Petugas Contoh",
        place="El Tari",
        training=True,
        veil_after=timedelta(minutes=2),
        sync=FakeSync().ports(),
    )
    made = MainWindow(specs, ports=ports, catalogue=CATALOGUE, theme=theme, veil=Veil())
    WindowScans(made, keyboard.filter, CATALOGUE)
    made.resize(1366, 690)
    made.show()
    yield made, desk, keyboard
    made.close()
    made.deleteLater()


@pytest.fixture
def window(qtbot, shared):
    """The window as if just opened, its keyboard heard by the filter."""
    made, desk, keyboard = shared
    desk.screening.drafts.clear()
    made.lift()
    made.show_page("periksa")
    page = made.page("periksa")
    page.model.clear()
    page.model.set_many(dict.fromkeys(page.model.answers))
    page.model.set("departure.kind", "udara")
    page.acts.rest()
    page.show_all()
    desk.screening.records.clear()
    desk.screening.drafts.clear()
    keyboard.heard.clear()
    keyboard.filter.start()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    keyboard.filter.stop()


@pytest.fixture
def desk(shared):
    return shared[1]


@pytest.fixture
def keyboard(window, shared):
    return shared[2]


@pytest.fixture
def periksa(window):
    return window.page("periksa")


@pytest.fixture
def outcomes(keyboard):
    told = []
    keyboard.filter.outcome.connect(told.append)
    yield told
    keyboard.filter.outcome.disconnect(told.append)
