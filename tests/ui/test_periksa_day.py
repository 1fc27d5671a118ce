"""The day's departures on Periksa: chosen by keys, typed ones added with an undo, and minutes."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.held import OpenCase
from posko_app.domain.shift import CaseKind
from posko_app.errors import OperatorError
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_focus import focused
from tests.support.fake_desk import START, FakeDesk, FakeShift, around, day_departure
from tests.support.keys import CTRL, press, show, type_text
from tests.support.periksa_looks import path

CATALOGUE = load_catalogue()
LION = {
    "departure.kind": "udara",
    "departure.carrier": "Lion Air",
    "departure.number": "JT691",
    "departure.from": "Kupang",
    "departure.to": "Surabaya",
    "departure.departs_on": "2026-11-24",
    "departure.departs_time": "09:55",
}
BATIK = {
    "departure.kind": "udara",
    "departure.number": "ID6541",
    "departure.to": "Jakarta",
    "departure.departs_on": "2026-11-24",
    "departure.departs_time": "10:40",
}
GONE = {"departure.number": "QG1", "departure.departs_on": "2026-11-24"}


def made(qtbot, theme, clock, shift: FakeShift, **more) -> PeriksaPage:
    page = PeriksaPage(FakeDesk(shift=shift), CATALOGUE, theme, around=around(clock, **more))
    page.resize(1366, 620)
    show(qtbot, page)
    qtbot.waitUntil(lambda: path(page) == "traveller.nik")
    qtbot.waitUntil(lambda: page.day.is_known)
    return page


@pytest.fixture
def shift() -> FakeShift:
    gone = {**GONE, "departure.departs_time": "06:30"}
    found = (LION, BATIK, gone)
    return FakeShift(departures=[day_departure(f"{n:036}", of) for n, of in enumerate(found, 1)])


@pytest.fixture
def page(qtbot, theme, clock, shift) -> PeriksaPage:
    """The screen on a day with two departures to come and one that has left."""
    return made(qtbot, theme, clock, shift)


def rows(page) -> list[str]:
    shown = page.departures.list
    return [shown.words_of(row) for row in range(shown.list.count())]


def notice(page) -> str:
    return page.view.bar.notice.whole()


def test_ctrl_k_offers_the_departures_of_the_day_and_says_what_has_left(page):
    press(page, Qt.Key.Key_K, CTRL)

    assert page.departures.list.isVisible()
    assert rows(page) == [
        "1   JT 691 · Kupang → Surabaya · 09.55 · 55 menit lagi",
        "2   ID 6541 · Jakarta · 10.40 · 100 menit lagi",
        "3   QG 1 · Sel, 24 Nov · 06.30 · sudah berangkat",
    ]


def test_a_digit_or_a_few_letters_choose_one(page):
    for keys in ("2", "id\n", "d6541\n", "jak\n", "jakx\n"):  # the last one with a slip
        press(page, Qt.Key.Key_K, CTRL)
        type_text(page, "1")
        press(page, Qt.Key.Key_K, CTRL)
        type_text(page, keys)

        assert not page.departures.list.isVisible()
        chosen = {p: v for p, v in page.model.answers.items() if p.startswith("departure.")}
        assert (keys, chosen) == (keys, BATIK)
        assert page.view.departure.view.title.text() == "ID 6541"
        assert path(page) == "traveller.nik"


def test_arrows_choose_and_wrap_around(page):
    press(page, Qt.Key.Key_K, CTRL)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(page, key)

    assert page.model.answers["departure.number"] == "JT691"


def test_esc_leaves_everything_as_it_was(page):
    type_text(page, "9902\ncontoh")
    before = dict(page.model.answers)
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "id")
    press(page, Qt.Key.Key_Escape)

    assert dict(page.model.answers) == before
    assert not page.departures.list.isVisible()
    assert path(page) == "traveller.name"  # where the keyboard was


def test_none_of_them_is_typed_in_the_fields(page):
    for again in ((Qt.Key.Key_K, CTRL), (Qt.Key.Key_0,)):
        press(page, Qt.Key.Key_K, CTRL)
        press(page, *again)

        assert focused() is page.view.departure.editor.editors[1]
        assert not page.departures.list.isVisible()
        press(page, Qt.Key.Key_Escape)


def test_without_departures_ctrl_k_opens_the_fields_at_once(qtbot, theme, clock):
    page = made(qtbot, theme, clock, FakeShift())

    press(page, Qt.Key.Key_K, CTRL)

    assert focused() is page.view.departure.editor.editors[1]


def test_the_one_in_the_form_is_marked_and_the_list_goes_with_the_page(page):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "2")
    press(page, Qt.Key.Key_K, CTRL)

    assert page.departures.list.list.currentRow() == 1
    page.hide()
    assert page.departures.list.isHidden()  # nothing of it stays under the veil
    page.show()
    page.view.bar.keys.setFocus()
    page.departures.list.setFocus()  # as the window does when the veil is lifted
    assert page.view.form.path_of(page.focusWidget()) == "traveller.nik"


def type_departure(page, number="jt695") -> None:
    press(page, Qt.Key.Key_K, CTRL)
    if page.departures.list.isVisible():
        press(page, Qt.Key.Key_0)
    type_text(page, f"\n{number}\n\n\n24112026\n1200\n")


def test_a_typed_departure_joins_the_day_and_says_so_with_an_undo(page, shift):
    type_departure(page)

    assert [one["departure.number"] for one in shift.added] == ["JT695"]
    assert notice(page).startswith("JT 695 masuk keberangkatan hari ini.")
    assert "JT 695" in rows_after(page)

    press(page, Qt.Key.Key_Z, CTRL)

    assert "JT 695" not in rows_after(page)
    assert page.model.answers["departure.number"] == "JT695"  # the form keeps what was typed


def rows_after(page) -> str:
    press(page, Qt.Key.Key_K, CTRL)
    found = " | ".join(rows(page))
    press(page, Qt.Key.Key_Escape)
    return found


def test_another_time_of_a_known_departure_is_called_that(page):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "1")
    press(page, Qt.Key.Key_K, CTRL)
    press(page, Qt.Key.Key_0)
    page.view.departure.editor.editors[-1].setFocus()
    press(page, Qt.Key.Key_A, CTRL)
    type_text(page, "1120\n")

    assert notice(page).startswith("JT 691 diperbarui di keberangkatan hari ini.")


def test_nothing_is_added_twice_without_a_shift_or_without_a_name(page, shift):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "1")
    press(page, Qt.Key.Key_K, CTRL)
    press(page, Qt.Key.Key_0)
    press(page, Qt.Key.Key_Escape)
    assert shift.added == []

    shift.departures, shift.runs = [], False
    page.refresh()
    type_departure(page)
    assert shift.added == []

    shift.runs = True
    page.refresh()
    press(page, Qt.Key.Key_K, CTRL)
    for editor in page.view.departure.editor.editors[1:3]:
        editor.setFocus()
        press(page, Qt.Key.Key_A, CTRL)
        press(page, Qt.Key.Key_Delete)
    press(page, Qt.Key.Key_Escape)
    assert shift.added == []


def test_a_departure_that_is_refused_stays_in_the_form_and_says_why(page, shift):
    shift.fails_with = OperatorError("shift.departure_over")

    type_departure(page)

    assert notice(page).startswith("Belum masuk keberangkatan hari ini: Hari keberangkatan ini")
    assert page.model.answers["departure.number"] == "JT695"


def test_a_departure_that_has_left_is_marked_on_the_line(page, clock):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "1")
    left = page.view.departure.view.left
    assert (left.text(), left.property("state")) == ("55 menit lagi", "")

    clock.forward(minutes=56)
    page._minute.timeout.emit()

    assert (left.text(), left.property("state")) == ("sudah berangkat", "gone")


def case(minutes: int, kind=CaseKind.HELD) -> OpenCase:
    return OpenCase(f"{minutes:032}", kind, START - timedelta(minutes=minutes))


def test_minutes_of_those_kept_aside_stand_on_the_line_amber_past_the_limit(qtbot, theme):
    shift = FakeShift(cases=(case(47), case(5, CaseKind.DRAFT), case(90, CaseKind.UNDECIDED)))
    limits = [47]
    page = made(qtbot, theme, lambda: START, shift, held_limit=lambda: limits[0])
    held = page.view.departure.held

    assert (held.text(), held.property("state")) == ("Ditahan 2 · terlama 47 mnt", "kuning")

    limits[0] = 48
    page.refresh()
    qtbot.waitUntil(lambda: held.property("state") == "plain")


def test_minutes_of_the_person_in_the_form_run_and_end_with_him(page, clock):
    held = page.view.departure.held
    assert held.isHidden()
    type_text(page, "9902")
    clock.forward(minutes=12)
    page._minute.timeout.emit()

    assert held.text() == "Orang ini 12 mnt"

    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)
    assert held.isHidden()
