"""What Bantuan shows: keys, a short guide, and numbers with how far each can be trusted."""

from collections.abc import Iterable
from datetime import date

from posko_app.domain.detection.ruleset import Contact
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import long_day

KEYS = (
    *("enter", "f9", "f8", "f2", "f3", "shift_f3", "f4", "f5", "f6"),
    *("decision", "question", "seen", "papers", "rooms", "ticket_name", "people"),
    *("ctrl_k", "ctrl_g", "ctrl_z", "esc"),
    *("ctrl_screens", "shift_f5", "ctrl_t", "ctrl_shift_t"),
    *("ctrl_d", "ctrl_b", "ctrl_e", "f12", "ctrl_l", "f1"),
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


def in_order(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """Put those that can be called first."""
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
