"""The table that leaves: labelled head lines, columns, rows and totals, all of them text."""

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What both writers render, already in the reader's language.

    `watermark` is empty for a store of real people; every row has as many texts as `columns`.
    """

    title: str
    watermark: str
    head: tuple[Pair, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Pair, ...]
