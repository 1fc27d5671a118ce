"""The monthly list for Dukcapil and kelurahan: how many left from where, and nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from posko_app.domain.civil import WITA, date_text
from posko_app.domain.movement import month_of
from posko_app.domain.outflow_masking import ListedPlace, MonthlyList
from posko_app.export.sheet import Pair, Sheet
from posko_app.i18n import Catalogue

COLUMNS = ("number", "level", "kabupaten", "kecamatan", "village", "left")
DEPTH = 3  # kabupaten, kecamatan, village


@dataclass(frozen=True, slots=True)
class OutflowStamp:
    """Who lets the list leave, where and when."""

    month: str  # YYYY-MM
    today: date  # civil date at the post
    post: str  # as people call it
    is_training: bool
    officer: str
    made_at: datetime  # aware

    @property
    def is_open(self) -> bool:
        """Say whether the month is not over, so that its counts may still grow."""
        return self.month >= month_of(self.today)


def month_words(month: str, catalogue: Catalogue) -> str:
    """Say a month as people write it: November 2026."""
    return f"{catalogue.text(f'pages.month.{int(month[5:])}')} {month[:4]}"


def outflow_sheet(listed: MonthlyList, stamp: OutflowStamp, *, catalogue: Catalogue) -> Sheet:
    """Build the table; every count in it has gone through the masking."""

    def word(key: str) -> str:
        return catalogue.text(f"control.list.{key}")

    return Sheet(
        title=f"{word('title')} {month_words(stamp.month, catalogue)}",
        watermark=catalogue.text("export.training") if stamp.is_training else "",
        head=tuple(_head(listed, stamp, catalogue)),
        columns=tuple(word(f"column.{name}") for name in COLUMNS),
        rows=tuple(_row(place, number, catalogue) for number, place in enumerate(listed.rows, 1)),
        totals=(
            (word("total"), listed.total.text),
            (word("rows"), str(len(listed.rows))),
        ),
    )


def _head(listed: MonthlyList, stamp: OutflowStamp, catalogue: Catalogue) -> Iterator[Pair]:
    def word(key: str) -> str:
        return catalogue.text(f"control.list.{key}")

    made_at = stamp.made_at.astimezone(WITA)
    yield catalogue.text("export.head.post"), stamp.post
    yield word("month"), month_words(stamp.month, catalogue)
    if stamp.is_open:
        yield word("state"), catalogue.text("control.list.open", on=date_text(stamp.today))
    kind = "export.training" if stamp.is_training else "export.live"
    yield catalogue.text("export.head.kind"), catalogue.text(kind)
    yield catalogue.text("export.head.officer"), stamp.officer
    made_text = f"{date_text(made_at.date())} {made_at:%H:%M} WITA"
    yield catalogue.text("export.head.made_at"), made_text
    yield word("counts"), word("counts_how")
    yield word("masked"), word("masked_how")
    yield catalogue.text("export.head.left_out"), word("left_out")
    yield word("rows"), str(len(listed.rows))


def _row(place: ListedPlace, number: int, catalogue: Catalogue) -> tuple[str, ...]:
    unknown = catalogue.text("control.place.unknown")
    names = [name or unknown for name in place.names]
    return (
        str(number),
        catalogue.text(f"control.place.level.{place.level}"),
        *names,
        *[""] * (DEPTH - len(names)),
        place.left.text,
    )
