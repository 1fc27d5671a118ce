"""Rows of a soak: parts become one, a later run replaces only what it ran."""

import json

from tests.faults.tally import Tally, Verdict, part_name
from tools.soak import Stamp, measured, page, together

STAMP = Stamp(seed=7, at="2026-11-24", commit="contoh", machine="2 cores")


def line(name: str, whole: int, **notes: int) -> str:
    tally = Tally(name, notes=notes, seconds=1.5)
    tally.verdicts[Verdict.WHOLE] = whole
    return json.dumps(tally.told() | {"soak": True, "seed": 7})


def test_parts_of_one_harness_are_one_row():
    rows = measured([line("riwayat", 500, saves=9), line("riwayat", 501, saves=1)], STAMP)

    (row,) = rows
    assert (row["rounds"], row["verdicts"], row["notes"]) == (1001, {"whole": 1001}, {"saves": 10})
    assert (row["seconds"], row["seed"], row["commit"]) == (3.0, 7, "contoh")


def test_a_later_run_replaces_only_what_it_ran():
    before = measured([line("satu", 1), line("dua", 2)], STAMP)
    after = measured([line("dua", 20), line("tiga", 3)], STAMP | {"seed": 8})

    rows = together(before, after)

    assert [(row["name"], row["rounds"], row["seed"]) for row in rows] == [
        ("satu", 1, 7),
        ("dua", 20, 8),
        ("tiga", 3, 8),
    ]


def test_the_page_says_of_each_row_what_repeats_it():
    shown = page(measured([line("satu", 1, saves=4)], STAMP))

    assert "| satu | 1 | 1 whole, 4 saves | 1.5 | 7 | 2026-11-24, contoh, 2 cores |" in shown


def test_parts_that_were_made_at_different_times_stand_in_one_line():
    first = measured([line(part_name("riwayat", 1, 40), 500, saves=9)], STAMP)
    later = measured([line(part_name("riwayat", 2, 40), 500, saves=1)], STAMP)

    rows = together(first, later)

    assert len(rows) == 2
    assert "| riwayat (2 of 40 parts) | 1000 | 1000 whole, 10 saves | 3.0 | 7 |" in page(rows)
