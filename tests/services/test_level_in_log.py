"""A level that a correction changed stays visible in the log of the day."""

from datetime import date

import pytest

from posko_app.domain.tally import tally_totals
from posko_app.export.log import Day, Stamp, day_sheet
from posko_app.export.log_words import Wording
from posko_app.i18n import load_catalogue
from tests.services.desks import START, record
from tests.services.rules import erase
from tests.services.test_rulesets import MINOR

TODAY = date(2026, 11, 24)
GROWN_UP = {"traveller.dob_ktp": "1990-01-01"}


def rows(desk):
    return desk.replay._store.read(lambda unit: unit.day_rows(TODAY)).result()


def corrected(desk, saved, changes):
    desk.screening.correct(saved.subject, changes=changes, reason="KTP").result()


@pytest.fixture
def lowered(desk, clock):
    """Three MERAH: as it was, corrected to HIJAU, corrected in another matter."""
    record(desk, clock, **MINOR)
    saved, other = record(desk, clock, **MINOR), record(desk, clock, **MINOR)
    corrected(desk, saved, GROWN_UP)
    corrected(desk, other, {"notes": "lain"})
    return saved


def test_only_a_row_whose_level_became_another_tells_the_first_one(desk, lowered):
    assert [(row.level, row.level_first) for row in rows(desk)] == [
        ("merah", None),
        ("hijau", "merah"),
        ("merah", None),
    ]


def test_the_log_names_it(desk, lowered):
    stamp = Stamp(TODAY, "El Tari", True, "CONTOH", START)
    wording = Wording(load_catalogue("id"))
    sheet = day_sheet(Day(rows(desk), tally_totals({})), stamp, wording=wording, named=False)

    (told,) = [block.lines for block in sheet.blocks if block.title.startswith("Tingkat berubah")]
    assert told == (("Baris 2", "merah → hijau"),)


def test_erased_facts_tell_no_first_level(desk, lowered):
    erase(desk, lowered.subject, "facts")

    assert {row.level_first for row in rows(desk)} == {None}
