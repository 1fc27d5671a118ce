"""Trying a scanner in Setelan: what was read and how fast, a slow one learnt, the sheet."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from posko_app.domain.scans import samples
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.settings import NO_SCANNER, SLOWEST_SCANNER, USUAL_SCANNER
from posko_app.ui.scanner_burst import Burst, Stage, learnt_gap
from posko_app.ui.setelan_scanner import ScannerPanel, ScannerPorts
from posko_app.ui.window_scans import ScannerGap
from tests.support.keys import show

PASSPORT = "\n".join(samples.passport_zone())


class Sheets:
    """Writes no file; fails when told to."""

    def __init__(self):
        self.fails = False
        self.saved = 0

    def __call__(self):
        if self.fails:
            raise MachineError("export.disk_full")
        self.saved += 1
        return Path("/contoh/lembar.pdf")


@pytest.fixture
def sheets():
    return Sheets()


@pytest.fixture
def panel(qtbot, theme, sheets):
    ports = ScannerPorts(lambda: date(2026, 11, 24), sheets)
    made = ScannerPanel(ports, gap_ms=USUAL_SCANNER, catalogue=load_catalogue())
    return show(qtbot, made)


@pytest.fixture
def gaps(panel):
    told = []
    panel.gap_changed.connect(told.append)
    return told


def test_a_scan_shows_what_was_read_and_how_fast(panel, gaps):
    panel.show_gaps((8.0,) * 87)
    outcome = panel.take(PASSPORT)

    assert outcome == "ok"
    assert "Angka periksa cocok" in panel.told.text()
    assert "Nama: MARIA REKAAN CONTOH" in panel.read.text()
    assert "05-07-1998" in panel.read.text()
    assert "88 huruf" in panel.speed.text()
    assert gaps == []


def test_what_was_scanned_is_forgotten_when_the_page_is_left(panel):
    panel.show_gaps((8.0,) * 87)
    panel.take(PASSPORT)
    panel.hide()

    assert (panel.told.text(), panel.read.text(), panel.speed.text()) == ("", "", "")


def test_a_damaged_scan_says_what_to_do(panel):
    panel.take("P<IDNCONTOH<<MARIA")

    assert "sebagian saja" in panel.told.text()


def test_a_slow_scanner_is_learnt_and_a_fast_one_does_not_take_that_back(panel, gaps):
    panel.show_gaps((30.0,) * 40)
    panel.show_gaps((2.0,) * 40)

    assert gaps == [45]
    assert "45 ms" in panel.lead.text()


def test_a_desk_without_a_scanner_can_say_so(panel, gaps):
    panel.turn()
    unused = (panel.is_used(), panel.switch.caption.text())
    panel.turn()

    assert unused == (False, "Pakai pemindai")
    assert gaps == [NO_SCANNER, USUAL_SCANNER]


def test_the_sheet_is_named_or_why_there_is_none(panel, sheets):
    panel.save_sheet()
    named = panel.told.text()
    sheets.fails = True
    panel.save_sheet()

    assert "/contoh/lembar.pdf" in named
    assert panel.told.text() not in {"", named}
    assert sheets.saved == 1


@pytest.mark.parametrize(
    ("gaps", "wanted"),
    [
        ((), USUAL_SCANNER),
        ((2.0,) * 50, USUAL_SCANNER),
        ((28.0,) * 50, 42),
        ((28.0,) * 49 + (58.0,), 42),
        ((55.0,) * 50, SLOWEST_SCANNER),
    ],
)
def test_what_is_learnt_is_between_usual_and_slowest(gaps, wanted):
    assert learnt_gap(gaps) == wanted


def test_a_slow_scanner_needs_more_keys_before_it_is_believed():
    burst = Burst(gap_ms=50.0)
    stages = [burst.add(at * 45.0, sign) for at, sign in enumerate("P<IDNCON")]

    assert stages[6] is Stage.TYPING
    assert stages[7] is Stage.SCAN


class TryingPage(QWidget):
    """A page on which a scanner is tried."""

    tries = True

    def is_trying(self):
        return self.tries

    def show_gaps(self, gaps):
        pass


class OnePageWindow:
    """As much of a window as the gap looks at."""

    def __init__(self):
        self.only = TryingPage()
        self.veiled = False

    def is_veiled(self):
        return self.veiled

    def shown(self):
        return "setelan"

    def page(self, _key):
        return self.only


def test_a_slow_scanner_is_heard_only_where_it_is_tried(qtbot):
    gap = ScannerGap(USUAL_SCANNER)
    gap.window = OnePageWindow()
    qtbot.addWidget(gap.window.only)
    tried = gap()
    gap.window.veiled = True
    veiled = gap()
    gap.window.veiled = gap.window.only.tries = False

    assert (tried, veiled, gap()) == (SLOWEST_SCANNER, USUAL_SCANNER, USUAL_SCANNER)


def test_no_scanner_is_heard_where_there_is_none():
    assert ScannerGap(NO_SCANNER)() == NO_SCANNER
