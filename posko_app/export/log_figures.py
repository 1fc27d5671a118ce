"""The figures of the day's log: totals, levels, those let through, and what the marks mean."""

from collections.abc import Iterator, Sequence

from posko_app.domain.day import DayRow, day_totals, undecided_rows
from posko_app.domain.detection.assessment import Level
from posko_app.domain.tally import StopRate, TallyTotals
from posko_app.export.log_words import PRIORITY, VOIDED, Wording
from posko_app.export.sheet import Block, Pair

NAMED_ROWS = 20  # places of undecided rows that are listed; then how many more


def totals(rows: Sequence[DayRow], wording: Wording) -> tuple[Pair, ...]:
    """Give all screened, the decisions that make up the sum, and what is not in it."""
    counted = day_totals(rows)
    by_decision = ((wording.decision(code), str(n)) for code, n in counted.by_decision.items())
    return (
        (wording.text("total.screened"), str(counted.screened)),
        *by_decision,
        (wording.decision(VOIDED), str(counted.voided)),
        (wording.text("total.rows"), str(len(rows))),
    )


def attention(rows: Sequence[DayRow], wording: Wording) -> Pair | None:
    """Say that rows still need a decision, which ones, and what to do; None when none does."""
    places = undecided_rows(rows)
    if not places:
        return None
    named = ", ".join(map(str, places[:NAMED_ROWS]))
    if len(places) > NAMED_ROWS:
        named = wording.text("undecided_more", rows=named, more=len(places) - NAMED_ROWS)
    told = wording.text("undecided", number=len(places), rows=named)
    return wording.text("head.attention"), told


def blocks(rows: Sequence[DayRow], tally: TallyTotals, wording: Wording) -> tuple[Block, ...]:
    """Give what stands apart from the totals: levels, people without a record, the stop rate."""
    screened = day_totals(rows).screened
    return (
        Block(wording.text("block.levels"), tuple(_levels(rows, wording))),
        *_corrected(rows, wording),
        Block(wording.text("block.passed"), tuple(_passed(tally, wording))),
        Block(wording.text("block.rate"), tuple(_rate(StopRate(screened, tally.passed), wording))),
    )


def legend(rows: Sequence[DayRow], wording: Wording) -> tuple[Block, ...]:
    """Say what the levels and signs of these rows mean; nothing when none was judged."""
    levels = {row.level for row in rows if row.level}
    signs = dict.fromkeys(sign for row in rows for sign in row.signs)
    found = []
    if levels:
        known = [level.value for level in Level]
        lines = [(wording.level(code), _meaning(code, wording)) for code in known]
        lines += [(code, code) for code in sorted(levels - set(known))]
        star = wording.level(Level.KUNING.value, priority=True)
        lines.append((star, wording.text("legend.priority")))
        lines.append((wording.text("column.rule"), wording.text("legend.rule")))
        found.append(Block(wording.text("legend.levels"), tuple(lines)))
    if signs:
        named = ((wording.sign(sign), sign) for sign in signs)
        lines = [(sign, label) if wording.coded else (label, sign) for label, sign in named]
        found.append(Block(wording.text("legend.signs"), tuple(lines)))
    return tuple(found)


def _meaning(code: str, wording: Wording) -> str:
    key = f"code.level.{code}"
    word = wording.catalogue.text(key) if wording.catalogue.has(key) else code
    told = (word if wording.coded else code, wording.levels.get(code, ""))
    return ": ".join(filter(None, told))


def _levels(rows: Sequence[DayRow], wording: Wording) -> Iterator[Pair]:
    counted = day_totals(rows)
    for code, number in counted.by_level.items():
        yield wording.level_or_none(code), str(number)
        if code == Level.KUNING and counted.priority:
            yield wording.text("total.priority", mark=PRIORITY), str(counted.priority)
    yield wording.text("total.sum"), str(sum(counted.by_level.values()))


def _corrected(rows: Sequence[DayRow], wording: Wording) -> Iterator[Block]:
    """Name the rows whose level became another by a correction: no level goes in silence."""
    lines = tuple(
        (
            wording.text("total.row", row=place),
            f"{wording.level(row.level_first)} → {wording.level_or_none(row.level or '')}",
        )
        for place, row in enumerate(rows, 1)
        if row.level_first is not None
    )
    if lines:
        yield Block(wording.text("block.corrected"), lines)


def _passed(tally: TallyTotals, wording: Wording) -> Iterator[Pair]:
    for code, number in tally.by_reason.items():
        yield wording.reason(code), str(number)
    yield wording.text("total.sum"), str(tally.passed)


def _rate(rate: StopRate, wording: Wording) -> Iterator[Pair]:
    yield wording.text("total.screened"), str(rate.screened)
    yield wording.text("total.passed"), str(rate.passed)
    yield wording.text("total.seen"), str(rate.seen)
    yield wording.text("total.rate"), rate_text(rate.permille, mark=wording.text("decimal"))


def rate_text(permille: int | None, *, mark: str) -> str:
    """Write a share as per cent with one decimal; a dash when nobody was seen."""
    return "–" if permille is None else f"{permille // 10}{mark}{permille % 10} %"
