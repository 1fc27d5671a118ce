"""The list's item model and its words, without a window."""

from concurrent.futures import Future
from datetime import date

import pytest

from posko_app.domain.records import BoundedCount, Page, Sending
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.ui.daftar_cells import Column, Tone, cell_of
from posko_app.ui.daftar_model import Filters, ScreeningTable, count_sentence, empty_sentence
from tests.ui.makers_pages import TODAY, row

CATALOGUE = load_catalogue()


class Shelf:
    """Takes questions and answers them when the test says so."""

    def __init__(self):
        self.asked = []

    def __call__(self, query):
        future = Future()
        self.asked.append((query, future))
        return future

    def answer(self, number, *rows, following=None):
        page = Page(rows, following, BoundedCount(len(rows)))
        self.asked[number][1].set_result(page)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def table(shelf, qtbot):
    return ScreeningTable(shelf, catalogue=CATALOGUE, today=lambda: TODAY)


def cell(column, **changes):
    return cell_of(row(**changes), column, catalogue=CATALOGUE, today=TODAY)


def test_model_keeps_qts_rules_while_pages_arrive(shelf, table, qtbot, qtmodeltester):
    with qtbot.waitSignal(table.loaded):
        table.show(Filters())
        shelf.answer(0, *(row(n) for n in range(9, 5, -1)), following=6)
    qtmodeltester.check(table)
    table.fetchMore(table.index(-1, -1))
    with qtbot.waitSignal(table.rowsInserted):
        shelf.answer(1, *(row(n) for n in range(5, 2, -1)))

    qtmodeltester.check(table)

    assert shelf.asked[1][0].before == 6
    assert table.rowCount() == 7
    assert not table.canFetchMore(table.index(-1, -1))


def test_answer_to_an_older_question_is_dropped(shelf, table, qtbot):
    table.show(Filters(text="con"))
    table.show(Filters(text="contoh"))
    with qtbot.waitSignal(table.loaded):
        shelf.answer(1, row(2))
        shelf.answer(0, row(1))

    qtbot.wait_until(lambda: table.rowCount() == 1)

    assert table.row_at(table.index(0, 0)) == row(2)


def test_next_page_is_asked_for_once(shelf, table, qtbot):
    with qtbot.waitSignal(table.loaded):
        table.show(Filters())
        shelf.answer(0, row(3), following=3)

    table.fetchMore(table.index(-1, -1))
    table.fetchMore(table.index(-1, -1))

    assert len(shelf.asked) == 2


def test_failure_reaches_the_page_and_a_later_question_works(shelf, table, qtbot):
    with qtbot.waitSignal(table.failed) as failed:
        table.show(Filters())
        shelf.asked[0][1].set_exception(MachineError("store.disk_error"))
    with qtbot.waitSignal(table.loaded):
        table.reload()
        shelf.answer(1, row())

    assert failed.args[0].key == "store.disk_error"
    assert table.rowCount() == 1


def test_filters_become_the_stores_question():
    filters = Filters(" contoh ", TODAY, "tunda", Sending.NEEDS_PERSON)

    query = filters.query(before=7)

    assert (query.text, query.on, query.decision) == ("contoh", TODAY, "tunda")
    assert (query.sending, query.before) == (Sending.NEEDS_PERSON, 7)


@pytest.mark.parametrize(
    ("column", "changes", "words"),
    [
        (Column.TIME, {}, "09.01"),
        (Column.TIME, {"occurred_on": None, "occurred_at": None}, "–"),
        (Column.NAME, {"corrections": 2}, "CONTOH NAMA 1 · dikoreksi 2×"),
        (Column.NAME, {"conflict": True}, "CONTOH NAMA 1 · catatan berbeda"),
        (Column.NAME, {"voided": True, "complete": False}, "CONTOH NAMA 1 · dibatalkan"),
        (Column.NAME, {"complete": False}, "CONTOH NAMA 1 · belum lengkap"),
        (Column.NAME, {"name": None}, "tanpa nama"),
        (Column.NUMBER, {}, "9902 •••• •••• 0003"),
        (Column.NUMBER, {"nik": None, "passport": "X0000001"}, "X••••001"),
        (Column.NUMBER, {"nik": None}, "tanpa NIK"),
        (Column.DESTINATION, {}, "Malaysia · Lion"),
        (Column.DESTINATION, {"destination": "SUB"}, "SUB · Lion"),
        (Column.DESTINATION, {"destination": None, "carrier": None}, "–"),
        (Column.ORIGIN, {"origin": None}, "–"),
        (Column.LEVEL, {}, "–"),
        (Column.SENDING, {}, "◌ menunggu"),
        (Column.SENDING, {"sending": Sending.SENT}, "✓ terkirim"),
        (Column.SENDING, {"sending": Sending.NEEDS_PERSON}, "! perlu tindakan"),
    ],
)
def test_cell_says_what_is_known(column, changes, words):
    assert cell(column, **changes).spoken == words


def test_other_days_show_their_date():
    earlier = cell_of(row(), Column.TIME, catalogue=CATALOGUE, today=date(2026, 11, 25))

    assert (earlier.text, earlier.remark) == ("24-11", "09.01")


def test_decision_that_holds_somebody_speaks_louder():
    tones = [cell(Column.DECISION, decision=code).tone for code in ("boleh", "tunda")]

    assert tones == [Tone.PLAIN, Tone.STRONG]


@pytest.mark.parametrize(
    ("filters", "part"),
    [
        (Filters(), "Ctrl+1"),
        (Filters(text="zz"), "“zz”"),
        (Filters(on=TODAY), "saringan"),
    ],
)
def test_empty_list_says_why_and_what_next(filters, part):
    assert part in empty_sentence(filters, CATALOGUE)


def test_count_admits_when_it_stopped_counting():
    shown = [count_sentence(BoundedCount(5), CATALOGUE)]
    shown.append(count_sentence(BoundedCount(1000, exact=False), CATALOGUE))
    shown.append(count_sentence(None, CATALOGUE))

    assert shown == [
        "5 hasil · yang terakhir disimpan di atas",
        "lebih dari 1000 hasil · yang terakhir disimpan di atas",
        "",
    ]


def test_a_record_of_another_laptop_of_the_post_is_marked():
    sister = {"here": False, "sending": Sending.SENT}

    assert cell(Column.SENDING, **sister).spoken == "✓ laptop lain"
    assert cell(Column.SENDING, sending=Sending.SENT).spoken == "✓ terkirim"


def test_a_correction_of_another_laptops_record_waits_as_any_other_does():
    assert cell(Column.SENDING, here=False).spoken == "◌ menunggu"
