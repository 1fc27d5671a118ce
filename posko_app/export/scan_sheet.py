"""The sheet of invented documents that a scanner is tried with.

What can be drawn truly is drawn: QR and Micro QR codes, and the machine-readable zone in letters
of even width at ten to the inch. PDF417 and Aztec codes, which most boarding passes carry, are not.

Basis: SRC-ICAO-9303-3 (ten characters to the inch).
"""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date

import segno

from posko_app.domain.civil import date_text
from posko_app.domain.scans import samples
from posko_app.export.drawing import Drawing, Squares, Text

LEFT, TOP = 18.0, 16.0
INCH = 25.4
PITCH = INCH / 10
MODULE, MICRO_MODULE = 0.75, 1.0  # mm: cheap scanners and printers manage these
SAYS_LEFT = 78.0
BLOCK = 41.0
LINE = 5.0
FOOT = 274.0
SAYS_LETTERS = 70  # to a line


def scan_sheet(words: Mapping[str, str], *, on: date) -> Drawing:
    """Lay the sheet out.

    Args:
        words: title, lead, foot, and for each code its name and `<name>_says`.
        on: day of the boarding pass.
    """
    texts = [Text(LEFT, TOP, words["title"], points=15, bold=True)]
    texts += _lines(words["lead"], LEFT, TOP + 9, letters=100)
    codes = dict(_codes(on))
    squares = []
    top = TOP + 24
    for name, (payload, micro) in codes.items():
        squares.append(_squares(payload, top, micro=micro))
        texts.append(Text(SAYS_LEFT, top, words[name], points=10, bold=True))
        texts += _lines(words[f"{name}_says"], SAYS_LEFT, top + 6, letters=SAYS_LETTERS)
        top += BLOCK
    texts += _zone(words["passport_zone"], top)
    texts += _lines(words["foot"], LEFT, FOOT, letters=110)
    return Drawing(words["title"], tuple(texts), tuple(squares))


def sheet_dates(on: date) -> dict[str, str]:
    """Give the dates the words of the sheet tell."""
    return {"on": date_text(on), "expires": date_text(samples.EXPIRES_ON)}


def _codes(on: date) -> Iterator[tuple[str, tuple[str, bool]]]:
    yield "passport", ("\n".join(samples.passport_zone()), False)
    yield "card", ("\n".join(samples.card_zone()), False)
    yield "boarding", (samples.boarding_pass(on), False)
    yield "nik", (samples.NIK, True)
    yield "ticket", (samples.TICKET, False)


def _squares(payload: str, top: float, *, micro: bool) -> Squares:
    code = segno.make(payload, micro=micro, error="m" if not micro else None, boost_error=False)
    rows = tuple(tuple(bool(module) for module in row) for row in code.matrix)
    return Squares(LEFT + 4, top, MICRO_MODULE if micro else MODULE, rows)


def _zone(name: str, top: float) -> Iterator[Text]:
    yield Text(LEFT, top, name, points=10, bold=True)
    for number, line in enumerate(samples.passport_zone()):
        yield Text(LEFT + 4, top + 8 + number * 6.35, line, points=12, pitch=PITCH)


def _lines(text: str, left: float, top: float, *, letters: int) -> list[Text]:
    lines = textwrap.wrap(text, letters)
    return [Text(left, top + number * LINE, line) for number, line in enumerate(lines)]
