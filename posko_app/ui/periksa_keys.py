"""The keys of the Periksa screen, in one table; the help page reads the same one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from posko_app.domain.codes import Decision
from posko_app.ui.periksa_layout import PAPER_LETTERS


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of the screen: how Qt writes it, and the catalogue key of what it does."""

    keys: str
    does: str


KEYS: tuple[KeyRow, ...] = (
    KeyRow("F9", "save"),
    KeyRow("Ctrl+Return", "save"),
    KeyRow("F3", "repeat"),
    KeyRow("Shift+F3", "together"),
    KeyRow("F4", "next_message"),
    KeyRow("F6", "next_panel"),
    KeyRow("F8", "more"),
    KeyRow("Ctrl+K", "departure"),
    KeyRow("Ctrl+G", "join_group"),
    KeyRow("Ctrl+Z", "remedy"),
    KeyRow("Alt+B", Decision.BOLEH.value),
    KeyRow("Alt+T", Decision.TUNDA.value),
    KeyRow("Alt+R", Decision.RUJUK.value),
    KeyRow("Alt+S", Decision.SERAH_TERIMA.value),
    KeyRow("Alt+F", "calming"),
    KeyRow("Alt+C", "checklist"),
    KeyRow("Alt+N", "child"),
    KeyRow("Alt+W", "talk"),
    KeyRow("Alt+0", "seen"),
    KeyRow("Alt+M", "ticket_name"),
    KeyRow("Alt+Y", "same_person"),
    KeyRow("Alt+X", "other_person"),
    KeyRow("Alt+H", "next_person"),
    KeyRow("Alt+O", "open_person"),
    *(KeyRow(f"Alt+{letter}", path) for path, letter in PAPER_LETTERS),
    *(KeyRow(f"Alt+{digit}", f"option{digit}") for digit in range(1, 10)),
)


def connect_keys(page: QWidget, actions: dict[str, Callable[[], object]]) -> list[QShortcut]:
    """Make every key of the table do its action while the page or a part of it has the focus."""
    made = []
    for row in KEYS:
        shortcut = QShortcut(QKeySequence(row.keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # F9 held down would answer its own question
        shortcut.activated.connect(actions[row.does])
        made.append(shortcut)
    return made
