"""What Bantuan shows beside the keys: a short guide, and how far each number can be trusted."""

from collections.abc import Iterable
from datetime import date

from posko_app.domain.detection.ruleset import Contact
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import long_day

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


def guide_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Give the short guide, one step a line."""
    return tuple(catalogue.text(f"pages.help.guide.{name}") for name in GUIDE)
