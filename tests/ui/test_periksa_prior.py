"""What earlier records say is asked for in the background and judged, never typed."""

import pytest
from PySide6.QtCore import Qt

from posko_app.errors import MachineError
from tests.support.keys import press, type_text
from tests.support.periksa_looks import level, saved, say_purpose

REPEATS = {"prior.contact_repeats": 3, "watch_hit": False}
WATCHED = {"watch_hit": True, "watch_entry": "contoh"}


def type_contact(page, number="081234567890"):
    page.moves.go_to("recruiter.contact")
    type_text(page, f"{number}\n")


def test_a_complete_contact_is_looked_up_and_judged(qtbot, page, desk):
    desk.detection.says = WATCHED
    type_contact(page)

    qtbot.waitUntil(lambda: level(page).startswith("■ MERAH"))
    assert desk.detection.asked[0]["recruiter.contact"] == "+6281234567890"
    assert "watch_hit" not in page.model.answers
    assert "xr_verified_watch" in page.view.side.list.reasons.rows


def test_what_was_told_is_not_saved_with_the_answers(qtbot, page, desk):
    desk.detection.says = REPEATS
    type_contact(page)
    qtbot.waitUntil(lambda: "xr_contact_repeats" in page.view.side.list.reasons.rows)
    press(page, Qt.Key.Key_F9)

    assert not any(p.startswith(("prior.", "watch_")) for p in saved(qtbot, desk).answers)


def test_a_name_alone_asks_nothing(qtbot, page, desk):
    type_text(page, "\tCONTOH NAMA SATU\t")
    page.judging.work_beside()

    assert desk.detection.asked == []


def test_the_same_contact_is_asked_for_once(qtbot, page, desk):
    type_text(page, "9902015711890003\t")
    qtbot.waitUntil(lambda: len(desk.detection.asked) == 1)
    page.moves.go_to("employer.name")
    type_text(page, "PT CONTOH\t")
    page.judging.work_beside()

    assert len(desk.detection.asked) == 1


def test_a_late_answer_about_somebody_else_is_dropped(qtbot, page, desk):
    desk.detection.waits = []
    type_contact(page)
    qtbot.waitUntil(lambda: len(desk.detection.waits) == 1)
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    saved(qtbot, desk)
    type_text(page, "9902")
    say_purpose(page)
    with qtbot.waitSignal(page.judging._timer.timeout):
        desk.detection.waits[0].set_result(WATCHED)

    assert level(page).startswith("● HIJAU")


def test_a_late_answer_about_an_earlier_number_is_dropped(qtbot, page, desk):
    desk.detection.waits = []
    say_purpose(page)
    type_contact(page)
    qtbot.waitUntil(lambda: len(desk.detection.waits) == 1)
    type_contact(page, "081999888777")
    qtbot.waitUntil(lambda: len(desk.detection.waits) == 2)
    desk.detection.waits[1].set_result({"watch_hit": False})
    desk.detection.waits[0].set_result(WATCHED)
    with qtbot.waitSignal(page.judging._timer.timeout):
        page.judging._timer.start()

    assert level(page).startswith("● HIJAU")


@pytest.mark.parametrize("error", [MachineError("store.disk_full")])
def test_a_look_up_that_fails_is_tried_again(qtbot, page, desk, error):
    desk.detection.waits = []
    type_contact(page)
    qtbot.waitUntil(lambda: len(desk.detection.waits) == 1)
    desk.detection.waits[0].set_exception(error)
    qtbot.waitUntil(lambda: page.judging._asked is None)
    page.judging.work_beside()

    assert len(desk.detection.waits) == 2
