"""The keys of the group screen, in one table; the help page may read the same one."""

from posko_app.domain.codes import Decision

# letters that decide about the row under the hands: with Alt anywhere, alone among the rows
DECIDES = {
    "B": Decision.BOLEH.value,
    "T": Decision.TUNDA.value,
    "R": Decision.RUJUK.value,
    "S": Decision.SERAH_TERIMA.value,
}
KEYS: tuple[tuple[str, str], ...] = (
    ("F9", "save"),
    ("Ctrl+Return", "save"),
    ("F8", "aside"),
    ("F4", "next_person"),
    ("F6", "next_panel"),
    ("F3", "repeat"),
    ("Ctrl+K", "header"),
    ("Ctrl+I", "manifest"),
    ("Ctrl+N", "new_group"),
    ("Ctrl+PgDown", "next_group"),
    ("Ctrl+Z", "undo"),
    *((f"Alt+{letter}", code) for letter, code in DECIDES.items()),
)
