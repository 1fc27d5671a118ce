"""The frame: keys between pages, search, figures, veil and lock."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_focus import focused
from posko_app.ui.theme import DARK
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks, IdleModel, IdleWatch
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import FakeDesk, FakeStatus, around, done, failed
from tests.support.fake_sync import FakeSync
from tests.support.keys import ALT, CTRL, press, show, type_text

CATALOGUE = load_catalogue()


class PlainPage(QWidget):
    """A page with one field that notes what the window asks of it."""

    changed = Signal(object)
    lock_asked = Signal()
    record_asked = Signal(str)

    def __init__(self):
        super().__init__()
        self.edit = LineEdit()
        self.asked: list[str] = []
        QVBoxLayout(self).addWidget(self.edit)

    def refresh(self):
        self.asked.append("refresh")

    def focus_first(self):
        self.asked.append("focus")
        self.edit.setFocus()

    def show_text(self, text):
        self.asked.append(text)

    def show_totals(self, today):
        self.asked.append(f"totals {sum(today.values())}")

    def keep_draft(self):
        self.asked.append("keep")

    def open(self, subject):
        self.asked.append(f"open {subject}")

    def set_theme(self, theme):
        self.asked.append("dark" if theme.dark else "light")


class Steady:
    """A monotonic clock a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def steady():
    return Steady()


@pytest.fixture
def status():
    return [FakeStatus()]


@pytest.fixture
def made():
    return {}


@pytest.fixture
def window(qtbot, theme, clock, steady, status, made):
    def factory(key):
        def make():
            made[key] = PlainPage()
            return made[key]

        return make

    specs = [
        PageSpec("periksa", "Periksa", "Ctrl+1", factory("periksa")),
        PageSpec("daftar", "Daftar", "Ctrl+3", factory("daftar")),
        PageSpec("bantuan", "Bantuan", "F1", factory("bantuan")),
    ]
    ports = WindowPorts(
        clocks=Clocks(clock, steady),
        status=lambda: failed(status[0]) if isinstance(status[0], Exception) else done(status[0]),
        officer=lambda: "Petugas Contoh",
        place="El Tari",
        training=True,
        veil_after=timedelta(minutes=2),
        sync=FakeSync().ports(),
    )
    veil = PlainPage()
    made_window = MainWindow(specs, ports=ports, catalogue=CATALOGUE, theme=theme, veil=veil)
    made_window.resize(1366, 690)
    return show(qtbot, made_window)


def pass_time(window, clock, seconds: int) -> bool:
    """Let time go by in ticks, as it does for a laptop that is awake."""
    due = False
    for _ in range(0, seconds, 10):
        clock.forward(seconds=10)
        due = window.idle.check()
    return due


def text(window, name):
    return window.status.labels[name].text()


def test_a_page_is_made_when_it_is_shown_for_the_first_time(window, made):
    before = set(made)
    press(window, Qt.Key.Key_3, CTRL)

    assert before == {"periksa"}
    assert set(made) == {"periksa", "daftar"}
    assert window.shown() == "daftar"
    assert made["daftar"].asked == ["refresh", "focus"]


def test_the_key_of_the_page_on_the_screen_is_written_in_full(window):
    press(window, Qt.Key.Key_F1)

    faces = {key: button.key_label.text() for key, button in window.nav.buttons.items()}
    assert faces == {"periksa": "1", "daftar": "3", "bantuan": "F1"}


def test_a_page_that_counted_too_many_wrong_pins_locks(window, made, qtbot):
    with qtbot.waitSignal(window.lock_asked):
        made["periksa"].lock_asked.emit()

    assert made["periksa"].asked[-1] == "keep"


def test_coming_back_the_keyboard_is_where_it_was(window, made):
    extra = LineEdit()
    made["periksa"].layout().addWidget(extra)
    extra.setFocus()
    press(window, Qt.Key.Key_3, CTRL)
    press(window, Qt.Key.Key_1, CTRL)

    assert focused() is extra


def test_search_shows_the_list_and_esc_returns_to_the_former_field(window, made):
    press(window, Qt.Key.Key_F2)
    type_text(window, "con")
    shown = window.shown()
    asked = list(made["daftar"].asked)
    press(window, Qt.Key.Key_Escape)

    assert shown == "daftar"
    assert asked == ["c", "co", "con"]
    assert window.shown() == "periksa"
    assert focused() is made["periksa"].edit
    assert window.nav.search.text() == ""


def test_enter_in_the_search_goes_to_the_results(window, made):
    press(window, Qt.Key.Key_F2)
    type_text(window, "con\n")

    assert made["daftar"].asked[-1] == "focus"
    assert focused() is made["daftar"].edit


def test_what_one_page_changed_the_others_read_again(qtbot, window, made):
    window.page("daftar")
    made["periksa"].asked.clear()
    made["periksa"].changed.emit(object())

    qtbot.waitUntil(lambda: "totals 41" in made["daftar"].asked)
    assert "refresh" in made["daftar"].asked
    assert "refresh" not in made["periksa"].asked


def test_the_status_line_says_where_this_is_and_whose_turn_it_is(window):
    assert text(window, "training") == "LATIHAN"
    assert text(window, "place") == "El Tari"
    assert text(window, "officer") == "Petugas Contoh"
    assert text(window, "sync") == "◌ Belum terdaftar ke pusat"
    assert text(window, "clock") == "09.00 WITA"
    assert text(window, "warning") == ""


def test_what_was_said_stays_when_figures_cannot_be_read(qtbot, window, status):
    status[0] = FakeStatus(warnings=("status.no_escrow",))
    window.refresh_status()
    qtbot.waitUntil(lambda: text(window, "warning") != "")
    status[0] = MachineError("store.disk_full")
    window.refresh_status()
    status[0] = FakeStatus(warnings=("status.disk_low",))
    window.refresh_status()
    kept = text(window, "warning")
    qtbot.waitUntil(lambda: text(window, "warning") == "▲ Ruang disk hampir habis")

    assert kept == "▲ Tanpa kustodian"


def test_a_missing_escrow_is_said_until_it_is_there(qtbot, window, status):
    status[0] = FakeStatus(warnings=("status.no_escrow",))
    window.refresh_status()

    qtbot.waitUntil(lambda: text(window, "warning") == "▲ Tanpa kustodian")
    assert window.status.labels["warning"].property("state") == "caution"


def test_what_must_be_put_right_stands_in_full_until_it_is(qtbot, window, status):
    urgent = ("status.check_failed", "status.disk_low")
    status[0] = FakeStatus(warnings=(*urgent, "status.no_escrow"))
    window.refresh_status()
    qtbot.waitUntil(window.alarm.isVisible)
    said, width = window.alarm.text(), window.minimumSizeHint().width()
    worst = text(window, "warning")
    status[0] = FakeStatus(warnings=("status.no_escrow",))
    window.refresh_status()
    qtbot.waitUntil(lambda: not window.alarm.isVisible())

    assert said.split("\n") == [CATALOGUE.text(key) for key in urgent]
    assert width <= 1092
    assert worst == "▲ Data perlu diperiksa"


def test_f12_covers_the_window_and_keeps_the_draft_first(qtbot, window, made):
    with qtbot.waitSignal(window.veiled):
        press(window, Qt.Key.Key_F12)
    made["periksa"].asked.append("after")
    press(window, Qt.Key.Key_3, CTRL)

    assert window.is_veiled()
    assert not made["periksa"].isVisible()
    assert made["periksa"].asked[-2] == "keep"
    assert window.shown() == "periksa"


def test_lifting_the_veil_gives_the_keyboard_back(window, made):
    made["periksa"].edit.setFocus()
    press(window, Qt.Key.Key_F12)
    window.lift()

    assert focused() is made["periksa"].edit
    assert not window.is_veiled()


def test_ctrl_l_keeps_the_draft_and_asks_for_the_lock(qtbot, window, made):
    with qtbot.waitSignal(window.lock_asked):
        press(window, Qt.Key.Key_L, CTRL)

    assert made["periksa"].asked[-1] == "keep"


def test_two_idle_minutes_cover_and_twenty_lock(qtbot, window, clock, steady):
    window.start()
    early = pass_time(window, clock, 110)
    with qtbot.waitSignal(window.veiled):
        pass_time(window, clock, 10)
    with qtbot.waitSignal(window.lock_asked):
        pass_time(window, clock, 18 * 60)

    assert not early


def test_a_laptop_that_slept_is_covered_before_its_first_key_counts(qtbot, window, clock):
    window.start()
    clock.forward(hours=8)

    with qtbot.waitSignal(window.lock_asked):
        type_text(window, "a")


def test_a_clock_set_back_does_not_keep_the_desk_open(clock, steady):
    model = IdleModel(Clocks(clock, steady))
    clock.forward(hours=-3)
    steady.now += 121

    assert model.idle() == timedelta(seconds=121)


def test_a_key_is_a_sign_of_life(qtbot, window, clock):
    window.start()
    pass_time(window, clock, 100)
    type_text(window, "a")

    assert not pass_time(window, clock, 100)


def test_the_veil_time_can_be_changed(qtbot, clock, steady, qapp):
    watch = IdleWatch(Clocks(clock, steady), veil_after=timedelta(minutes=2), parent=qapp)
    watch.set_veil_after(timedelta(minutes=1))
    for _ in range(6):
        clock.forward(seconds=10)
        covered = watch.check()

    assert covered
    watch.deleteLater()


def test_another_look_reaches_the_pages(window, made):
    window.set_theme(DARK)

    assert made["periksa"].asked[-1] == "dark"


def test_the_halo_stands_around_the_field_in_focus(window, made):
    made["periksa"].edit.setFocus()
    edit = made["periksa"].edit
    around_edit = window.halo.geometry()

    assert window.halo.isVisible()
    assert around_edit.contains(edit.mapTo(window, edit.rect().center()))
    assert around_edit.width() == edit.width() + 6


def test_no_shortcut_of_window_and_periksa_is_the_same(qtbot, theme, window, clock):
    page = PeriksaPage(FakeDesk(), CATALOGUE, theme, around=around(clock))
    qtbot.addWidget(page)
    own = [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    inner = [shortcut.key().toString() for shortcut in page.findChildren(QShortcut)]

    assert len(own + inner) == len(set(own + inner))


def test_the_whole_window_fits_the_screen_at_125_percent(qtbot, theme, clock, steady):
    specs = [
        PageSpec(
            "periksa",
            "Periksa",
            "Ctrl+1",
            lambda: PeriksaPage(FakeDesk(), CATALOGUE, theme, around=around(clock)),
        ),
        *(
            PageSpec(key, title, keys, PlainPage)
            for key, title, keys in (
                ("daftar", "Daftar", "Ctrl+3"),
                ("log", "Log hari ini", "Ctrl+4"),
                ("kendali", "Kendali", "Ctrl+5"),
                ("sinkron", "Sinkron", "Ctrl+6"),
                ("petugas", "Petugas", "Ctrl+7"),
                ("setelan", "Setelan", "Ctrl+8"),
                ("latihan", "Latihan", "Ctrl+9"),
                ("bantuan", "Bantuan", "F1"),
            )
        ),
    ]
    ports = WindowPorts(
        clocks=Clocks(clock, steady),
        status=lambda: done(FakeStatus(warnings=("status.no_escrow",))),
        officer=lambda: "Petugas Contoh",
        place="Bandara El Tari",
        training=True,
        veil_after=timedelta(minutes=2),
        sync=FakeSync().ports(),
    )
    window = MainWindow(specs, ports=ports, catalogue=CATALOGUE, theme=theme)
    window.resize(1092, 545)
    show(qtbot, window)

    least = window.minimumSizeHint()
    assert (least.width() <= 1092, least.height() <= 545) == (True, True)
    assert (window.width(), window.height()) == (1092, 545)
    assert window.nav.minimumSizeHint().width() <= 1092
    assert window.status.minimumSizeHint().width() <= 1092


def test_alt_letters_reach_the_page_through_the_window(qtbot, theme, window, made, clock):
    page = PeriksaPage(FakeDesk(), CATALOGUE, theme, around=around(clock))
    window.pages.addWidget(page)
    window.pages.setCurrentWidget(page)
    page.moves.first()
    press(window, Qt.Key.Key_B, ALT)

    assert page.model.answers["decision"] == "boleh"


def test_a_screening_a_page_asks_for_is_shown_on_the_list_s_page(window, made):
    made["periksa"].record_asked.emit("a" * 32)

    assert window.shown() == "daftar"
    assert made["daftar"].asked[-1] == f"open {'a' * 32}"
