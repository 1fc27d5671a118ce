"""What papers say about each other: questions for the officer, never a sign and never a block.

Basis: SRC-NIK (an area code is that of the first registration and does not follow a move);
SRC-SEED (village letters with number and signer).
"""

from collections.abc import Iterator

from posko_app.domain.names import Verdict
from posko_app.domain.nik import BELU
from posko_app.domain.numbers_on_paper import compact
from posko_app.domain.problem import Caution
from posko_app.domain.regions import kabupaten_label
from posko_app.domain.screening import Answers
from posko_app.domain.ticket_name import ticket_likeness, weightiest

LETTER_SEEN = frozenset(("ada", "terverifikasi"))
_SPLIT_OFF = {BELU: "5321"}  # Malaka was part of Belu


def cross_checks(answers: Answers) -> Iterator[Caution]:
    """Give what does not fit together between NIK, family card, ticket and village letter."""
    yield from _of_family_card(answers)
    yield from _of_ticket(answers)
    yield from _of_village_letter(answers)


def _of_family_card(answers: Answers) -> Iterator[Caution]:
    nik, card = compact(_text(answers, "traveller.nik")), compact(_text(answers, "traveller.kk"))
    if not (_is_number(nik) and _is_number(card)):
        return
    registered, issued = nik[:4], card[:4]
    if issued not in {registered, _SPLIT_OFF.get(registered)}:
        region = kabupaten_label(issued) or issued
        yield Caution("traveller.kk", "kk_region_differs", {"region": region})


def _of_ticket(answers: Answers) -> Iterator[Caution]:
    if answers.get("ticket.name_differs") is not None:
        return  # somebody has compared them already
    found = ticket_likeness(answers)
    if found is not None and found.verdict is Verdict.DIFFERENT:
        yield Caution("ticket.name", "ticket_name_differs")
    elif found is not None and found.verdict is Verdict.NEAR:
        yield Caution("ticket.name", f"ticket_name_{weightiest(found)}")


def _of_village_letter(answers: Answers) -> Iterator[Caution]:
    number = _text(answers, "village_letter.number")
    signer = _text(answers, "village_letter.signer")
    seen = _text(answers, "docs.surat_desa") in LETTER_SEEN
    if not number and (seen or signer):
        yield Caution("village_letter.number", "letter_no_number")
    if not signer and (seen or number):
        yield Caution("village_letter.signer", "letter_no_signer")


def _is_number(text: str) -> bool:
    return len(text) == 16 and text.isascii() and text.isdecimal()


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return value if isinstance(value, str) else ""
