"""Practice through the real Periksa page over a real store, by keyboard."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posko_app.desk_window import DeskSurroundings, make_desk_window
from posko_app.i18n import load_catalogue
from posko_app.paths import DataPaths
from posko_app.services.officers import Role
from posko_app.settings import Settings
from posko_app.ui.latihan_model import next_case
from posko_app.ui.pages import Pages
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.theme import LIGHT
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from tests.support.fake_desk import around
from tests.support.fake_sync import FakeSync
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.support.periksa_looks import ask_questions
from tests.ui.pages.makers import CATALOGUE, NAMES, SECOND, words

FAMILY_VISIT, KIOSK = "k01", "k05"


@pytest.fixture
def window(qtbot, desk, context, clock):
    pages = Pages(desk, context)
    periksa = PageSpec(
        "periksa",
        "Periksa",
        "Ctrl+1",
        lambda: PeriksaPage(desk, load_catalogue(), LIGHT, around=around(clock)),
    )
    made = MainWindow(
        (periksa, *pages.specs()),
        ports=WindowPorts(
            clocks=Clocks(wall=clock, monotonic=lambda: 0.0),
            status=desk.status.status,
            officer=lambda: NAMES[0],
            place="Bandara El Tari",
            training=True,
            veil_after=timedelta(minutes=2),
            sync=FakeSync().ports(),
        ),
        catalogue=load_catalogue(),
        theme=LIGHT,
    )
    pages.practice.attach(made)
    made.resize(1366, 768)
    return show(qtbot, made)


@pytest.fixture
def latihan(window, qtbot):
    press(window, Qt.Key.Key_9, CTRL)
    page = window.page("latihan")
    qtbot.waitUntil(lambda: page.scores is not None)
    return page


def begin(window, latihan, number):
    """Go down to a case and begin it."""
    for _ in range(number):
        press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    QTest.qWait(0)
    return window.page("periksa")


def finish(window, latihan, qtbot):
    """Save by F9, and wait for the result."""
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: latihan.stack.currentWidget() is latihan.result)


def mine(latihan, number):
    model = latihan.table.words
    return model.data(model.index(number, 2))


def told(latihan):
    return latihan.result.reading.text()


def test_the_chosen_case_opens_periksa_with_its_story(window, latihan):
    periksa = begin(window, latihan, 0)

    case = latihan.cases[0]
    assert window.shown() == "periksa"
    assert periksa.view.practice.isVisible()
    assert case.title in periksa.view.practice.title.text()
    assert periksa.view.practice.story.text() == case.narrative


def test_a_capture_by_keys_ends_in_a_result_beside_the_expected_one(window, latihan, qtbot, desk):
    periksa = begin(window, latihan, 0)
    ask_questions(periksa, 1, "3")  # a visit to family
    press(window, Qt.Key.Key_B, ALT)
    finish(window, latihan, qtbot)

    assert window.shown() == "latihan"
    assert not periksa.view.practice.isVisible()
    shown = words(latihan.result)
    assert shown.count("● HIJAU Silakan berangkat.") == 2
    assert CATALOGUE.text("practice.result.level_agrees") in told(latihan)
    assert CATALOGUE.text("practice.result.asked_all") in told(latihan)
    assert desk.training.scores().result().tried == {FAMILY_VISIT: 1}


def test_what_was_missed_comes_with_its_caveat_and_what_to_ask(window, latihan, qtbot, desk):
    periksa = begin(window, latihan, 4)
    ask_questions(periksa, 1, "2")  # work inside the country
    ask_questions(periksa, 4, "4")  # a stranger, which the story does not say
    press(window, Qt.Key.Key_B, ALT)
    finish(window, latihan, qtbot)

    sign = desk.rulesets.active.indicators["debt_owed_recruiter"]
    extra = desk.rulesets.active.indicators["trv_pickup_stranger"]
    report = told(latihan)
    missed, beyond = report.index("Terlewat"), report.index("Berlebih")
    assert missed < report.index(sign.label.id) < beyond < report.index(extra.label.id)
    assert sign.caveat.id in report
    assert sign.question.id in report
    assert CATALOGUE.text("practice.result.found", number=0, wanted=2) in report
    for question in ("Q2", "Q7", "Q10"):
        assert desk.rulesets.active.questions[question].text.id in report
    assert "▲ KUNING Beri saran dan periksa." in words(latihan.result)


def test_enter_goes_on_to_the_next_case_and_escape_back_to_the_list(window, latihan, qtbot):
    periksa = begin(window, latihan, 0)
    ask_questions(periksa, 1, "3")
    finish(window, latihan, qtbot)
    qtbot.waitUntil(lambda: FAMILY_VISIT in latihan.scores.tried)
    press(window, Qt.Key.Key_Return)
    QTest.qWait(0)
    second = periksa.view.practice.title.text()
    press(window, Qt.Key.Key_9, CTRL)

    assert latihan.cases[1].title in second
    assert latihan.stack.currentWidget() is latihan.choosing
    qtbot.waitUntil(lambda: mine(latihan, 0) == "1× · tingkat sesuai")
    assert mine(latihan, 1) == "belum"


def test_escape_leaves_the_result(window, latihan, qtbot):
    periksa = begin(window, latihan, 0)
    ask_questions(periksa, 1, "3")
    finish(window, latihan, qtbot)
    press(window, Qt.Key.Key_Escape)

    assert latihan.stack.currentWidget() is latihan.choosing
    assert latihan.table.hasFocus()


def test_the_topic_is_told_only_after_the_first_try(window, latihan, qtbot):
    model = latihan.table.words
    before = model.data(model.index(0, 1))
    periksa = begin(window, latihan, 0)
    ask_questions(periksa, 1, "3")
    finish(window, latihan, qtbot)
    qtbot.waitUntil(lambda: mine(latihan, 0) != "belum")

    assert before == "–"
    assert model.data(model.index(0, 1)) == "perjalanan"


def test_a_case_does_not_begin_over_somebody_half_typed(window, latihan, qtbot):
    press(window, Qt.Key.Key_1, CTRL)
    type_text(window, "9902015711890003")
    press(window, Qt.Key.Key_9, CTRL)
    press(window, Qt.Key.Key_Return)

    assert window.shown() == "latihan"
    assert latihan.notice.text() == CATALOGUE.text("practice.busy")
    assert not window.page("periksa").view.practice.isVisible()


def test_a_running_case_is_opened_again_or_stopped(window, latihan, qtbot):
    periksa = begin(window, latihan, 0)
    press(window, Qt.Key.Key_9, CTRL)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    again = periksa.view.practice.title.text()
    press(window, Qt.Key.Key_9, CTRL)
    press(window, Qt.Key.Key_Delete)

    assert latihan.cases[0].title in again
    assert latihan.notice.text() == CATALOGUE.text("practice.stopped")
    assert not periksa.view.practice.isVisible()


def test_a_record_saved_without_a_case_is_no_practice(window, latihan, qtbot, desk):
    begin(window, latihan, 0)
    press(window, Qt.Key.Key_9, CTRL)
    press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_1, CTRL)
    periksa = window.page("periksa")
    ask_questions(periksa, 1, "3")
    with qtbot.waitSignal(periksa.changed):
        press(window, Qt.Key.Key_F9)

    assert window.shown() == "periksa"
    assert desk.training.scores().result().tried == {}


def test_a_petugas_sees_only_his_own_scores(latihan, qtbot, desk):
    post = CATALOGUE.text("practice.score.post")
    qtbot.waitUntil(lambda: post in latihan.side_scores.text())
    desk.officers.add(NAMES[1], passphrase=SECOND, role=Role.PETUGAS).result()
    desk.session.sign_on(desk.officers.unlock(NAMES[1], passphrase=SECOND).result(), pin="246801")
    latihan.refresh()
    qtbot.waitUntil(lambda: post not in latihan.side_scores.text())

    assert CATALOGUE.text("practice.score.none") in latihan.side_scores.text()


def test_everything_a_case_holds_can_be_captured_on_periksa(window, latihan):
    periksa = window.page("periksa")
    worked_out = {"occurred_at", "occurred_on", "occurred_hour", "dobs_differ", "nik_dob_match"}
    rooms = ("talk.", "answers.", "mitigations.")
    wanted = {
        path
        for case in latihan.cases
        for path in case.answers
        if path not in worked_out | {"purpose"} and not path.startswith(("ages.", *rooms))
    }

    periksa.moves.more()
    assert wanted - set(periksa.view.form.paths()) == set()
    assert len(wanted) > 30


def test_the_next_case_is_one_not_tried_yet(latihan):
    cases = latihan.cases[:3]
    first, second, third = cases

    assert next_case(cases, first.id, {first.id}) is second
    assert next_case(cases, first.id, {first.id, second.id}) is third
    assert next_case(cases, third.id, {third.id}) is first
    assert next_case(cases, third.id, {case.id for case in cases}) is first
    assert next_case((), "", ()) is None


def test_the_window_of_the_program_takes_a_case_to_periksa(qtbot, desk, tmp_path):
    around_it = DeskSurroundings(
        paths=DataPaths(tmp_path / "data", tmp_path / "state"),
        catalogue=CATALOGUE,
        settings=Settings(),
        theme=lambda: LIGHT,
        names=lambda: NAMES,
        use_settings=lambda _settings: None,
    )
    window = show(qtbot, make_desk_window(desk, around_it))
    press(window, Qt.Key.Key_9, CTRL)
    press(window, Qt.Key.Key_Return)

    assert window.shown() == "periksa"
    assert window.page("periksa").view.practice.isVisible()


def test_a_live_store_has_no_practice_page(desk, context):
    class Live:
        deployment = "live"

    training = [spec.key for spec in Pages(desk, context).specs()]
    live = [spec.key for spec in Pages(Live(), context).specs()]

    assert [key for key in training if key not in live] == ["latihan"]


def test_the_page_fits_the_smallest_screen(qtbot, pages):
    page = pages.latihan()
    page.resize(1092, 455)
    show(qtbot, page)

    least = page.minimumSizeHint()
    assert (least.width() <= 1092, least.height() <= 455) == (True, True)
