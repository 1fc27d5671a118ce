"""The log of a day in words and figures."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.day import DayRow, day_totals
from posko_app.domain.tally import StopRate, tally_totals
from posko_app.i18n import load_catalogue
from posko_app.services.exports import ExportFormat
from posko_app.ui.log_harian_model import DayColumn, DayTable, next_day, usual_file
from posko_app.ui.log_harian_totals import (
    levels_of,
    next_undecided,
    tally_sentence,
    totals_of,
    undecided_help,
    undecided_sentence,
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
    sentences = [undecided_sentence(rows, CATALOGUE) for rows in (ROWS, ROWS[:2])]

    assert sentences == ["1 belum diputuskan · F4", ""]
    assert undecided_help(ROWS, CATALOGUE).startswith("Belum diputuskan: baris 3. F4")
    assert undecided_help(ROWS[:2], CATALOGUE) == ""


def test_many_undecided_rows_are_named_in_part():
    rows = tuple(day_row(None) for _ in range(20))

    assert "baris 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 dan 8 lagi." in undecided_help(
        rows, CATALOGUE
    )


def test_the_next_undecided_row_goes_round():
    rows = (day_row(None), day_row(), day_row(None))

    assert [next_undecided(rows, now) for now in (-1, 0, 2)] == [0, 2, 0]
    assert next_undecided((day_row(),), 0) is None


def test_levels_add_up_to_all_that_were_screened():
    rows = (
        day_row(level="hijau"),
        day_row(level="kuning", priority=True),
        day_row(level="ungu"),
        day_row(),
        day_row(level="merah", voided=True),
    )

    figures = levels_of(day_totals(rows), CATALOGUE)

    assert [(total.words, total.number, total.state) for total in figures] == [
        ("● Hijau", 1, "hijau"),
        ("▲ Kuning", 1, "kuning"),
        ("di antaranya perlu bicara berdua (*)", 1, "kuning"),
        ("■ Merah", 0, "plain"),
        ("ungu", 1, "plain"),
        ("Belum dinilai", 1, "plain"),
    ]


def test_those_without_a_record_are_told_with_reasons_and_the_stop_rate():
    tally = tally_totals({"keluarga_ikut": 2, "lain": 1, "alasan_baru": 1})

    told = tally_sentence(tally, StopRate(12, tally.passed), CATALOGUE)

    assert told == (
        "Lewat tanpa catatan 4: keluarga yang ikut 2, lain 1, alasan_baru 1"
        " · diperiksa 12 dari 16 yang terlihat (75,0 %)"
    )
    assert "Ctrl+T" in tally_sentence(tally_totals({}), StopRate(12, 0), CATALOGUE)


def test_model_keeps_qts_rules_and_hides_names(qtbot, qtmodeltester):
    table = DayTable(CATALOGUE)
    table.show(ROWS, labels={})

    qtmodeltester.check(table)
    cells = [table.index(0, column).data() for column in DayColumn]

    assert cells == [
        *("1", "09.00", "C.N.S.", "9902 •••• •••• 0003", "Kab. Contoh A", "Malaysia", "Lion"),
        *("Boleh berangkat", "–", "–", "–", "CONTOH PETUGAS SATU", "abcdefghij"),
    ]


def test_level_rule_and_signs_are_shown_and_said_in_full(qtbot):
    table = DayTable(CATALOGUE)
    judged = {"level": "kuning", "rule": "R3a", "priority": True, "signs": ("satu", "dua")}
    table.show((day_row(**judged), day_row(level="ungu")), labels={"satu": "Tanda satu"})

    level, rule, signs = (
        table.index(0, column) for column in (DayColumn.LEVEL, DayColumn.RULE, DayColumn.SIGNS)
    )

    assert (level.data(), rule.data(), signs.data()) == ("▲ Kuning*", "R3a", "Tanda satu · +1")
    assert signs.data(Qt.ItemDataRole.ToolTipRole) == "Tanda satu\ndua"
    assert signs.data(Qt.ItemDataRole.AccessibleTextRole) == "Tanda satu\ndua"
    assert table.index(1, DayColumn.LEVEL).data() == "ungu"


def test_missing_undecided_and_void_rows_say_so(qtbot):
    table = DayTable(CATALOGUE)
    table.show((day_row(None, nik=None, occurred_at=None), day_row(voided=True)), labels={})

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
