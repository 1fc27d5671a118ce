"""Minutes on the list: behind the decision of whoever is kept, amber past the post's limit."""

from datetime import timedelta

import pytest

from posko_app.domain.held import OpenCase
from posko_app.domain.records import Page
from posko_app.domain.shift import CaseKind
from posko_app.i18n import load_catalogue
from posko_app.ui.daftar_cells import Cell, Column, Tone
from posko_app.ui.daftar_held import HeldPorts, HeldWatch, Kept
from posko_app.ui.daftar_model import CELL_ROLE, Filters, ScreeningTable
from tests.support.fake_desk import done
from tests.ui.makers_pages import AT, TODAY, row

CATALOGUE = load_catalogue()


def case(position: int, kind=CaseKind.HELD, *, minutes: int) -> OpenCase:
    return OpenCase(f"{position:032x}", kind, AT - timedelta(minutes=minutes))


@pytest.fixture
def table(qtbot):
    rows = (row(1, decision="tunda"), row(2, decision="tunda"), row(3))
    made = ScreeningTable(
        lambda _: done(Page(rows, None)), catalogue=CATALOGUE, today=lambda: TODAY
    )
    with qtbot.waitSignal(made.loaded):
        made.show(Filters())
    return made


def decisions(table) -> list[Cell]:
    found = [table.index(place, Column.DECISION) for place in range(table.rowCount())]
    return [table.data(index, CELL_ROLE) for index in found]


def test_minutes_stand_behind_the_decision_and_turn_amber_at_the_limit(table, qtbot):
    with qtbot.waitSignal(table.dataChanged) as changed:
        table.show_kept({f"{1:032x}": Kept(29, late=False), f"{2:032x}": Kept(95, late=True)})

    assert changed.args[0].column() == changed.args[1].column() == Column.DECISION
    assert decisions(table) == [
        Cell("Ditunda", Tone.STRONG, "29 mnt"),
        Cell("Ditunda", Tone.WARNING, "▲ 1 jam 35 mnt"),
        Cell("Boleh berangkat", Tone.PLAIN),
    ]


def test_the_same_minutes_repaint_nothing(table, qtbot):
    table.show_kept({f"{1:032x}": Kept(1, late=False)})

    with qtbot.assertNotEmitted(table.dataChanged):
        table.show_kept({f"{1:032x}": Kept(1, late=False)})


def test_minutes_run_without_the_store_and_only_for_whoever_is_kept(qtbot):
    asked, now = [], [AT]
    cases = (
        case(1, minutes=29),
        case(2, CaseKind.UNDECIDED, minutes=50),
        case(3, CaseKind.DRAFT, minutes=50),
    )

    def read():
        asked.append("cases")
        return done(cases)

    watch = HeldWatch(HeldPorts(read, lambda: now[0], lambda: 30))
    with qtbot.waitSignal(watch.told) as told:
        watch.refresh()
    assert told.args == [{cases[0].id: Kept(29, late=False)}]

    now[0] += timedelta(minutes=1)
    with qtbot.waitSignal(watch.told) as told:
        watch._minute.timeout.emit()
    assert told.args == [{cases[0].id: Kept(30, late=True)}]
    assert asked == ["cases"]

    watch.rest()
    assert not watch._minute.isActive()
