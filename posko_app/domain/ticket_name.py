"""The name on a ticket beside the name on the identity card: same, near or different, and why.

A ticket has capitals without accents, the surname first, titles run onto the name and room for
twenty characters. None of that makes it somebody else's. What remains is a question for the
officer, who compares both and says himself whether the names differ.

Basis: SRC-IATA-792 (twenty characters for a passenger's name).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from posko_app.domain.name_spelling import spelled
from posko_app.domain.names import NameLikeness, Verdict, has_title, likeness, name_words
from posko_app.domain.screening import Answers
from posko_app.domain.text import search_text

ROOM = 20
CUT, ORDER, SPELLING, TITLE = "cut_at_20", "order", "spelling", "titles"
_RUN_ON = ("mstr", "miss", "mrs", "mss", "mr", "ms")  # the longest first
_LEAST_LEFT = 3  # letters of a name a title was run onto
_SPARE = 2  # letters by which spellings of one beginning differ in length
_RANK = (Verdict.DIFFERENT, Verdict.NEAR, Verdict.SAME)
_WEIGHTIEST = (CUT, "missing_word", "initials", "slip", SPELLING)  # of what makes a name near
_SURE = 95  # of a cut name: it fits as far as it goes


def compare(ticket_name: str, id_name: str) -> NameLikeness:
    """Compare a ticket's name with the identity card's.

    Reasons as in `likeness`, and cut_at_20: the ticket had no room for the whole name.
    """
    readings = tuple(_readings(ticket_name))
    found = [_plain(reading, id_name) for reading in readings]
    found += [cut for reading in readings if (cut := _cut(reading, id_name)) is not None]
    return max(found, key=_rank)


def ticket_likeness(answers: Answers) -> NameLikeness | None:
    """Compare what a screening says so far; None until both names are there."""
    told, card = answers.get("ticket.name"), answers.get("traveller.name")
    if not (isinstance(told, str) and isinstance(card, str)):
        return None
    return compare(told, card) if name_words(told) and name_words(card) else None


def weightiest(found: NameLikeness) -> str:
    """Name the one reason of a near name that an officer must hear."""
    return next((reason for reason in _WEIGHTIEST if reason in found.reasons), SPELLING)


def _readings(ticket_name: str) -> Iterator[tuple[str, bool]]:
    """Give the name as printed, then without a title run onto its last word: `MARIAMRS`."""
    yield ticket_name, False
    words = search_text(ticket_name).split()
    for title in _RUN_ON:
        if words and words[-1].endswith(title) and len(words[-1]) - len(title) >= _LEAST_LEFT:
            yield " ".join((*words[:-1], words[-1].removesuffix(title))), True
            return


def _plain(reading: tuple[str, bool], id_name: str) -> NameLikeness:
    told, untitled = reading
    found = likeness(told, id_name)
    if untitled and found.verdict is not Verdict.DIFFERENT:
        return replace(found, reasons=(TITLE, *(r for r in found.reasons if r != TITLE)))
    return found


def _cut(reading: tuple[str, bool], id_name: str) -> NameLikeness | None:
    """Compare with as much of the card's name as there was room for; None where that is no cut."""
    told, untitled = reading
    if len(search_text(told)) + len("mr") * untitled < ROOM - 1:  # a blank at the end is lost
        return None
    printed = "".join(name_words(told))
    titled = untitled or has_title(told)
    for reasons, order in _orders(name_words(id_name)):
        spelling = _begins(printed, "".join(order))
        if spelling is not None:
            told_by = (*((TITLE,) if titled else ()), *reasons, *spelling, CUT)
            return NameLikeness(Verdict.NEAR, told_by, _SURE)
    return None


def _orders(words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    """Give the card's words as written, then as a ticket may have turned them."""
    yield (), words
    for at in range(1, len(words)):
        yield (ORDER,), (*words[-at:], *words[:-at])


def _begins(printed: str, whole: str) -> tuple[str, ...] | None:
    """Say how a longer name begins with what is printed; None where it does not."""
    if len(printed) >= len(whole):
        return None
    if whole.startswith(printed):
        return ()
    key, length = spelled(printed), len(printed)
    near = range(length - _SPARE, length + _SPARE + 1)
    return (SPELLING,) if any(spelled(whole[:end]) == key for end in near) else None


def _rank(found: NameLikeness) -> tuple[int, int]:
    return _RANK.index(found.verdict), found.score
