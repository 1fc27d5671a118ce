"""Where everything stands on the pages of a printed sheet: pure arithmetic in millimetres.

Texts are broken into lines by whoever measures letters. A text that no page could hold is cut
where everybody sees it; nothing is ever left out in silence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from posko_app.export.sheet import Block, Pair, Sheet

PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0  # A4, landscape
MARGIN = 10.0
TOP, BOTTOM = 19.0, 199.0  # between title and footer
WIDTH = PAGE_WIDTH - 2 * MARGIN
GAP = 6.0
PADDING = 1.1  # around the text of a cell
SLACK = 0.2  # what two ways of adding up the same widths may differ by
HEAD_WIDTH, LABEL_WIDTH = 112.0, 34.0
FIGURE_COLUMNS = 3
WIDEST = 62.0  # of a column, unless there is room
TALLEST = 60.0  # of one text; what is longer is cut and says so
LEGEND_LABEL = 62.0


class Style(Enum):
    """How a text is set."""

    TITLE = auto()
    ALARM = auto()
    HEADING = auto()
    LABEL = auto()
    TEXT = auto()
    CELL_HEAD = auto()
    CELL = auto()
    SMALL = auto()


class Letters(Protocol):
    """Measures texts, in millimetres."""

    def width(self, text: str, style: Style) -> float:
        """Give the width of one line."""
        ...

    def lines(self, text: str, style: Style, *, within: float) -> tuple[str, ...]:
        """Break a text into lines that fit; a word that does not is broken too."""
        ...

    def line_height(self, style: Style) -> float:
        """Give the distance of two lines."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """Some lines of text; `right` says that `left` is where they end."""

    left: float
    top: float
    lines: tuple[str, ...]
    style: Style
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A shaded stripe across the page, behind the words."""

    top: float
    height: float
    is_head: bool


@dataclass(slots=True)
class Page:
    """What is drawn on one page."""

    bands: list[Band] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


class Layout:
    """Fills pages from top to bottom."""

    def __init__(self, sheet: Sheet, letters: Letters, *, cut: str) -> None:
        """Take what is set, what measures it, and the words that stand for what was cut."""
        self._sheet = sheet
        self._letters = letters
        self._cut = cut
        self._pages = [Page()]
        self._top = TOP

    def pages(self) -> Sequence[Page]:
        """Give the pages: head and figures, the rows under a head of their own, the legend."""
        self._first()
        self._table()
        self._legend()
        return self._pages

    def _first(self) -> None:
        sheet, top = self._sheet, self._top
        left = MARGIN
        if sheet.attention is not None:
            alarm = self._pair(sheet.attention, left, top, label=LABEL_WIDTH, style=Style.ALARM)
            top = alarm + GAP / 3
        under = top
        for pair in sheet.head:
            under = self._pair(pair, left, under, label=LABEL_WIDTH, width=HEAD_WIDTH)
        self._top = max(under, self._figures(top)) + GAP / 2

    def _figures(self, top: float) -> float:
        """Set the blocks of figures beside the head, each in the shortest column; give the end."""
        totals = (Block("", self._sheet.totals),) if self._sheet.totals else ()
        room = (WIDTH - HEAD_WIDTH - FIGURE_COLUMNS * GAP) / FIGURE_COLUMNS
        ends = [top] * FIGURE_COLUMNS
        for block in (*totals, *self._sheet.blocks):
            column = ends.index(min(ends))
            left = MARGIN + HEAD_WIDTH + GAP + column * (room + GAP)
            ends[column] = self._block(block, left, ends[column], width=room) + GAP / 2
        return max(ends)

    def _block(self, block: Block, left: float, top: float, *, width: float) -> float:
        if block.title:
            top = self._set(block.title, left, top, width=width, style=Style.HEADING)
        widest = max((self._letters.width(v, Style.TEXT) for _, v in block.lines), default=0.0)
        numbers = min(widest + SLACK, width / 2)
        for label, value in block.lines:
            end = self._set(label, left, top, width=width - numbers - PADDING, style=Style.TEXT)
            lines = self._fit(value, Style.TEXT, within=numbers)
            self._add(Words(left + width, top, lines, Style.TEXT, is_right=True))
            top = max(end, top + len(lines) * self._letters.line_height(Style.TEXT))
        return top

    def _table(self) -> None:
        sheet = self._sheet
        widths = self._widths()
        head = self._row_lines(sheet.columns, widths, Style.CELL_HEAD)
        least = self._height(head, Style.CELL_HEAD)
        if self._top + 3 * least > BOTTOM:
            self._new_page()
        self._row(head, widths, Style.CELL_HEAD)
        for row in sheet.rows:
            lines = self._row_lines(row, widths, Style.CELL)
            if self._top + self._height(lines, Style.CELL) > BOTTOM:
                self._new_page()
                self._row(head, widths, Style.CELL_HEAD)
            self._row(lines, widths, Style.CELL)
        self._top += GAP

    def _widths(self) -> list[float]:
        wanted, least = [], []
        for column, title in enumerate(self._sheet.columns):
            texts = {row[column] for row in self._sheet.rows}
            wanted.append(self._widest(texts, title))
            least.append(self._widest({w for t in texts for w in t.split()}, *title.split()))
        return share(wanted, least, WIDTH)

    def _widest(self, texts: Iterable[str], *titles: str) -> float:
        """Give the room that texts need in one line, up to a limit."""
        cells = [self._letters.width(text, Style.CELL) for text in texts]
        heads = [self._letters.width(text, Style.CELL_HEAD) for text in titles]
        return min(max((*cells, *heads), default=0.0), WIDEST) + 2 * PADDING + SLACK

    def _row_lines(
        self, row: Iterable[str], widths: Sequence[float], style: Style
    ) -> list[tuple[str, ...]]:
        return [
            self._fit(text, style, within=width - 2 * PADDING)
            for text, width in zip(row, widths, strict=True)
        ]

    def _height(self, cells: Sequence[tuple[str, ...]], style: Style) -> float:
        return max(map(len, cells)) * self._letters.line_height(style) + 2 * PADDING

    def _row(self, cells: Sequence[tuple[str, ...]], widths: Sequence[float], style: Style) -> None:
        height = self._height(cells, style)
        band = Band(self._top, height, is_head=style is Style.CELL_HEAD)
        self._pages[-1].bands.append(band)
        left = MARGIN
        for lines, width in zip(cells, widths, strict=True):
            self._add(Words(left + PADDING, self._top + PADDING, lines, style))
            left += width
        self._top += height

    def _legend(self) -> None:
        for block in self._sheet.legend:
            self._legend_title(block, room=3 * self._letters.line_height(Style.HEADING))
            for pair in block.lines:
                if self._top + self._pair_height(pair) > BOTTOM:
                    self._new_page()
                    self._legend_title(block, room=0.0)
                self._top = self._pair(pair, MARGIN, self._top, label=LEGEND_LABEL)
            self._top += GAP / 2

    def _legend_title(self, block: Block, *, room: float) -> None:
        if self._top + room > BOTTOM:
            self._new_page()
        self._top = self._set(block.title, MARGIN, self._top, width=WIDTH, style=Style.HEADING)

    def _pair_height(self, pair: Pair) -> float:
        label = self._fit(pair[0], Style.LABEL, within=LEGEND_LABEL - PADDING)
        told = self._fit(pair[1], Style.TEXT, within=WIDTH - LEGEND_LABEL)
        return max(len(label), len(told)) * self._letters.line_height(Style.TEXT)

    def _pair(
        self,
        pair: Pair,
        left: float,
        top: float,
        *,
        label: float,
        width: float = WIDTH,
        style: Style = Style.TEXT,
    ) -> float:
        """Set a label and what belongs to it; give where the next line may start."""
        name = Style.LABEL if style is Style.TEXT else style
        ends = (
            self._set(pair[0], left, top, width=label - PADDING, style=name),
            self._set(pair[1], left + label, top, width=width - label, style=style),
        )
        return max(ends)

    def _set(self, text: str, left: float, top: float, *, width: float, style: Style) -> float:
        lines = self._fit(text, style, within=width)
        self._add(Words(left, top, lines, style))
        return top + len(lines) * self._letters.line_height(style)

    def _fit(self, text: str, style: Style, *, within: float) -> tuple[str, ...]:
        lines = self._letters.lines(text, style, within=within)
        most = int(TALLEST / self._letters.line_height(style))
        if len(lines) <= most:
            return lines
        mark = self._letters.lines(self._cut, style, within=within)
        return (*lines[: most - len(mark)], *mark)

    def _add(self, words: Words) -> None:
        self._pages[-1].words.append(words)

    def _new_page(self) -> None:
        self._pages.append(Page())
        self._top = TOP


def share(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Share out a width: everybody gets his least, then what he wants or an equal part of the rest.

    What is left over goes to all in proportion. Where not even the least fits, all give way
    to the same degree.
    """
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    given = list(least)
    left = room - sum(least)
    modest_first = sorted(range(len(wanted)), key=lambda column: wanted[column] - least[column])
    for place, column in enumerate(modest_first):
        more = min(wanted[column] - least[column], left / (len(wanted) - place))
        given[column] += more
        left -= more
    return given
