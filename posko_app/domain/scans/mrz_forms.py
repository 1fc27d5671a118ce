"""Where each field stands in the five machine-readable zones; places in the lines run together.

Basis: SRC-ICAO-9303-4 (TD3), SRC-ICAO-9303-5 (TD1), SRC-ICAO-9303-6 (TD2), SRC-ICAO-9303-7
(visas), section 4.2 of each.
"""

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]  # first place, and the one after the last


class MrzFormat(StrEnum):
    """The five forms."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Form:
    """One form. Document code and issuing state are the first five places of each."""

    format: MrzFormat
    lines: int
    width: int
    number: int  # nine places and their digit
    nationality: int  # three places
    birth: int  # six places and their digit
    sex: int
    expiry: int  # six places and their digit
    names: Span
    optional: tuple[Span, ...]
    optional_digit: int | None = None
    composite: int | None = None
    covered: tuple[Span, ...] = ()  # by the composite digit
    long_numbers: bool = False  # a filler for the number's digit: it goes on in `optional`

    @property
    def length(self) -> int:
        """Places in all lines together."""
        return self.lines * self.width

    @property
    def is_visa(self) -> bool:
        """Say whether its document code begins with V."""
        return self.composite is None


TD1 = Form(
    MrzFormat.TD1,
    lines=3,
    width=30,
    number=5,
    nationality=45,
    birth=30,
    sex=37,
    expiry=38,
    names=(60, 90),
    optional=((15, 30), (48, 59)),
    composite=59,
    covered=((5, 37), (38, 45), (48, 59)),
    long_numbers=True,
)
TD2 = Form(
    MrzFormat.TD2,
    lines=2,
    width=36,
    number=36,
    nationality=46,
    birth=49,
    sex=56,
    expiry=57,
    names=(5, 36),
    optional=((64, 71),),
    composite=71,
    covered=((36, 46), (49, 56), (57, 71)),
    long_numbers=True,
)
TD3 = Form(
    MrzFormat.TD3,
    lines=2,
    width=44,
    number=44,
    nationality=54,
    birth=57,
    sex=64,
    expiry=65,
    names=(5, 44),
    optional=((72, 86),),
    optional_digit=86,
    composite=87,
    covered=((44, 54), (57, 64), (65, 87)),
)
MRV_A = Form(
    MrzFormat.MRV_A,
    lines=2,
    width=44,
    number=44,
    nationality=54,
    birth=57,
    sex=64,
    expiry=65,
    names=(5, 44),
    optional=((72, 88),),
)
MRV_B = Form(
    MrzFormat.MRV_B,
    lines=2,
    width=36,
    number=36,
    nationality=46,
    birth=49,
    sex=56,
    expiry=57,
    names=(5, 36),
    optional=((64, 72),),
)
FORMS = (TD1, TD2, TD3, MRV_A, MRV_B)
