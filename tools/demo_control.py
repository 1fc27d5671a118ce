"""Kendali: one picture of each section, a register taken in and a watch entry on the way."""

from datetime import timedelta
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.system import utc_now
from posko_app.ui.kendali import KendaliPage
from posko_app.ui.kendali_mutasi import MovementSection
from posko_app.ui.kendali_penempatan import PlacementSection
from posko_app.ui.pantauan import WatchSection
from posko_app.ui.window import MainWindow
from tools.demo_form import tab_to
from tools.demo_keys import Differs, Hands, shows

REGISTER = """nama;nomor izin;kota;berlaku sampai;status
PT CONTOH SATU;SIP3MI-CONTOH-1;Kota Contoh;31-12-2030;berlaku
PT CONTOH TIGA;SIP3MI-CONTOH-3;Kota Contoh;31-12-2020;berakhir
"""
NUMBER = "SIP3MI-CONTOH-1"


def control(window: MainWindow, hands: Hands, folder: Path) -> None:
    """Go through the four sections; a penyelia has the turn."""
    hands.press("Ctrl+5")
    page = window.page("kendali")
    if not isinstance(page, KendaliPage):
        raise Differs("no page of controls")
    placement(page, hands, folder)
    movement(page, hands)
    watch(page, hands)
    hands.press("Alt+4")
    hands.until("the rules", lambda: page.shown() == "aturan" and shows("bawaan program")())
    hands.picture("kendali-aturan")


def placement(page: KendaliPage, hands: Hands, folder: Path) -> None:
    """Take in the list of permitted companies and look one up."""
    section = page.section("penempatan")
    if not isinstance(section, PlacementSection):
        raise Differs("no placement")
    file = folder / "daftar-p3mi.csv"
    file.write_text(REGISTER, encoding="utf-8")
    hands.press("Ctrl+I")
    hands.type(str(file))
    hands.press("F9")
    hands.until("the list is read", section.importing.as_of.hasFocus)
    hands.type(f"{civil_date(utc_now()) - timedelta(days=1):%d%m%Y}")
    hands.picture("kendali-impor")
    hands.press("F9")
    hands.until("the list is kept", shows("2 baris tersimpan"))
    hands.picture("kendali-penempatan")
    tab_to(hands, section.registers.number.hasFocus, "the number")
    hands.type(NUMBER)
    hands.press("Return")
    hands.until("it is found", shows("masih berlaku"))
    hands.picture("kendali-cocokkan")


def movement(page: KendaliPage, hands: Hands) -> None:
    """Who left, place by place."""
    section = page.section("mutasi")
    if not isinstance(section, MovementSection):
        raise Differs("no movement")
    hands.press("Alt+2")
    hands.until("places", lambda: section.table.model().rowCount() > 0)
    hands.picture("kendali-mutasi")


def watch(page: KendaliPage, hands: Hands) -> None:
    """Put a contact out of a verified case on the watch list, with an owner and an end."""
    section = page.section("pantauan")
    if not isinstance(section, WatchSection):
        raise Differs("no watch list")
    hands.press("Alt+3", "Ctrl+N")
    ends = civil_date(utc_now()) + timedelta(days=90)
    hands.type("0812-0000-0000")
    hands.press("Return", "Return", "Down", "Tab")
    for text in ("UPTD PPA Contoh", "CONTOH/1/2026", f"{ends:%d%m%Y}", "Diverifikasi, contoh."):
        hands.type(text)
        hands.press("Tab")
    hands.picture("kendali-pantauan-baru")
    hands.press("F9")
    hands.until("it is there", lambda: len(section.entries) == 1)
    hands.picture("kendali-pantauan")
