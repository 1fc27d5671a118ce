"""Who was here before: found while typing, answered by keys, stated by the save."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.people import EarlierPeople, EarlierPerson, Shared
from posko_app.domain.person_links import PairState
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from tests.support.fake_desk import FakeDesk, around
from tests.support.keys import ALT, press, show, type_text
from tests.support.periksa_looks import path, saved, say_purpose

CATALOGUE = load_catalogue()
NIK = "9902015711890003"
ONE, OTHER = "a" * 32, "b" * 32


def earlier(subject=ONE, *shared: Shared, decision="tunda", **more) -> EarlierPerson:
    return EarlierPerson(
        subject=subject,
        occurred_at=datetime(2026, 11, 21, 1, 14, tzinfo=UTC),
        occurred_on=date(2026, 11, 21),
        name="CONTOH NAMA SATU",
        level="kuning",
        decision=decision,
        shared=shared or (Shared.NIK,),
        **more,
    )


@pytest.fixture
def desk():
    desk = FakeDesk()
    desk.people.says = EarlierPeople((earlier(),))
    return desk


@pytest.fixture
def page(qtbot, theme, desk):
    page = PeriksaPage(desk, CATALOGUE, theme, around=around())
    qtbot.addWidget(page)
    page.resize(1366, 620)
    show(qtbot, page)
    return page


def box(page):
    return page.view.side.list.earlier


def texts(page) -> list[str]:
    """Give every line of the box that can be seen."""
    view = box(page)
    labels = [view.alarm, view.title]
    for row in view.rows:
        labels += [row.head, row.why, row.ask]
    labels.append(view.more)
    return [label.text() for label in labels if label.isVisible()]


def find(qtbot, page, typed=NIK) -> None:
    """Type a NIK and wait until somebody is shown."""
    type_text(page, typed)
    qtbot.waitUntil(lambda: bool(box(page).rows))


def save(page) -> None:
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)


def test_a_whole_nik_shows_who_was_here_with_time_post_decision_and_reason(qtbot, page):
    find(qtbot, page)

    assert texts(page) == [
        "Pernah ditunda atau dirujuk",
        "21-11-2026 09.14 · Ditunda",
        "CONTOH NAMA SATU, Bandara El Tari · NIK sama",
        "Orang yang sama? Alt+Y ya · Alt+X bukan · Alt+O buka",
    ]


def test_nobody_is_asked_for_before_a_number_is_whole(page, desk):
    type_text(page, NIK[:-1])
    early = page.people.is_due
    type_text(page, NIK[-1])

    assert (early, page.people.is_due, desk.people.asked) == (False, True, [])


def test_a_name_is_looked_for_once_a_birth_date_stands_beside_it(qtbot, page, desk):
    desk.people.says = EarlierPeople(
        (earlier(ONE, Shared.NAME_NEAR, Shared.BIRTH, decision="boleh"),)
    )
    type_text(page, "\tcontoh nama\t")
    before = list(desk.people.asked)
    type_text(page, "17-11-1989\t")
    qtbot.waitUntil(lambda: bool(box(page).rows))

    assert before == []
    assert texts(page)[0] == "Mungkin pernah diperiksa"
    assert texts(page)[2] == "CONTOH NAMA SATU, Bandara El Tari · nama mirip, lahir sama"


def test_a_second_time_today_is_warned_of_and_saving_stays_possible(qtbot, page, desk):
    desk.people.says = EarlierPeople((earlier(ONE, Shared.NIK, same_day=True),))
    find(qtbot, page)
    warned = texts(page)[0]
    save(page)

    assert warned.startswith("Tampak sudah diperiksa hari ini (21-11-2026 09.14).")
    assert saved(qtbot, desk).answers["traveller.nik"] == NIK


def test_the_same_departure_is_warned_of_until_somebody_says_it_is_another(qtbot, page, desk):
    desk.people.says = EarlierPeople((earlier(ONE, Shared.NIK, same_departure=True),))
    find(qtbot, page)
    warned = box(page).alarm.text()
    press(page, Qt.Key.Key_X, ALT)
    answered = box(page).alarm.isVisible()
    press(page, Qt.Key.Key_X, ALT)

    assert "untuk keberangkatan ini" in warned
    assert not answered
    assert box(page).alarm.text() == warned


@pytest.mark.parametrize(
    ("key", "said", "words"),
    [
        (Qt.Key.Key_Y, "same", "Dijawab: orang yang sama. Alt+Y: cabut"),
        (Qt.Key.Key_X, "not_same", "Dijawab: bukan orang yang sama. Alt+X: cabut"),
    ],
)
def test_an_answer_goes_by_one_key_with_the_save_and_keeps_the_place(
    qtbot, page, desk, key, said, words
):
    find(qtbot, page)
    before = path(page)
    press(page, key, ALT)
    shown, there = texts(page)[-1], path(page)
    save(page)

    assert (shown, there) == (words, before)
    assert saved(qtbot, desk).links == {ONE: said}


def test_the_same_key_takes_the_answer_back_and_nothing_is_stated(qtbot, page, desk):
    find(qtbot, page)
    press(page, Qt.Key.Key_Y, ALT)
    press(page, Qt.Key.Key_Y, ALT)
    shown = texts(page)[-1]
    save(page)

    assert shown.startswith("Orang yang sama?")
    assert saved(qtbot, desk).links == {}


def test_nothing_is_answered_by_itself(qtbot, page, desk):
    find(qtbot, page)
    save(page)

    assert saved(qtbot, desk).links == {}


def test_an_answer_is_kept_with_the_draft_and_is_not_the_next_person_s(qtbot, page, desk):
    find(qtbot, page)
    press(page, Qt.Key.Key_Y, ALT)
    page.keep_draft()
    kept = desk.screening.kept[-1].links
    save(page)
    saved(qtbot, desk)

    assert kept == {ONE: "same"}
    assert page.model.links == {}
    assert not box(page).isVisible()


def test_an_answer_about_somebody_who_is_not_shown_any_more_is_forgotten(qtbot, page):
    find(qtbot, page)
    press(page, Qt.Key.Key_Y, ALT)
    answered = dict(page.model.links)
    press(page, Qt.Key.Key_Escape)  # the NIK was wrong
    qtbot.waitUntil(lambda: not box(page).isVisible())

    assert answered == {ONE: "same"}
    assert page.model.links == {}


def test_of_several_the_first_open_one_has_the_keys_and_one_key_goes_on(qtbot, page, desk):
    people = (earlier(ONE), earlier(OTHER, Shared.PHONE, Shared.NAME_DIFFERS, decision="boleh"))
    desk.people.says = EarlierPeople(people, more=3)
    find(qtbot, page)
    marks = [[line.marked for line in box(page).shown.lines]]
    press(page, Qt.Key.Key_H, ALT)
    marks.append([line.marked for line in box(page).shown.lines])
    press(page, Qt.Key.Key_X, ALT)
    links = dict(page.model.links)
    press(page, Qt.Key.Key_H, ALT)
    marks.append([line.marked for line in box(page).shown.lines])

    assert marks == [[True, False], [False, True], [True, False]]
    assert "Dijawab: bukan orang yang sama" in texts(page)
    assert links == {OTHER: "not_same"}
    assert texts(page)[-1] == "dan 3 lagi; cari di Daftar (F2)"
    assert "CONTOH NAMA SATU, Bandara El Tari · HP sama, nama berbeda" in texts(page)


def test_a_click_on_one_gives_it_the_keys(qtbot, page, desk):
    desk.people.says = EarlierPeople((earlier(ONE), earlier(OTHER)))
    find(qtbot, page)

    qtbot.mouseClick(box(page).rows[1], Qt.MouseButton.LeftButton)

    assert page.people.marked() == OTHER


def test_one_key_asks_for_the_screening_itself(qtbot, page):
    asked = []
    page.record_asked.connect(asked.append)
    press(page, Qt.Key.Key_O, ALT)
    find(qtbot, page)
    press(page, Qt.Key.Key_O, ALT)

    assert asked == [ONE]


def test_an_answer_that_comes_too_late_is_about_nobody(qtbot, page, desk):
    desk.people.waits = []
    type_text(page, NIK)
    qtbot.waitUntil(lambda: bool(desk.people.waits))
    press(page, Qt.Key.Key_Escape)
    type_text(page, "9902015711890009")
    desk.people.waits[0].set_result(desk.people.says)
    qtbot.waitUntil(lambda: len(desk.people.waits) > 1)
    early = box(page).isVisible()
    desk.people.waits[-1].set_result(desk.people.says)
    qtbot.waitUntil(lambda: box(page).isVisible())

    assert not early


def test_a_store_that_does_not_answer_stops_nobody_and_is_asked_again(qtbot, page, desk):
    desk.people.fails_with = MachineError("store.busy")
    type_text(page, NIK)
    qtbot.waitUntil(lambda: len(desk.people.asked) == 1)
    desk.people.fails_with = None
    type_text(page, "\tcontoh")
    qtbot.waitUntil(lambda: bool(box(page).rows))

    assert path(page) == "traveller.name"


def test_the_mark_is_read_out_whole(qtbot, page):
    find(qtbot, page)

    assert box(page).accessibleName() == "Pernah ditunda atau dirujuk"
    assert "NIK sama. Orang yang sama?" in box(page).rows[0].accessibleName()


def test_what_was_answered_before_is_said(qtbot, page, desk):
    desk.people.says = EarlierPeople((earlier(ONE, answered=PairState.DISPUTED),))
    find(qtbot, page)

    assert texts(page)[-1].startswith("Jawaban petugas berbeda.")


def beside(page, name: str) -> str:
    return page.view.form.editor_of(name).parent().hint.text()


def test_who_was_held_before_is_told_under_the_field_that_shows_it(qtbot, page):
    find(qtbot, page)
    held = beside(page, "traveller.nik")
    press(page, Qt.Key.Key_X, ALT)

    assert held == "Ditunda 21-11-2026: orang yang sama?"
    assert "Perempuan" in beside(page, "traveller.nik")


def test_on_a_narrow_screen_the_badge_counts_them_and_the_field_warns(qtbot, page, desk):
    desk.people.says = EarlierPeople((earlier(ONE, Shared.NIK, same_day=True),))
    page.resize(910, 445)
    find(qtbot, page)

    warned = beside(page, "traveller.nik")
    press(page, Qt.Key.Key_Y, ALT)  # nobody answers about what he does not see
    shown_first = dict(page.model.links)
    press(page, Qt.Key.Key_Y, ALT)

    assert (shown_first, page.model.links) == ({}, {ONE: "same"})
    assert page.view.fold.badge.caption.text() == "! 0 ↩1"
    assert warned == "Hari ini sudah diperiksa 09.14? Cocokkan"
