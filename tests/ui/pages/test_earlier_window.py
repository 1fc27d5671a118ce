"""The whole way in the real window over a real store: found, answered, saved, taken back."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.person_links import LinkAction
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.support.screens import build
from tests.ui.pages.makers import screen

NIK = "9902015711890003"


@pytest.fixture
def window(qtbot, desk, context, clock):
    made = build(desk, context, clock)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    return show(qtbot, made)


def answers(desk, subject) -> list[tuple[str, str]]:
    around = desk.people.around(subject).result()
    return [(one.subject, one.answered.value) for one in around]


def test_a_person_typed_again_is_found_answered_and_saved_by_keys(window, qtbot, desk, clock):
    before = screen(desk, clock, "CONTOH NAMA SATU", **{"traveller.nik": NIK}, decision="tunda")
    page = window.page("periksa")
    box = page.view.side.list.earlier
    saved = []
    page.changed.connect(saved.append)

    type_text(window, NIK)
    qtbot.waitUntil(lambda: bool(box.rows))
    press(window, Qt.Key.Key_Y, ALT)
    press(window, Qt.Key.Key_O, ALT)
    detail = window.page("daftar").detail
    qtbot.waitUntil(lambda: detail.history is not None and detail.history.row.subject == before)
    press(window, Qt.Key.Key_1, CTRL)
    kept = dict(page.model.links)
    press(window, Qt.Key.Key_T, ALT)
    for _ in range(3):
        press(window, Qt.Key.Key_F9)
        if page.saver.running:
            break
    qtbot.waitUntil(lambda: bool(saved))

    assert kept == {before: "same"}
    assert answers(desk, saved[0].subject) == [(before, "same")]
    assert desk.integrity.verify().result().ok


def test_an_answer_given_while_typing_is_taken_back_in_the_record(window, qtbot, desk, clock):
    before = screen(desk, clock, "CONTOH NAMA SATU", **{"traveller.nik": NIK})
    subject = screen(desk, clock, "CONTOH NAMA SATU", **{"traveller.nik": NIK})
    desk.people.answer(subject, before, LinkAction.SAME).result()
    press(window, Qt.Key.Key_3, CTRL)
    window.page("daftar").open(subject)
    section = window.page("daftar").detail.people
    qtbot.waitUntil(lambda: bool(section.box.rows))

    press(window, Qt.Key.Key_Y, ALT)
    qtbot.waitUntil(lambda: answers(desk, subject) == [(before, "none")])

    assert desk.integrity.verify().result().ok
