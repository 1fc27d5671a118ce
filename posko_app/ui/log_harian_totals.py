"""The figures of a day in words: decisions, levels, those without a record, and what waits."""

from dataclasses import dataclass

from posko_app.domain.day import DayRow, DayTotals, undecided_rows
from posko_app.domain.detection.assessment import Level
from posko_app.domain.tally import StopRate, TallyTotals
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_cells import decision_state

NAMED_ROWS = 12  # places of undecided rows that are listed; then how many more


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the day."""

    words: str
    number: int
    state: str  # which colour it takes: hijau, kuning, merah, plain


def totals_of(totals: DayTotals, catalogue: Catalogue) -> tuple[Total, ...]:
    """Give the day's figures: all screened first, then the decisions that make up the sum."""
    figures = [Total(catalogue.text("pages.day_log.screened"), totals.screened, "plain")]
    for code, number in totals.by_decision.items():
        state = decision_state(code) if number else "plain"
        figures.append(Total(catalogue.text(f"code.decision.{code}"), number, state))
    if totals.voided:
        figures.append(Total(catalogue.text("pages.day_log.voided"), totals.voided, "plain"))
    return tuple(figures)


def levels_of(totals: DayTotals, catalogue: Catalogue) -> tuple[Total, ...]:
    """Give the levels that make up all screened; how many of KUNING want a private talk."""
    figures = []
    for code, number in totals.by_level.items():
        key = f"code.level.{code}"
        words = catalogue.text(key) if catalogue.has(key) else code
        known = number and code in set(Level)
        figures.append(Total(words, number, code if known else "plain"))
        if code == Level.KUNING and totals.priority:
            star = catalogue.text("pages.day_log.priority")
            figures.append(Total(star, totals.priority, "kuning"))
    return tuple(figures)


def tally_sentence(tally: TallyTotals, rate: StopRate, catalogue: Catalogue) -> str:
    """Say how many went through without a record, why, and which share was screened."""
    if not tally.passed:
        return catalogue.text("pages.day_log.nobody_passed")
    reasons = ", ".join(
        f"{_reason(code, catalogue)} {number}" for code, number in tally.by_reason.items() if number
    )
    return catalogue.text(
        "pages.day_log.passed",
        number=tally.passed,
        reasons=reasons,
        screened=rate.screened,
        seen=rate.seen,
        percent=_percent(rate.permille or 0, catalogue),
    )


def undecided_sentence(rows: tuple[DayRow, ...], catalogue: Catalogue) -> str:
    """Say how many still need a decision, or nothing."""
    number = len(undecided_rows(rows))
    return catalogue.text("pages.day_log.undecided", number=number) if number else ""


def undecided_help(rows: tuple[DayRow, ...], catalogue: Catalogue) -> str:
    """Say which rows those are and how they get a decision, or nothing."""
    places = undecided_rows(rows)
    if not places:
        return ""
    named = ", ".join(map(str, places[:NAMED_ROWS]))
    if len(places) > NAMED_ROWS:
        more = len(places) - NAMED_ROWS
        named = catalogue.text("export.undecided_more", rows=named, more=more)
    return catalogue.text("pages.day_log.undecided_help", rows=named)


def next_undecided(rows: tuple[DayRow, ...], now: int) -> int | None:
    """Give the next row without a decision after this one, going round; None when there is none."""
    places = [place - 1 for place in undecided_rows(rows)]
    return next((place for place in places if place > now), places[0] if places else None)


def _reason(code: str, catalogue: Catalogue) -> str:
    key = f"tally.reason.{code}"
    return catalogue.text(key).lower() if catalogue.has(key) else code


def _percent(permille: int, catalogue: Catalogue) -> str:
    return f"{permille // 10}{catalogue.text('export.decimal')}{permille % 10}"
