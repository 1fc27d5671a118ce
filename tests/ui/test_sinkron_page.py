"""Pusat sinkron by keys alone, over a centre that answers as the test tells it."""

from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from posko_app.errors import OperatorError
from posko_app.i18n import load_catalogue
from posko_app.services.sync_state import AlarmCode, LeaseState, Phase, SyncState
from posko_app.ui.sinkron import KEYS, SinkronPage
from posko_app.ui.theme import apply_theme
from sync.protocol.enrolment import make_code, qr_text
from tests.support.fake_desk import failed
from tests.support.fake_sync import (
    DEVICE,
    NOW,
    URL,
    FakeSync,
    ago,
    alarm,
    connected,
    offline,
    running,
    stopped,
)
from tests.support.keys import CTRL, press, show, type_text

CATALOGUE = load_catalogue()
CODE = make_code(bytes(range(10)), b"an invented certificate")
PLAIN = CODE.replace("-", "")
FULL = connected(
    phase=Phase.ALARM,
    alarms=(alarm(),),
    needs_person=(stopped(),),
    needs_person_count=1,
    waiting=1,
    oldest_waiting_at=ago(hours=30),
    clock_offset_ms=7_500_000,
    lease=LeaseState(NOW + timedelta(days=2)),
)


@pytest.fixture
def centre():
    return FakeSync(connected())


@pytest.fixture
def page(qtbot, theme, centre):
    made = SinkronPage(centre.ports(), catalogue=CATALOGUE)
    made.resize(1366, 620)
    show(qtbot, made)
    made.focus_first()
    return made


def become(page, centre, state):
    centre.become(state)
    page.show_sync(state)


def open_form(page, name):
    press(page, Qt.Key(ord(KEYS[name][-1])), CTRL)


def test_enter_does_the_one_thing_for_the_chosen_problem(page, centre, qtbot):
    become(page, centre, FULL)
    qtbot.waitUntil(lambda: "CONTOH NAMA TIGA" in page.problems.rows[1].problem.title)
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state.notice.text() == CATALOGUE.text("sinkron.act.retried"))

    assert centre.asked == [("retry", "e1")]


def test_every_problem_shows_exactly_one_action_and_only_the_chosen_has_its_key(page, centre):
    become(page, centre, FULL)

    shown = [row.button.key_label.isVisibleTo(row) for row in page.problems.rows]
    assert shown == [True, False, False, False]
    assert all(row.button.caption.isVisibleTo(row) for row in page.problems.rows)


def test_an_alarm_copies_its_evidence_and_stands_on(page, centre):
    become(page, centre, FULL)
    press(page, Qt.Key.Key_Return)

    assert "alarm data_missing" in QGuiApplication.clipboard().text()
    assert page.problems.rows[0].problem.state == "problem"


def new_log(feed="el-tari", generation=1):
    return alarm(AlarmCode.NEW_GENERATION, feed=feed, position=generation, detail={})


def test_enter_marks_the_chosen_new_log_as_known_and_the_others_stand(page, centre, qtbot):
    become(page, centre, connected(alarms=(new_log(), new_log("shared", 2), alarm())))
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.problems.rows) == 2)

    assert centre.asked == [("acknowledge", "shared", 2)]
    assert page.state.notice.text() == CATALOGUE.text("sinkron.act.acknowledged")
    assert page.problems.hasFocus()


def test_a_petugas_is_told_who_may_mark_a_new_log(page, centre):
    centre.penyelia = False
    become(page, centre, connected(alarms=(new_log(),)))
    press(page, Qt.Key.Key_Return)

    assert centre.asked == []
    assert page.state.notice.text() == CATALOGUE.text("sinkron.act.only_penyelia")


def test_a_mark_that_fails_says_why_and_the_alarm_stands(page, centre, qtbot):
    centre.answers["acknowledge"] = failed(OperatorError("session.only_penyelia"))
    state = connected(alarms=(new_log(),))
    become(page, centre, state)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state.notice.text() != "")

    assert page.state.notice.text() == CATALOGUE.text("session.only_penyelia")
    assert len(page.problems.rows) == 1


def test_the_chosen_problem_stays_chosen_when_figures_change(page, centre):
    become(page, centre, FULL)
    press(page, Qt.Key.Key_Down)
    before = page.problems.chosen()
    become(page, centre, connected(needs_person=(stopped(),), alarms=(alarm(), alarm())))

    assert before.entry_id == page.problems.chosen().entry_id == "e1"


def test_the_list_never_takes_the_keyboard_from_a_form(page, centre):
    open_form(page, "enrol")
    type_text(page, "pusat")
    become(page, centre, FULL)
    become(page, centre, running())

    assert page.enrolling.form.address.hasFocus()
    assert page.enrolling.form.address.text() == "pusat"


def test_a_round_begins_by_the_button_and_the_page_shows_it(page, centre):
    page.state.button.click()
    become(page, centre, running())

    assert centre.asked == [("sync_now",)]
    assert "34 dari 120" in page.state.text.text()


def test_without_a_centre_the_button_leads_to_enrolment(page, centre):
    become(page, centre, SyncState())
    page.state.button.click()

    assert centre.asked == []
    assert page.enrolling.form.address.hasFocus()


def test_an_address_and_a_code_typed_enrol_the_laptop(page, centre, qtbot):
    become(page, centre, SyncState())
    press(page, Qt.Key.Key_Return)
    type_text(page, f"pusat.contoh:8443\n{PLAIN.lower()}\n")
    qtbot.waitUntil(lambda: "terdaftar" in page.state.notice.text())

    assert centre.asked == [("enrol", URL, PLAIN)]
    assert page.side.currentWidget() is page.history
    assert "Bandara El Tari" in page.state.notice.text()


def test_good_news_goes_when_the_line_does(page, centre, qtbot):
    open_form(page, "lease")
    type_text(page, "abcdefgh\n")
    qtbot.waitUntil(lambda: page.state.notice.text() != "")
    become(page, centre, offline())

    assert page.state.notice.text() == ""


def test_good_news_that_came_without_a_line_stays(page, centre, qtbot):
    become(page, centre, offline())
    open_form(page, "lease")
    type_text(page, "abcdefgh\n")
    qtbot.waitUntil(lambda: page.state.notice.text() != "")
    become(page, centre, offline(phase=Phase.RUNNING))
    become(page, centre, offline())

    assert "08-12-2026" in page.state.notice.text()


def test_a_code_shows_its_groups_while_it_is_typed_or_corrected(page):
    open_form(page, "enrol")
    code = page.enrolling.form.code
    code.setFocus()
    type_text(page, "abcdefghijklm")
    grown = code.text()
    code.setCursorPosition(3)
    type_text(page, "q")

    assert grown == "ABCDEF-GHIJKL-M"
    assert code.text() == "ABCQDE-FGHIJK-LM"
    assert code.cursorPosition() == 4


@pytest.mark.parametrize("field", ["address", "code"])
def test_one_scan_of_the_qr_fills_and_sends_both(page, centre, qtbot, field):
    open_form(page, "enrol")
    getattr(page.enrolling.form, field).setFocus()
    type_text(page, qr_text(URL, PLAIN) + "\n")
    qtbot.waitUntil(lambda: bool(centre.asked))

    assert centre.asked == [("enrol", URL, PLAIN)]


def test_a_pasted_qr_text_fills_both(page):
    open_form(page, "enrol")
    QGuiApplication.clipboard().setText(f"  {qr_text(URL, CODE)}\n")
    press(page, Qt.Key.Key_V, CTRL)

    form = page.enrolling.form
    assert (form.address.text(), form.code.text()) == (URL, CODE)


def test_what_is_missing_is_said_beside_its_field(page, centre):
    open_form(page, "enrol")
    press(page, Qt.Key.Key_F9)
    faults = page.enrolling.form.faults

    assert faults["address"].text() == CATALOGUE.text("sinkron.enrol.address_missing")
    assert faults["code"].text() == CATALOGUE.text("sinkron.enrol.code_missing")
    assert page.enrolling.form.address.hasFocus()
    assert centre.asked == []


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (OperatorError("sync.refused.code_used"), "code"),
        (OperatorError("sync.refused.code_expired"), "code"),
        (OperatorError("sync.enrolment.ca_differs"), "code"),
        (OperatorError("sync.not_ours.portal"), "address"),
    ],
)
def test_why_the_centre_did_not_take_it_stands_beside_the_field_to_blame(
    page, centre, qtbot, error, field
):
    centre.answers["enrol"] = failed(error)
    open_form(page, "enrol")
    page.enrolling.form.show_wish(URL, CODE)
    press(page, Qt.Key.Key_F9)
    fault = page.enrolling.form.faults[field]
    qtbot.waitUntil(lambda: fault.text() == CATALOGUE.text(error.key))

    assert fault.isVisible()
    assert getattr(page.enrolling.form, field).hasFocus()
    assert page.enrolling.go.isEnabled()


def test_an_error_of_neither_field_stands_under_the_form(page, centre, qtbot):
    centre.answers["enrol"] = failed(OperatorError("sync.enrolment.enrolled_elsewhere"))
    open_form(page, "enrol")
    page.enrolling.form.show_wish(URL, CODE)
    press(page, Qt.Key.Key_F9)

    words = CATALOGUE.text("sync.enrolment.enrolled_elsewhere")
    qtbot.waitUntil(lambda: page.enrolling.told.text() == words)


def test_a_second_f9_while_the_centre_is_asked_asks_once(page, centre):
    centre.answers["enrol"] = Future()
    open_form(page, "enrol")
    page.enrolling.form.show_wish(URL, CODE)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert len(centre.asked) == 1


def test_a_package_goes_out_under_a_name_of_its_own(page, centre, qtbot):
    become(page, centre, offline())
    open_form(page, "package_out")
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "12 catatan" in page.going.told.text())

    assert centre.asked == [("package_out", Path("/media/usb/posko-paket-20261124-080400.posko"))]
    assert "47 KB" in page.going.told.text()


def test_an_answer_package_says_what_it_proved(page, centre, qtbot, tmp_path):
    open_form(page, "package_in")
    press(page, Qt.Key.Key_A, CTRL)
    type_text(page, str(tmp_path / "jawaban.posko"))
    with qtbot.waitSignal(page.changed):
        press(page, Qt.Key.Key_Return)

    assert centre.asked == [("package_in", tmp_path / "jawaban.posko")]
    assert "12 catatan terbukti sampai" in page.coming.told.text()


def test_a_package_that_cannot_be_read_says_why(page, centre, qtbot):
    centre.answers["package_in"] = failed(OperatorError("sync.package.not_a_package"))
    open_form(page, "package_in")
    press(page, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: page.coming.told.text() == CATALOGUE.text("sync.package.not_a_package"))


def test_a_code_read_over_the_telephone_extends(page, centre, qtbot):
    open_form(page, "lease")
    type_text(page, "abcd efgh\n")
    qtbot.waitUntil(lambda: "08-12-2026" in page.state.notice.text())

    assert centre.asked == [("extend", "ABCDEFGH")]


def test_a_short_extension_code_is_not_sent(page, centre):
    open_form(page, "lease")
    type_text(page, "abc\n")

    assert page.lease.told.text() == CATALOGUE.text("sinkron.lease.incomplete", number=3)
    assert centre.asked == []


def test_only_a_penyelia_is_asked_for_the_code(page, centre):
    centre.penyelia = False
    open_form(page, "lease")

    assert page.state.notice.text() == CATALOGUE.text("sinkron.lease.only_penyelia")
    assert page.side.currentWidget() is page.history


def test_technical_detail_is_shown_and_copied(page):
    open_form(page, "technical")
    QGuiApplication.clipboard().setText("")
    press(page, Qt.Key.Key_F9)

    assert DEVICE in page.technical.text.toPlainText()
    assert DEVICE in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("name", KEYS)
def test_escape_leaves_every_form(page, name):
    open_form(page, name)
    press(page, Qt.Key.Key_Escape)

    assert page.side.currentWidget() is page.history
    assert page.problems.hasFocus()


def test_f6_goes_to_the_rounds_of_the_past_and_back(page):
    press(page, Qt.Key.Key_F6)
    there = page.history.rounds.hasFocus()
    press(page, Qt.Key.Key_F6)

    assert there
    assert page.problems.hasFocus()


@pytest.mark.parametrize("percent", [100, 115, 130])
@pytest.mark.parametrize("size", [(1366, 620), (1092, 455), (910, 385)])
def test_everything_can_be_read_on_every_screen(qtbot, qapp, size, percent):
    apply_theme(qapp, "light", percent / 100)
    try:
        made = SinkronPage(FakeSync(FULL).ports(), catalogue=CATALOGUE)
        made.resize(*size)
        show(qtbot, made)
        made.focus_first()
        wanted = made.minimumSizeHint()
        rows = made.problems.rows
        qtbot.waitUntil(lambda: not any(is_cut(row.button) for row in rows))
    finally:
        apply_theme(qapp, "light")

    assert wanted.width() <= size[0]
    assert wanted.height() <= size[1]
    assert len(rows) == 4


def is_cut(button):
    return button.width() < button.sizeHint().width()


def test_a_narrow_window_shows_one_column_at_a_time(qtbot, centre):
    made = SinkronPage(centre.ports(), catalogue=CATALOGUE)
    made.resize(910, 385)
    show(qtbot, made)
    made.focus_first()
    alone = made.left.isVisible() and not made.side.isVisible()
    press(made, Qt.Key.Key_N, CTRL)

    assert alone
    assert made.side.isVisible()
    assert not made.left.isVisible()
