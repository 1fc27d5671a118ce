"""What Bantuan shows: keys, a short guide, and numbers with how far each can be trusted."""

import tomllib
from datetime import date
from pathlib import Path

from posko_app.domain.detection.ruleset import Contact, Text
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import long_day

CONTACTS_FILE = Path("catalogue", "contacts.toml")
KEYS = (
    *("enter", "f9", "f8", "f2", "f3", "f4", "f6"),
    *("decision", "question", "papers", "ctrl_k", "ctrl_z", "esc"),
    *("ctrl_screens", "ctrl_d", "ctrl_b", "ctrl_e", "f12", "ctrl_l", "f1"),
)
GUIDE = ("one", "two", "three", "four", "five", "six")


def trust(contact: Contact, catalogue: Catalogue) -> str:
    """Say when somebody was last called, that nobody has, or that there is no number yet."""
    if not contact.numbers:
        return catalogue.text("contacts.no_number")
    if not contact.tested_on:
        return catalogue.text("pages.help.unverified")
    on = long_day(date.fromisoformat(contact.tested_on), catalogue)
    return catalogue.text("pages.help.tested", on=on)


def read_contacts(resources: Path) -> tuple[Contact, ...]:
    """Read the contacts of the packaged ruleset: those that can be called first."""
    found = tomllib.loads((resources / CONTACTS_FILE).read_text(encoding="utf-8"))
    contacts = (
        Contact(
            id=entry["id"],
            name=entry["name"],
            what=Text(**entry["what"]),
            numbers=tuple(entry["numbers"]),
            hours=entry["hours"],
            source=entry["source"],
            tested_on=entry["tested_on"],
        )
        for entry in found["contact"]
    )
    return tuple(sorted(contacts, key=lambda contact: not contact.numbers))


def key_lines(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Give every key and what it does."""
    return tuple(
        (catalogue.text(f"pages.help.key.{name}"), catalogue.text(f"pages.help.does.{name}"))
        for name in KEYS
    )


def guide_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Give the short guide, one step a line."""
    return tuple(catalogue.text(f"pages.help.guide.{name}") for name in GUIDE)
