"""Who works here: officers of this laptop, who is signed on, whose turn it is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer of the list, in words."""

    person: str
    name: str
    role: str
    marks: str  # belum dikonfirmasi pusat, sedang bertugas …
    signed_on: bool
    current: bool


def officer_lines(
    records: Iterable[OfficerRecord],
    *,
    signed_on: Collection[str],
    current: str,
    catalogue: Catalogue,
) -> tuple[OfficerLine, ...]:
    """Give one line a person with a key in use; `signed_on` and `current` are person ids."""
    lines = [
        _line(record, signed_on=signed_on, current=current, catalogue=catalogue)
        for record in records
        if record.state is OfficerState.ACTIVE
    ]
    return tuple(sorted(lines, key=lambda line: (not line.signed_on, line.name.casefold())))


def _line(
    record: OfficerRecord, *, signed_on: Collection[str], current: str, catalogue: Catalogue
) -> OfficerLine:
    marks = []
    if record.person == current:
        marks.append(catalogue.text("pages.officers.current"))
    elif record.person in signed_on:
        marks.append(catalogue.text("pages.officers.signed_on"))
    if not record.confirmed:
        marks.append(catalogue.text("pages.officers.unconfirmed"))
    return OfficerLine(
        person=record.person,
        name=record.name or catalogue.text("pages.detail.unknown_officer"),
        role=catalogue.text(f"pages.role.{record.role}"),
        marks=" · ".join(marks),
        signed_on=record.person in signed_on,
        current=record.person == current,
    )


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """What the form for a new officer holds."""

    name: str
    passphrase: str
    repeated: str
    role: str


def new_officer_fault(
    wish: NewOfficer,
    *,
    faults: tuple[str, ...],
    taken: Collection[str],
    catalogue: Catalogue,
) -> str:
    """Say what keeps a new officer from being added, or nothing.

    `faults` are sentences about the passphrase; `taken` the names in use.
    """
    if not wish.name:
        return catalogue.text("pages.wizard.name_missing")
    if wish.name.casefold() in {name.casefold() for name in taken}:
        return catalogue.text("pages.officers.name_taken")
    if faults:
        return faults[0]
    if wish.passphrase != wish.repeated:
        return catalogue.text("pages.wizard.passphrase_differs")
    return ""
