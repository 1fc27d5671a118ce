"""Around the screenings: unlocking, departure, veil, officers, counting, looks, a correction."""

from posko_app.domain.civil import civil_date
from posko_app.system import utc_now
from posko_app.training import demo_officers
from posko_app.ui.daftar import DaftarPage
from posko_app.ui.setelan import SetelanPage
from posko_app.ui.window import MainWindow
from tools.demo_form import tab_to
from tools.demo_keys import Differs, Hands, shows, visible_texts
from tools.demo_people import MISTYPED, RIGHT_NAME

FIRST_PIN, SECOND_PIN = "284917", "603158"
DEPARTURE = ("Lion Air", "JT 691", "Kupang", "Surabaya")
LEAVES_AT = "2355"


def unlock(hands: Hands) -> None:
    """Passphrase, then a PIN twice."""
    first = demo_officers()[0]
    hands.until("the lock page", shows("LATIHAN"))
    hands.picture("masuk")
    hands.press("Return")
    hands.type(first.passphrase)
    hands.press("Return")
    hands.until("the PIN", shows("Pilih 6 angka"))
    hands.type(FIRST_PIN)
    hands.until("the PIN again", shows("sekali lagi"))
    hands.picture("pin")
    hands.type(FIRST_PIN)


def start_shift(hands: Hands) -> None:
    """Mark two offices that are there, and begin; that leads to the first traveller."""
    hands.until("the start of the shift", shows("Instansi yang hadir"))
    hands.press("1", "2")
    hands.picture("sif")
    hands.press("Return")
    hands.until("the form", shows("Keberangkatan belum diisi"))


def set_departure(hands: Hands) -> None:
    """State once what leaves; every screening after it carries it over."""
    hands.press("Ctrl+K")
    for text in (*DEPARTURE, f"{civil_date(utc_now()):%d%m%Y}", LEAVES_AT):
        hands.type(text)
        hands.press("Return")
    hands.until("the departure in words", shows("Surabaya"))


def choose_look(window: MainWindow, hands: Hands, choice: int) -> None:
    """Choose a look in the settings by its place in the list, and come back."""
    hands.press("Ctrl+8")
    page = window.page("setelan")
    if not isinstance(page, SetelanPage):
        raise Differs("no settings page")
    tab_to(hands, page.theme.hasFocus, "the looks")
    hands.press("Home", *["Down"] * choice)
    hands.expect("the look", page.theme.currentIndex(), choice)
    hands.press("Ctrl+1")


def count_two(hands: Hands) -> None:
    """Count two people who pass without a record: a key and the digit of the reason."""
    hands.press("Ctrl+T")
    hands.until("the reasons", shows("Lewat tanpa catatan"))
    hands.picture("hitung")
    hands.press("2")
    hands.until("counted", shows("hari ini 1"))
    hands.press("Ctrl+T", "4")
    hands.until("counted", shows("hari ini 2"))
    hands.picture("terhitung")


def veil_and_back(window: MainWindow, hands: Hands) -> None:
    """Cover the screen, miss once, come back by PIN."""
    hands.press("F12")
    hands.until("the veil", window.is_veiled)
    hands.expect("names under the veil", [t for t in visible_texts() if "CONTOH NAMA" in t], [])
    hands.type("111222")
    hands.until("the miss is said", shows("belum"))
    hands.picture("tirai")
    hands.type(FIRST_PIN)
    hands.until("the desk again", lambda: not window.is_veiled())


def second_officer(window: MainWindow, hands: Hands) -> None:
    """Sign the second officer on over the veil; from now on it is his turn."""
    second = demo_officers()[1]
    hands.press("F12")
    hands.until("the veil", window.is_veiled)
    hands.press("Ctrl+O", "Down", "Return")
    hands.type(second.passphrase)
    hands.press("Return")
    hands.until("the PIN", shows("Pilih 6 angka"))
    hands.type(SECOND_PIN)
    hands.until("the PIN again", shows("sekali lagi"))
    hands.type(SECOND_PIN)
    hands.until("the desk again", lambda: not window.is_veiled())
    hands.until("whose turn it is", shows(second.name))
    hands.picture("petugas-kedua")


def correct(window: MainWindow, hands: Hands, *, row: int, rows: int) -> None:
    """Correct a mistyped name, with a reason; both names stay."""
    page = window.page("daftar")
    if not isinstance(page, DaftarPage):
        raise Differs("no list")
    saved: list[object] = []
    page.changed.connect(saved.append)
    hands.press("Ctrl+3")
    hands.until(f"{rows} rows", lambda: page.list.model.rowCount() == rows)
    hands.press(*["Down"] * row)
    hands.picture("daftar")
    hands.press("Return")
    hands.until("the record", shows(MISTYPED))
    hands.picture("rincian")
    hands.press("Ctrl+D")
    hands.until("the fields", page.correction.isVisible)
    hands.type("Nama")
    hands.press("Down", "Return", "Ctrl+A")
    hands.type(RIGHT_NAME)
    hands.press("Return")
    hands.picture("koreksi")
    hands.press("F9")
    hands.type("Salah ketik satu huruf, dicocokkan dengan KTP")
    hands.press("F9")
    hands.until("the correction is saved", lambda: saved)
    hands.until("the right name", shows(RIGHT_NAME))
    hands.until("the old name still readable", shows(MISTYPED))
    hands.picture("dua-versi")
    hands.press("Escape")
