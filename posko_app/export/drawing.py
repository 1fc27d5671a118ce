"""One upright page of A4 as shapes: what is drawn, in millimetres; no Qt."""

from dataclasses import dataclass

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `top` is the upper edge of its letters.

    With `pitch` the letters stand as far apart, in a typeface of even width.
    """

    left: float
    top: float
    text: str
    points: float = 9.0
    bold: bool = False
    pitch: float = 0.0  # mm from letter to letter; 0 as the typeface has it


@dataclass(frozen=True, slots=True)
class Squares:
    """A code of small dark squares, row by row from its upper left corner."""

    left: float
    top: float
    module: float  # width of a square
    rows: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The page."""

    title: str
    texts: tuple[Text, ...]
    squares: tuple[Squares, ...]
