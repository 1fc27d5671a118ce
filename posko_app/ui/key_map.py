"""Every key of the desk by the page it belongs to: what Bantuan shows, and what tests hold.

Letters on a button, Alt with a digit of the form and keys that only move within a list are not
repeated for each button; one line stands for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from posko_app.i18n import Catalogue
from posko_app.ui.periksa_layout import PAPER_LETTERS

WINDOW = ""  # keys that hold on every page
DIGITS = tuple(str(number) for number in range(1, 10))


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the overview: its texts by name, and the keys it speaks of as Qt writes them."""

    name: str
    keys: tuple[str, ...]


def _alt(signs: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"Alt+{sign}" for sign in signs)


KEY_MAP: dict[str, tuple[KeyLine, ...]] = {
    "periksa": (
        KeyLine("enter", ("Return", "Shift+Return")),
        KeyLine("f9", ("F9", "Ctrl+Return")),
        KeyLine("down", ("Down",)),
        KeyLine("f3", ("F3",)),
        KeyLine("shift_f3", ("Shift+F3",)),
        KeyLine("f4", ("F4",)),
        KeyLine("f6", ("F6",)),
        KeyLine("f8", ("F8",)),
        KeyLine("decision", _alt("BTRS")),
        KeyLine("question", _alt(DIGITS)),
        KeyLine("seen", ("Alt+0",)),
        KeyLine("papers", _alt([letter for _, letter in PAPER_LETTERS])),
        KeyLine("rooms", _alt("FCNW")),
        KeyLine("ticket_name", ("Alt+M",)),
        KeyLine("people", _alt("YXHO")),
        KeyLine("ctrl_k", ("Ctrl+K",)),
        KeyLine("ctrl_g", ("Ctrl+G",)),
        KeyLine("ctrl_z", ("Ctrl+Z",)),
        KeyLine("esc", ("Esc",)),
    ),
    "rombongan": (
        KeyLine("group_next", ("Return",)),
        KeyLine("group_save", ("F9", "Ctrl+Return")),
        KeyLine("group_decide", _alt("BTRS")),
        KeyLine("group_aside", ("F8",)),
        KeyLine("group_f4", ("F4",)),
        KeyLine("f6", ("F6",)),
        KeyLine("f3", ("F3",)),
        KeyLine("group_header", ("Ctrl+K",)),
        KeyLine("group_manifest", ("Ctrl+I",)),
        KeyLine("group_new", ("Ctrl+N",)),
        KeyLine("group_other", ("Ctrl+PgDown",)),
        KeyLine("group_undo", ("Ctrl+Z",)),
    ),
    "daftar": (
        KeyLine("list_open", ("Return", "Enter")),
        KeyLine("ctrl_d", ("Ctrl+D",)),
        KeyLine("ctrl_b", ("Ctrl+B",)),
        KeyLine("list_settle", _alt(DIGITS)),
        KeyLine("people", _alt("YXHO")),
        KeyLine("to_rows", ("Down",)),
        KeyLine("list_reason", ("F9",)),
        KeyLine("list_back", ("Esc",)),
    ),
    "log_harian": (
        KeyLine("turn_day", ("Left", "Right", "Home")),
        KeyLine("log_f4", ("F4",)),
        KeyLine("ctrl_e", ("Ctrl+E",)),
        KeyLine("panel", ("F9", "Esc")),
    ),
    "kendali": (
        KeyLine("sections", _alt(DIGITS[:4])),
        KeyLine("views", DIGITS[:4]),
        KeyLine("turn_month", ("Left", "Right", "Home")),
        KeyLine("take_in", ("Ctrl+I",)),
        KeyLine("write_list", ("Ctrl+E",)),
        KeyLine("watch_new", ("Ctrl+N",)),
        KeyLine("watch_acts", ("Ctrl+K", "Ctrl+S", "Ctrl+R", "Del")),
        KeyLine("panel", ("F9", "Esc")),
        KeyLine("choose_file", ("Alt+P",)),
    ),
    "sinkron": (
        KeyLine("packages", ("Ctrl+E", "Ctrl+I")),
        KeyLine("enrol", ("Ctrl+N",)),
        KeyLine("lease", ("Ctrl+R",)),
        KeyLine("technical", ("Ctrl+S",)),
        KeyLine("column", ("F6",)),
        KeyLine("panel", ("F9", "Esc")),
    ),
    "petugas": (
        KeyLine("officer_on", ("Ctrl+O",)),
        KeyLine("officer_new", ("Ctrl+N",)),
        KeyLine("officer_off", ("Del",)),
        KeyLine("f6", ("F6",)),
        KeyLine("shift_enter", ("Return",)),
        KeyLine("ctrl_h", ("Ctrl+H",)),
        KeyLine("ctrl_u", ("Ctrl+U",)),
        KeyLine("ctrl_z", ("Ctrl+Z",)),
        KeyLine("panel", ("F9", "Esc")),
    ),
    "setelan": (
        KeyLine("sheet", ("Alt+L",)),
        KeyLine("scanner", ("Alt+U",)),
        KeyLine("passphrase", ("F9",)),
    ),
    "latihan": (
        KeyLine("case", ("Return", "Enter")),
        KeyLine("case_stop", ("Del",)),
        KeyLine("list_back", ("Esc",)),
    ),
    "bantuan": (KeyLine("help_back", ("Esc",)),),
    WINDOW: (
        KeyLine("ctrl_screens", tuple(f"Ctrl+{digit}" for digit in DIGITS)),
        KeyLine("f1", ("F1",)),
        KeyLine("f2", ("F2",)),
        KeyLine("f5", ("F5",)),
        KeyLine("shift_f5", ("Shift+F5",)),
        KeyLine("ctrl_t", ("Ctrl+T",)),
        KeyLine("ctrl_shift_t", ("Ctrl+Shift+T",)),
        KeyLine("f12", ("F12",)),
        KeyLine("ctrl_l", ("Ctrl+L",)),
    ),
}


@dataclass(frozen=True, slots=True)
class KeySection:
    """The keys of one page under its name, each with what it does."""

    title: str
    lines: tuple[tuple[str, str], ...]


def sections(catalogue: Catalogue, page: str = WINDOW) -> tuple[KeySection, ...]:
    """Give every section: the page one is on first, then what holds everywhere, then the rest."""
    first = [page] if page in KEY_MAP and page != WINDOW else []
    rest = [name for name in KEY_MAP if name not in {page, WINDOW}]
    return tuple(_section(name, catalogue) for name in (*first, WINDOW, *rest))


def known_keys(page: str) -> frozenset[str]:
    """Give every key the map has for a page, those of the window included."""
    lines = (*KEY_MAP.get(page, ()), *KEY_MAP[WINDOW])
    return frozenset(key for line in lines for key in line.keys)


def _section(page: str, catalogue: Catalogue) -> KeySection:
    title = catalogue.text(f"pages.title.{page}" if page else "keys.everywhere")
    lines = tuple(
        (
            catalogue.text(f"pages.help.key.{line.name}"),
            catalogue.text(f"pages.help.does.{line.name}"),
        )
        for line in KEY_MAP[page]
    )
    return KeySection(title, lines)
