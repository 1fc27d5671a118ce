"""The log of a day in words and figures."""

from datetime import date
from pathlib import Path

import pytest

from posko_app.domain.day import DayRow, day_totals
from posko_app.i18n import load_catalogue
from posko_app.services.exports import ExportFormat
from posko_app.ui.log_harian_model import (
    DayColumn,
    DayTable,
    next_day,
    totals_of,
    undecided_sentence,
    usual_file,
)
from tests.ui.makers_pages import AT

CATALOGUE = load_catalogue()
ON = date(2026, 11, 24)


def day_row(decision="boleh", **changes):
    usual = {
        "subject": "0" * 32,
        "occurred_at": AT,
        "name": "CONTOH NAMA SATU",
        "nik": "9902015711890003",
        "passport": None,
        "origin": "Kab. Contoh A",
        "destination": "MY",
        "carrier": "Lion",
        "officer": "CONTOH PETUGAS SATU",
        "receipt": "abcdefghij",
        "voided": False,
    }
    return DayRow(decision=decision, **(usual | changes))


ROWS = (day_row(), day_row("tunda"), day_row(None), day_row("rujuk", voided=True))


def test_decisions_add_up_to_all_that_were_screened():
    screened, *decisions, voided = totals_of(day_totals(ROWS), CATALOGUE)

    assert screened.number == sum(total.number for total in decisions) == 3
    assert (voided.words, voided.number) == ("dibatalkan", 1)


def test_undecided_are_named_until_there_are_none():
    sentences = [undecided_sentence(day_totals(rows), CATALOGUE) for rows in (ROWS, ROWS[:2])]

    assert sentences == ["1 belum diputuskan", ""]


def test_model_keeps_qts_rules_and_hides_names(qtbot, qtmodeltester):
    table = DayTable(CATALOGUE)
    table.show(ROWS)

    qtmodeltester.check(table)
    cells = [table.index(0, column).data() for column in DayColumn]

    assert cells == [
        *("1", "09.00", "C.N.S.", "9902 •••• •••• 0003", "Kab. Contoh A", "Malaysia", "Lion"),
        *("Boleh berangkat", "CONTOH PETUGAS SATU", "abcdefghij"),
    ]


def test_missing_undecided_and_void_rows_say_so(qtbot):
    table = DayTable(CATALOGUE)
    table.show((day_row(None, nik=None, occurred_at=None), day_row(voided=True)))

    shown = [table.index(0, c).data() for c in (DayColumn.TIME, DayColumn.NIK, DayColumn.DECISION)]

    assert shown == ["–", "–", "Belum diputuskan"]
    assert table.index(1, DayColumn.DECISION).data() == "Dibatalkan"


@pytest.mark.parametrize(("days", "day"), [(-1, 23), (0, 24), (1, 24)])
def test_calendar_stops_at_today(days, day):
    assert next_day(ON, days, today=ON).day == day


def test_file_with_names_says_so_in_its_name():
    plain = usual_file(Path("d"), ON, ExportFormat.CSV, identifiable=False)
    named = usual_file(Path("d"), ON, ExportFormat.XLSX, identifiable=True)

    assert (plain.name, named.name) == (
        "posko-log-2026-11-24.csv",
        "posko-log-2026-11-24-bernama.xlsx",
    )
