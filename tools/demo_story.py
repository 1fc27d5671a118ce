"""The main job as a story of keys: two officers, three travellers, a veil, a correction, a log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posko_app.app import Shell
from posko_app.domain.civil import civil_date
from posko_app.system import utc_now
from posko_app.training import demo_officers
from posko_app.ui.window import MainWindow
from tools.demo_keys import Differs, Hands, shows, visible_texts

FIRST_PIN, SECOND_PIN = "284917", "603158"
DEPARTURE = ("Lion Air", "JT 691", "Kupang", "Surabaya")
LEAVES_AT = "2355"
ONE = {
    "traveller.nik": "9902015711890003",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.dob_ktp": "17111989",
    "traveller.sex": "p",
    "traveller.origin": "Kab. Contoh A",
    "journey.final_city": "Surabaya",
    "claimed.purpose": "wisata",
}
TWO = {"traveller.name": "CONTOH NAMA DUA"}
THREE = {
    "traveller.nik": "9903010203940002",
    "traveller.name": "CONTOH NAMA TIGO",
    "traveller.dob_ktp": "01021994",
    "traveller.sex": "l",
    "traveller.origin": "Kab. Contoh B",
    "journey.final_city": "Sampit",
    "claimed.purpose": "keluarga",
    "admitted.purpose": "kerja dalam",
    "recruiter.name": "BAPAK CONTOH",
    "recruiter.channel": "perorangan",
    "ticket.payer": "perekrut",
}
RIGHT_NAME = "CONTOH NAMA TIGA"


@dataclass(frozen=True, slots=True)
class Told:
    """What the story leaves behind, to be checked from outside."""

    receipts: tuple[str, ...]
    password: str
    log: Path


def tell(shell: Shell, hands: Hands, *, log: Path) -> Told:
    """Play the story; raises Differs at the first step that goes another way."""
    unlock(hands)
    hands.until("the desk is open", lambda: isinstance(shell.window, MainWindow))
    window = shell.window
    if not isinstance(window, MainWindow):
        raise Differs("no main window")
    set_departure(hands)
    receipts = [
        screen(window, hands, ONE, decision="Alt+B", picture="boleh"),
        screen(window, hands, TWO, decision="Alt+T 4", picture="belum-lengkap"),
        screen(window, hands, THREE, decision="Alt+B", picture="salah-ketik"),
    ]
    veil_and_back(window, hands)
    second_officer(window, hands)
    correct(window, hands)
    veil_and_back(window, hands)
    return Told(tuple(receipts), export(window, hands, log), log)


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


def set_departure(hands: Hands) -> None:
    """State once what leaves; every screening after it carries it over."""
    hands.press("Ctrl+K")
    for text in (*DEPARTURE, f"{civil_date(utc_now()):%d%m%Y}", LEAVES_AT):
        hands.type(text)
        hands.press("Return")
    hands.until("the departure in words", shows("Surabaya"))


def screen(
    window: MainWindow, hands: Hands, answers: Mapping[str, str], *, decision: str, picture: str
) -> str:
    """Type one traveller, decide, save; give the receipt.

    `decision` are keys: its letter, and the digit of the reason where it differs from the
    suggestion.
    """
    page = window.page("periksa")
    fill(window, hands, answers)
    hands.press(*decision.split())
    hands.picture(picture)
    saved: list[object] = []
    page.changed.connect(saved.append)  # type: ignore[attr-defined]
    hands.press("F9")
    hands.until("saved", lambda: saved)
    hands.until("the receipt", shows(saved[0].receipt))  # type: ignore[attr-defined]
    hands.picture(f"{picture}-tersimpan")
    return str(saved[0].receipt)  # type: ignore[attr-defined]


def fill(window: MainWindow, hands: Hands, answers: Mapping[str, str]) -> None:
    """Go to each field with Tab and type into it."""
    form = window.page("periksa").view.form  # type: ignore[attr-defined]
    for path, text in answers.items():
        tab_to(hands, lambda path=path: form.path_of(focus()) == path, path)
        hands.type(text)


def tab_to(hands: Hands, there: Callable[[], bool], what: str) -> None:
    """Press Tab until the focus is where it is wanted."""
    for _ in range(120):
        if there():
            return
        hands.press("Tab")
    raise Differs(f"Tab never came to {what}")


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


def correct(window: MainWindow, hands: Hands) -> None:
    """Correct the mistyped name of the third traveller, with a reason; both names stay."""
    page = window.page("daftar")
    saved: list[object] = []
    page.changed.connect(saved.append)  # type: ignore[attr-defined]
    hands.press("Ctrl+3")
    hands.until("three rows", lambda: page.list.model.rowCount() == 3)  # type: ignore[attr-defined]
    hands.picture("daftar")
    hands.press("Return")
    hands.until("the record", shows(THREE["traveller.name"]))
    hands.press("Ctrl+D")
    hands.until("the fields", page.correction.isVisible)  # type: ignore[attr-defined]
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
    hands.until("the old name still readable", shows(THREE["traveller.name"]))
    hands.picture("dua-versi")
    hands.press("Escape")


def export(window: MainWindow, hands: Hands, log: Path) -> str:
    """Export the log of today as a locked sheet; give the password that was shown once."""
    hands.press("Ctrl+4")
    page = window.page("log_harian")
    hands.until("the rows", lambda: page.model.rowCount() == 3)  # type: ignore[attr-defined]
    hands.picture("log")
    hands.press("Ctrl+E")
    panel = page.export  # type: ignore[attr-defined]
    tab_to(hands, panel.place.hasFocus, "the file's place")
    hands.press("Ctrl+A")
    hands.type(str(log))
    hands.press("F9")
    hands.until("the file", lambda: log.exists() and panel.password.text())
    hands.picture("ekspor")
    password = str(panel.password.text())
    hands.press("Escape")
    return password


def focus() -> QWidget | None:
    """Give the widget that has the focus."""
    return QApplication.focusWidget()
