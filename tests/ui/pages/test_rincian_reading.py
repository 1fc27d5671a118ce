"""A saved screening shows its level and why, as the rules it was stated under read it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.records import HistoryStatement
from posko_app.ui.periksa_level import level_sentence
from posko_app.ui.periksa_words import Words
from posko_app.ui.rincian_reading import Readings
from tests.support.fake_desk import FakeDetection, shipped_rules
from tests.support.keys import press, show
from tests.ui.makers_pages import history, statement
from tests.ui.pages.makers import CATALOGUE, screen, words

SIGNS = {"ticket.payer": "perekrut", "pickup.by": "orang_tidak_dikenal", "shown_level": "hijau"}


@pytest.fixture
def daftar(qtbot, pages):
    page = pages.daftar()
    page.resize(1366, 620)
    return show(qtbot, page)


def saved_as(level: str | None, **stated):
    """One screening that the store judged, with what its entry says of itself."""
    first: HistoryStatement = statement("e1", {"ticket.payer": "perekrut", **stated})
    made = history(first)
    return replace(made, row=replace(made.row, level=level))


def test_the_level_and_the_reasons_stand_in_the_detail(daftar, qtbot, desk, clock):
    screen(desk, clock, **SIGNS)
    with qtbot.waitSignal(daftar.list.model.loaded):
        daftar.refresh()
    daftar.focus_first()
    press(daftar, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: daftar.detail.history is not None)

    said = "\n".join(words(daftar.detail))
    assert daftar.detail.level.text() == "▲ KUNING Beri saran dan periksa"
    assert "Tiket dibayar perekrut/orang tak dikenal" in said
    assert "sedang · Tiket oleh: Perekrut" in said
    assert "Saat disimpan layar menunjukkan ● HIJAU." in said
    assert f"Aturan R3b, versi {shipped_rules().version}." in said


def test_a_screening_of_other_rules_says_so_and_gives_no_reasons():
    reading = Readings(FakeDetection(), CATALOGUE).read(saved_as("merah", ruleset="f" * 64))

    known = Words(CATALOGUE)
    known.use_rules(shipped_rules())
    assert (reading.level, reading.sentence) == ("merah", level_sentence("merah", known))
    assert reading.remarks == (
        "Dinilai dengan aturan lain (ffffffff); alasannya tidak dihitung ulang di sini.",
    )
    assert reading.reasons.signs == ()


def test_a_screening_nobody_judged_says_so():
    reading = Readings(FakeDetection(), CATALOGUE).read(saved_as(None))

    assert (reading.level, reading.sentence) == (None, "Belum dinilai")


def test_other_rules_in_force_are_used_from_then_on():
    detection = FakeDetection()
    readings = Readings(detection, CATALOGUE)
    before = readings.read(saved_as("hijau", ruleset=detection.ruleset.hash))
    detection.ruleset = replace(detection.ruleset, hash="e" * 64, version="2.0")
    after = readings.read(saved_as("hijau", ruleset="e" * 64))

    assert "versi 1.0" in before.remarks[-1]
    assert "versi 2.0" in after.remarks[-1]
