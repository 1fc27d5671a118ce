"""The zones a scanned text may hold: lines apart or run together, fillers lost or added."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from posko_app.domain.scans.check_digits import FILLER
from posko_app.domain.scans.incoming import zone_characters
from posko_app.domain.scans.mrz_forms import FORMS, Form

_ZONE = re.compile(r"[A-Z0-9<]+", re.ASCII)
_MOST_LOST = 30  # trailing fillers of the last line
_MOST_TYPED = 4  # characters of other keys before the scan


@dataclass(frozen=True, slots=True)
class Zone:
    """One way to read a text as a zone."""

    form: Form
    text: str  # of the form's length
    changed: int  # places lost or added on the way; 0 as it came
    is_end: bool = False  # the last places of a longer text


def zones_in(text: str) -> Iterator[Zone]:
    """Give each way to read a tidy scan as a zone; a visa's begins with V, and no other does.

    A character typed just before the scan sticks to it, so that what is too long is also
    tried from its end; only check digits can tell.
    """
    lines = _lines(text)
    joined = "".join(lines)
    if not _ZONE.fullmatch(joined):
        return
    for form in FORMS:
        for zone in _zones(form, lines, joined):
            if form.is_visa == zone.text.startswith("V"):
                yield zone


def is_like_zone(text: str) -> bool:
    """Say whether a text has the look of a zone, whatever its length."""
    joined = "".join(_lines(text))
    return _ZONE.fullmatch(joined) is not None and FILLER * 2 in joined


def _zones(form: Form, lines: list[str], joined: str) -> Iterator[Zone]:
    changed = form.length - len(joined)
    if not changed:
        yield Zone(form, joined, changed)
    if FILLER not in joined:
        return
    fitted = _fitted(form, lines)
    if fitted is not None and fitted != joined:
        yield Zone(form, fitted, max(abs(changed), 1))
    bare = joined.rstrip(FILLER)
    if changed and form.length - _MOST_LOST <= len(bare) <= form.length:
        yield Zone(form, bare.ljust(form.length, FILLER), abs(changed))
    if -_MOST_TYPED <= changed < 0:
        yield Zone(form, joined[-form.length :], -changed, is_end=True)


def _lines(text: str) -> list[str]:
    """Give the lines; blanks inside are fillers, or what a reader put for a line's end."""
    lines = [line.strip() for line in zone_characters(text).split("\n")]
    lines = [line for line in lines if line]
    words = lines[0].split() if len(lines) == 1 else []
    if len({len(word) for word in words}) == 1:
        return words
    return [line.replace(" ", FILLER) for line in lines]


def _fitted(form: Form, lines: list[str]) -> str | None:
    """Give the lines with trailing fillers put back or taken off; None when they do not fit."""
    if len(lines) != form.lines:
        return None
    bare = [line.rstrip(FILLER) for line in lines]
    if any(len(line) > form.width for line in bare):
        return None
    return "".join(line.ljust(form.width, FILLER) for line in bare)
