"""The log of a day and its export over a real encrypted store, by keyboard."""

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from posko_app.domain.civil import civil_date
from posko_app.domain.tally import TallyReason
from posko_app.ui.log_harian_model import DayColumn
from posko_app.ui.theme import apply_theme
from tests.support.keys import CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, screen, words


@pytest.fixture
def log(qtbot, pages, desk, clock):
    screen(desk, clock, **{"traveller.nik": "9902015711890003"})
    screen(desk, clock, decision="tunda")
    page = pages.log()
    page.resize(1366, 620)
    show(qtbot, page)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.focus_first()
    return page


def test_arrows_turn_the_day_and_never_into_tomorrow(log, qtbot, clock):
    press(log, Qt.Key.Key_Right)
    today = log.on
    press(log, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: log.model.rowCount() == 0)

    assert today == civil_date(clock())
    assert (today - log.on).days == 1
    qtbot.waitUntil(log.empty.isVisible)


def test_badge_of_the_undecided_shows_only_when_there_are_some(log, qtbot, desk, clock):
    empty = log.head.undecided.isVisible()
    screen(desk, clock, decision="belum_diputuskan")
    log.refresh()
    qtbot.waitUntil(lambda: log.model.rowCount() == 3)

    assert not empty
    assert log.head.undecided.isVisible()
    assert "baris 3" in log.head.help.whole()
    press(log, Qt.Key.Key_F4)
    assert log.table.currentIndex().row() == 2


def test_level_and_signs_of_a_person_stand_in_the_log(log, qtbot, desk, clock):
    screen(desk, clock, **{"officer_ticks.coe_visible_injury": True})
    log.refresh()
    qtbot.waitUntil(lambda: log.model.rowCount() == 3)

    label = desk.detection.ruleset.indicators["coe_visible_injury"].label.id
    assert log.model.index(2, DayColumn.LEVEL).data() == "▲ Kuning*"
    assert label in log.model.index(2, DayColumn.SIGNS).data()
    assert any("▲ Kuning" in text and text.startswith("1 ") for text in words(log))


def test_people_without_a_record_stand_apart_from_the_screened(log, qtbot, desk):
    before = [total for total in words(log) if total.endswith("diperiksa")]
    desk.tally.add(TallyReason.KELUARGA_IKUT).result(timeout=20)
    log.refresh()
    qtbot.waitUntil(lambda: "tanpa catatan 1: keluarga" in log.head.tally.whole())

    assert [total for total in words(log) if total.endswith("diperiksa")] == before
    assert "diperiksa 2 dari 3 yang terlihat (66,7 %)" in log.head.tally.whole()


def test_tab_follows_the_eye_through_the_export(log, qtbot):
    press(log, Qt.Key.Key_E, CTRL)
    panel = log.export
    seen = []
    for _ in range(6):
        seen.append(log.focusWidget())
        press(log, Qt.Key.Key_Tab)

    assert seen == [panel.format, panel.place, panel.browse, panel.names, panel.cancel, panel.go]


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_export_never_makes_the_window_wider_than_the_screen(log, qtbot, qapp, percent):
    apply_theme(qapp, "light", percent / 100)
    try:
        width = 1092 if percent == 100 else 1366
        log.resize(width, 545)
        press(log, Qt.Key.Key_E, CTRL)
        qtbot.waitUntil(log.export.isVisible)
        wide = log.width()
        press(log, Qt.Key.Key_Escape)
        qtbot.waitUntil(log.log.isVisible)

        assert (wide, log.width()) == (width, width)
    finally:
        apply_theme(qapp, "light")


def test_named_export_wants_a_reason_and_shows_its_password_once(log, qtbot, tmp_path):
    press(log, Qt.Key.Key_E, CTRL)
    log.export.names.setFocus()
    press(log, Qt.Key.Key_Space)
    press(log, Qt.Key.Key_F9)
    asked = log.export.trouble.text()
    type_text(log, "Permintaan tertulis.")
    with qtbot.waitSignal(log.exported, timeout=20_000) as exported:
        press(log, Qt.Key.Key_F9)
    shown = log.export.password.text()
    press(log, Qt.Key.Key_Escape)

    assert asked == CATALOGUE.text("pages.export.no_reason")
    assert shown == exported.args[0].password
    assert log.export.password.text() == ""
    assert (tmp_path / f"posko-log-{log.on}-bernama.xlsx").exists()


def test_csv_leaves_without_names_and_without_a_password(log, qtbot, tmp_path):
    press(log, Qt.Key.Key_E, CTRL)
    press(log, Qt.Key.Key_Down)
    press(log, Qt.Key.Key_Down)
    with qtbot.waitSignal(log.exported):
        press(log, Qt.Key.Key_F9)

    text = (tmp_path / f"posko-log-{log.on}.csv").read_text(encoding="utf-8-sig")
    assert "CONTOH NAMA" not in text
    assert not log.export.password.isVisible()


def test_names_and_csv_exclude_each_other(log):
    press(log, Qt.Key.Key_E, CTRL)
    csv = log.export.format.findData("csv")
    log.export.format.setCurrentIndex(csv)
    log.export.names.setChecked(True)
    with_names = log.export.format.currentData()
    log.export.format.setCurrentIndex(csv)

    assert with_names == "xlsx"
    assert not log.export.names.isChecked()


def test_a_pdf_with_names_stays_a_pdf_and_leaves_locked(log, qtbot, tmp_path):
    press(log, Qt.Key.Key_E, CTRL)
    press(log, Qt.Key.Key_Down)
    log.export.names.setChecked(True)
    log.export.reason.setText("Permintaan tertulis.")
    with qtbot.waitSignal(log.exported, timeout=20_000):
        press(log, Qt.Key.Key_F9)

    out = tmp_path / f"posko-log-{log.on}-bernama.pdf"
    page = pypdf.PdfReader(out, password=log.export.password.text()).pages[0]
    assert "CONTOH NAMA SATU" in page.extract_text().replace("\n", " ")


def test_password_is_copied_only_when_asked(log, qtbot):
    QGuiApplication.clipboard().clear()
    press(log, Qt.Key.Key_E, CTRL)
    with qtbot.waitSignal(log.exported, timeout=20_000):
        press(log, Qt.Key.Key_F9)
    before = QGuiApplication.clipboard().text()
    press(log, Qt.Key.Key_Space)

    assert before == ""
    assert QGuiApplication.clipboard().text() == log.export.password.text() != ""


def test_export_fits_the_smallest_screen_too(log):
    log.resize(1092, 455)
    press(log, Qt.Key.Key_E, CTRL)

    assert log.minimumSizeHint().width() <= 1092
