"""What Bantuan shows: keys, a short guide, and numbers with how far each can be trusted."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import long_day

CONTACTS_FILE = "contacts.toml"
KEYS = (
    *("enter", "f9", "f8", "f2", "f3", "f4", "f6"),
    *("decision", "question", "papers", "ctrl_k", "ctrl_z", "esc"),
    *("ctrl_screens", "ctrl_d", "ctrl_b", "ctrl_e", "f12", "ctrl_l", "f1"),
)
GUIDE = ("one", "two", "three", "four", "five", "six")


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call; `tested_on` is None until a person has called it."""

    name: str
    what: str
    numbers: tuple[str, ...]
    hours: str
    basis: str
    tested_on: date | None

    def trust(self, catalogue: Catalogue) -> str:
        """Say when it was last tested, or that nobody has."""
        if self.tested_on is None:
            return catalogue.text("pages.help.unverified")
        return catalogue.text("pages.help.tested", on=long_day(self.tested_on, catalogue))


def read_contacts(resources: Path) -> tuple[Contact, ...]:
    """Read the contacts we ship."""
    found = tomllib.loads((resources / CONTACTS_FILE).read_text(encoding="utf-8"))
    return tuple(
        Contact(
            name=entry["name"],
            what=entry["what"],
            numbers=tuple(entry["numbers"]),
            hours=entry["hours"],
            basis=entry["basis"],
            tested_on=entry.get("tested_on"),
        )
        for entry in found["contact"]
    )


def key_lines(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Give every key and what it does."""
    return tuple(
        (catalogue.text(f"pages.help.key.{name}"), catalogue.text(f"pages.help.does.{name}"))
        for name in KEYS
    )


def guide_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Give the short guide, one step a line."""
    return tuple(catalogue.text(f"pages.help.guide.{name}") for name in GUIDE)
