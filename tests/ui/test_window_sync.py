"""The line to the centre on every page: the status line, alarms over all, F5."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from posko_app.i18n import load_catalogue
from posko_app.services.sync_state import AlarmCode, Phase, Progress, SyncState
from posko_app.ui import status_model
from posko_app.ui.alarm_bar import alarm_lines
from posko_app.ui.sinkron import SinkronPage
from posko_app.ui.theme import apply_theme
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import FakeStatus, done
from tests.support.fake_sync import NOW, FakeSync, ago, alarm, connected, offline, running, stopped
from tests.support.keys import CTRL, SHIFT, press, show, type_text

CATALOGUE = load_catalogue()
ALARMS = (alarm(), alarm(AlarmCode.SPLIT_VIEW), alarm(AlarmCode.FORK))


@pytest.fixture
def centre():
    return FakeSync(connected())


@pytest.fixture
def window(qtbot, theme, centre):
    specs = [
        PageSpec("periksa", "Periksa", "Ctrl+1", LineEdit),
        PageSpec(
            "sinkron",
            "Sinkron",
            "Ctrl+6",
            lambda: SinkronPage(centre.ports(), catalogue=CATALOGUE),
        ),
    ]
    made = MainWindow(specs, ports=ports_of(centre), catalogue=CATALOGUE, theme=theme)
    made.resize(1366, 690)
    show(qtbot, made)
    made.page("periksa").setFocus()
    return made


def ports_of(centre):
    return WindowPorts(
        clocks=Clocks(lambda: NOW, lambda: 0.0),
        status=lambda: done(FakeStatus(warnings=("status.no_escrow",))),
        officer=lambda: "CONTOH PETUGAS SATU",
        place="Bandara El Tari",
        training=True,
        veil_after=timedelta(minutes=2),
        sync=centre.ports(),
    )


def text(window, name):
    return window.status.labels[name].text()


def said(state):
    return status_model.sync_words(state, CATALOGUE, now=NOW)


@pytest.mark.parametrize(
    ("state", "words", "loud"),
    [
        (SyncState(waiting=12), "◌ Belum terdaftar ke pusat · 12 menunggu", ""),
        (connected(), "✓ Tersambung · semua terkirim · terakhir 08.00", ""),
        (connected(waiting=3), "✓ Tersambung · 3 menunggu · terakhir 08.00", ""),
        (connected(last_contact_at=None, waiting=3), "◌ Luring · 3 menunggu", ""),
        (offline(), "◌ Luring · 12 menunggu · terakhir 08.00", ""),
        (running(), "↻ Menyinkronkan 34 dari 120 · terakhir 08.00", ""),
        (
            offline(phase=Phase.RUNNING, progress=Progress(0, 12)),
            "Tersambung kembali, mengirim 12 catatan · terakhir 08.00",
            "",
        ),
        (
            offline(oldest_waiting_at=ago(hours=25), last_contact_at=ago(hours=26)),
            "▲ 12 menunggu lebih dari 24 jam · terakhir 23-11-2026 06.04",
            "caution",
        ),
        (
            connected(phase=Phase.NOT_OURS, waiting=2),
            "▲ Sinkron terhenti · 2 menunggu · terakhir 08.00",
            "caution",
        ),
        (
            connected(clock_offset_ms=-3 * 3600 * 1000),
            "✓ Tersambung · semua terkirim · terakhir 08.00 · ▲ jam laptop selisih 3 jam",
            "caution",
        ),
    ],
)
def test_the_status_line_is_quiet_until_it_matters(state, words, loud):
    assert (said(state).text, said(state).state) == (words, loud)


def test_only_a_proved_answer_counts_as_contact():
    refused = connected(phase=Phase.NO_LINE, last_contact_at=ago(minutes=90), waiting=1)

    assert said(refused).text.endswith("terakhir 06.34")


def test_what_needs_a_person_and_alarms_are_red(qtbot, window, centre):
    centre.become(connected(needs_person=(stopped(),), needs_person_count=1, alarms=(alarm(),)))
    qtbot.waitUntil(lambda: text(window, "alarm") != "")

    assert (text(window, "alarm"), text(window, "person")) == (
        "■ 1 tanda bahaya",
        "! 1 perlu tindakan",
    )
    assert window.status.labels["alarm"].property("state") == "problem"


def test_figures_of_the_store_do_not_contradict_the_line(qtbot, window):
    window.refresh_status()
    qtbot.waitUntil(lambda: text(window, "warning") != "")

    assert text(window, "sync") == "✓ Tersambung · semua terkirim · terakhir 08.00"


def test_f5_begins_a_round_from_any_page_and_leaves_the_keyboard(window, centre):
    type_text(window, "con")
    press(window, Qt.Key.Key_F5)
    type_text(window, "toh")

    assert centre.asked == [("sync_now",)]
    assert window.shown() == "periksa"
    assert window.page("periksa").text() == "contoh"


def test_f5_without_a_centre_shows_where_to_enrol(qtbot, window, centre):
    centre.become(SyncState())
    press(window, Qt.Key.Key_F5)

    assert centre.asked == []
    assert window.shown() == "sinkron"


def test_f5_without_a_centre_opens_the_form_where_the_page_is_shown_already(window, centre):
    centre.become(SyncState())
    window.show_page("sinkron")
    press(window, Qt.Key.Key_F5)

    page = window.page("sinkron")
    assert page.side.currentWidget() is page.enrolling
    assert page.enrolling.form.address.hasFocus()


def test_f5_under_the_veil_does_nothing(qtbot, theme, centre):
    veiled = MainWindow(
        [PageSpec("periksa", "Periksa", "Ctrl+1", LineEdit)],
        ports=ports_of(centre),
        catalogue=CATALOGUE,
        theme=theme,
        veil=LineEdit(),
    )
    show(qtbot, veiled)
    veiled.fall()
    press(veiled, Qt.Key.Key_F5)

    assert centre.asked == []


def test_an_alarm_stands_over_every_page_and_capture_goes_on(qtbot, window, centre):
    type_text(window, "con")
    centre.become(connected(phase=Phase.ALARM, alarms=ALARMS))
    qtbot.waitUntil(window.sync_alarms.isVisible)
    type_text(window, "toh")
    press(window, Qt.Key.Key_6, CTRL)

    assert window.page("periksa").text() == "contoh"
    assert window.sync_alarms.isVisible()
    assert window.sync_alarms.texts() == alarm_lines(
        ("data_missing", "split_view", "fork"), CATALOGUE, folded=True
    )


def test_the_bar_counts_kinds_of_alarm_and_says_so(qtbot, window, centre):
    many = (*(alarm(AlarmCode.DATA_MISSING, position=at) for at in range(16)), *ALARMS)
    centre.become(connected(phase=Phase.ALARM, alarms=many))
    qtbot.waitUntil(window.sync_alarms.isVisible)

    assert "dan 2 jenis tanda lain" in window.sync_alarms.texts()[0]
    assert text(window, "alarm") == "■ 19 tanda bahaya"


def test_no_key_and_no_click_takes_an_alarm_away(qtbot, window, centre):
    centre.become(connected(phase=Phase.ALARM, alarms=ALARMS))
    qtbot.waitUntil(window.sync_alarms.isVisible)
    before = window.sync_alarms.texts()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F4):
        press(window, key)
    qtbot.mouseClick(window.sync_alarms, Qt.MouseButton.LeftButton)
    window.sync_alarms.fold.click()
    window.sync_alarms.fold.click()

    assert window.sync_alarms.texts() == before
    assert window.sync_alarms.isVisible()


def test_an_alarm_unfolds_into_what_each_means_and_folds_again(qtbot, window, centre):
    centre.become(connected(phase=Phase.ALARM, alarms=ALARMS))
    qtbot.waitUntil(window.sync_alarms.isVisible)
    press(window, Qt.Key.Key_F5, SHIFT)
    unfolded = window.sync_alarms.texts()
    press(window, Qt.Key.Key_F5, SHIFT)

    assert unfolded[1] == f"■ {CATALOGUE.text('sync.alarm.split_view')}"
    assert len(unfolded) == 3
    assert len(window.sync_alarms.texts()) == 1
    assert centre.asked == []


def test_an_alarm_goes_when_its_cause_is_gone(qtbot, window, centre):
    centre.become(connected(phase=Phase.ALARM, alarms=(alarm(),)))
    qtbot.waitUntil(window.sync_alarms.isVisible)
    centre.become(connected())

    qtbot.waitUntil(lambda: not window.sync_alarms.isVisible())


def test_the_bar_never_takes_the_keyboard(qtbot, window, centre):
    centre.become(connected(phase=Phase.ALARM, alarms=ALARMS))
    qtbot.waitUntil(window.sync_alarms.isVisible)

    policies = {
        widget.focusPolicy()
        for widget in (window.sync_alarms, window.sync_alarms.fold, *window.sync_alarms.lines)
    }
    assert policies == {Qt.FocusPolicy.NoFocus}


def test_pages_read_again_when_something_arrived(qtbot, window, centre):
    centre.become(running())
    with qtbot.waitSignal(window.sync.arrived):
        centre.become(connected())


def test_a_window_that_was_closed_hears_nothing_more(qtbot, theme, centre):
    made = MainWindow(
        [PageSpec("periksa", "Periksa", "Ctrl+1", LineEdit)],
        ports=ports_of(centre),
        catalogue=CATALOGUE,
        theme=theme,
    )
    heard = len(centre.listeners)
    made.deleteLater()

    qtbot.waitUntil(lambda: len(centre.listeners) == heard - 1)


@pytest.mark.parametrize("percent", [100, 130])
def test_the_frame_fits_with_all_that_may_be_said(qtbot, qapp, centre, percent):
    apply_theme(qapp, "light", percent / 100)
    try:
        worst = offline(
            alarms=ALARMS,
            needs_person_count=12,
            oldest_waiting_at=ago(hours=30),
            last_contact_at=ago(hours=30),
            waiting=1204,
        )
        centre.become(worst)
        specs = [PageSpec("periksa", "Periksa", "Ctrl+1", LineEdit)]
        made = MainWindow(
            specs, ports=ports_of(centre), catalogue=CATALOGUE, theme=apply_theme(qapp, "light")
        )
        show(qtbot, made)
        qtbot.waitUntil(lambda: text(made, "warning") != "")
        width = made.minimumSizeHint().width()
    finally:
        apply_theme(qapp, "light")

    assert width <= 1092
