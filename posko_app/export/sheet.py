"""The table that leaves: labelled head lines, columns, rows and totals, all of them text."""

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """Figures or words that stand apart, under a heading of their own."""

    title: str
    lines: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all writers render, already in the reader's language.

    `watermark` is empty for a store of real people; every row has as many texts as `columns`.
    """

    title: str
    watermark: str
    head: tuple[Pair, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Pair, ...]
    attention: Pair | None = None  # what must be seen before anything else
    blocks: tuple[Block, ...] = ()  # figures that are never mixed with the totals
    legend: tuple[Block, ...] = ()  # what short words and marks in the rows mean
    footer: str = ""  # who made it, where and when: on every printed page

    @property
    def opening(self) -> tuple[Pair, ...]:
        """The head lines, with what must be seen first before them."""
        return self.head if self.attention is None else (self.attention, *self.head)
