"""The same person in Rincian, over a real store: shown, answered, taken back, opened."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.person_links import LinkAction
from tests.support.keys import ALT, press, show
from tests.ui.pages.makers import screen

NIK = {"traveller.nik": "9902015711890003"}


@pytest.fixture
def daftar(qtbot, pages):
    page = pages.daftar()
    page.resize(1366, 620)
    return show(qtbot, page)


def opened(daftar, qtbot, subject):
    daftar.open(subject)
    qtbot.waitUntil(lambda: bool(daftar.detail.people.box.rows))
    return daftar.detail.people


def asked(section) -> str:
    return section.box.shown.marked().ask


def answers(desk, subject) -> list[str]:
    return [one.answered.value for one in desk.people.around(subject).result()]


def test_others_that_may_be_the_same_person_stand_beside_the_history(daftar, qtbot, desk, clock):
    before = screen(desk, clock, "MARYA CONTOH", decision="tunda", **NIK)
    subject = screen(desk, clock, "MARIA CONTOH", **NIK)

    section = opened(daftar, qtbot, subject)

    (line,) = section.box.shown.lines
    assert line.subject == before
    assert line.head.endswith("Ditunda")
    assert line.why == "MARYA CONTOH, Bandara El Tari · NIK sama, nama mirip"
    assert line.ask.startswith("Orang yang sama?")
    assert section.box.alarm.isHidden()


def test_a_screening_without_others_shows_nothing_about_them(daftar, qtbot, desk, clock):
    subject = screen(desk, clock, "MARIA CONTOH", **NIK)
    daftar.open(subject)
    qtbot.waitUntil(lambda: daftar.detail.history is not None)

    assert not daftar.detail.people.isVisible()


def test_an_answer_is_stated_by_a_key_and_taken_back_by_the_same(daftar, qtbot, desk, clock):
    screen(desk, clock, "MARYA CONTOH", **NIK)
    subject = screen(desk, clock, "MARIA CONTOH", **NIK)
    section = opened(daftar, qtbot, subject)
    told = []
    daftar.changed.connect(told.append)

    states = []
    for key, words in ((Qt.Key.Key_Y, "orang yang sama. Alt+Y: cabut"), (Qt.Key.Key_Y, "sama?")):
        press(daftar.detail, key, ALT)
        qtbot.waitUntil(lambda words=words: words in asked(section))
        states.append(answers(desk, subject))

    assert states == [["same"], ["none"]]
    assert len(told) == 2
    assert "tercatat" in daftar.detail.notice.text()


def test_a_linked_one_is_shown_though_nothing_is_shared_and_can_be_opened(
    daftar, qtbot, desk, clock
):
    other = screen(desk, clock, "YOSEFINA MISAL")
    subject = screen(desk, clock, "MARIA CONTOH", **NIK)
    desk.people.answer(subject, other, LinkAction.SAME).result()

    section = opened(daftar, qtbot, subject)
    line = section.box.shown.marked()
    press(daftar.detail, Qt.Key.Key_O, ALT)
    qtbot.waitUntil(lambda: daftar.detail.history.row.subject == other)

    assert line.ask == "Dijawab: orang yang sama. Alt+Y: cabut"
    assert line.why.startswith("YOSEFINA MISAL")


def test_the_keys_go_from_one_to_the_next(daftar, qtbot, desk, clock):
    first, second = (screen(desk, clock, "MARYA CONTOH", **NIK) for _ in "ab")
    subject = screen(desk, clock, "MARIA CONTOH", **NIK)
    section = opened(daftar, qtbot, subject)

    marks = [section.marked()]
    for _ in "ab":
        press(daftar.detail, Qt.Key.Key_H, ALT)
        marks.append(section.marked())

    assert marks == [second, first, second]
