"""Both controls in words: lists with their age, what a look-up means, counts of a month."""

from collections.abc import Mapping, Sequence
from datetime import date

from posko_app.domain.civil import date_text
from posko_app.domain.codes import Decision
from posko_app.domain.movement import Letter
from posko_app.domain.outflow import STOPPED, Flow, Place, PlaceLevel
from posko_app.domain.placement import CompanyCount
from posko_app.domain.registers import Found, LookUp, Outcome, Provenance, Register, Status
from posko_app.i18n import Catalogue
from posko_app.services.register_rows import RefusedRow
from posko_app.ui.daftar_cells import UNKNOWN, Cell, Tone
from posko_app.ui.daftar_dates import stamp

HASH_SHOWN = 8
LEVEL_SHAPES = {"hijau": "●", "kuning": "▲", "merah": "■"}
NOTHING = Cell(UNKNOWN, Tone.MUTED)
OUTCOME_STATES = {
    Outcome.VALID: "success",
    Outcome.EXPIRED: "caution",
    Outcome.UNDATED: "caution",
    Outcome.NAME_ONLY: "caution",
}


def month_title(month: str, catalogue: Catalogue) -> str:
    """Say a month: November 2026."""
    return f"{catalogue.text(f'pages.month.{int(month[5:])}')} {month[:4]}"


def age_words(provenance: Provenance, catalogue: Catalogue, today: date) -> str:
    """Say of which day a list is, and how old: per 03-11-2026, 21 hari."""
    days = provenance.age_days(today)
    return catalogue.text("control.register.age", on=date_text(provenance.as_of), days=days)


def provenance_words(
    register: Register, provenance: Provenance | None, catalogue: Catalogue, today: date
) -> str:
    """Say which list it is and how old: daftar P3MI per 3 November 2026, 21 hari."""
    name = catalogue.text(f"control.register.name.{register}")
    if provenance is None:
        return catalogue.text("control.register.none", name=name)
    as_of = provenance.as_of
    return catalogue.text(
        "control.register.per",
        name=name,
        on=f"{as_of.day} {catalogue.text(f'pages.month.{as_of.month}')} {as_of.year}",
        days=provenance.age_days(today),
    )


def origin_words(provenance: Provenance, catalogue: Catalogue) -> str:
    """Say which file a list came from, who took it in, and when."""
    return catalogue.text(
        "control.register.origin",
        rows=provenance.rows,
        file=provenance.file_name,
        hash=provenance.sha256[:HASH_SHOWN],
        officer=provenance.imported_by or catalogue.text("pages.detail.unknown_officer"),
        at=stamp(provenance.imported_at),
    )


def refused_words(row: RefusedRow, catalogue: Catalogue) -> str:
    """Say which row was left out and why."""
    column = catalogue.text(f"control.register.column.{row.column}") if row.column else ""
    why = catalogue.text(f"control.register.refused.{row.code}", column=column, other=row.other)
    return catalogue.text("control.register.row", number=row.number, why=why)


def outcome_words(found: LookUp, catalogue: Catalogue) -> str:
    """Say what was found; it never says more than the list does."""
    return catalogue.text(f"control.lookup.{found.outcome}")


def found_words(found: Found, catalogue: Catalogue) -> str:
    """Say one row of a list with its validity."""
    row = found.row
    until = date_text(row.valid_to) if row.valid_to else catalogue.text("control.lookup.no_end")
    standing = "ended" if row.status is Status.ENDED else found.standing.value
    worth = catalogue.text(f"control.lookup.standing.{standing}", until=until)
    told = [row.name, row.number, row.city, worth, *row.contacts]
    return " · ".join(text for text in told if text)


def company_cells(count: CompanyCount, catalogue: Catalogue) -> tuple[Cell, ...]:
    """Give the cells of one company."""
    name = count.name or catalogue.text("control.company.unnamed")
    schemes = [catalogue.text(f"code.scheme.{code}") for code in count.schemes]
    stopped = sum(number for code, number in count.decisions.items() if code in STOPPED)
    levels = [
        f"{shape} {count.levels[level]}"
        for level, shape in LEVEL_SHAPES.items()
        if count.levels.get(level)
    ]
    papers = f"{count.papers_seen} / {count.papers_asked}" if count.papers_asked else ""
    return (
        Cell(name, Tone.PLAIN if count.name else Tone.MUTED),
        _cell(", ".join(schemes)),
        Cell(str(count.people), Tone.STRONG),
        _number(count.decisions.get(Decision.BOLEH, 0)),
        _number(stopped),
        _cell("  ".join(levels)),
        _cell(papers),
    )


def papers_words(count: CompanyCount, catalogue: Catalogue) -> str:
    """Say which papers were not there, and which were seen."""
    parts = [
        catalogue.text(key, papers=_papers(counted, catalogue))
        for key, counted in (
            ("control.company.missing", count.missing),
            ("control.company.seen", count.seen),
        )
        if counted
    ]
    return " · ".join(parts) or catalogue.text("control.company.no_papers")


def flow_totals(flow: Flow, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Give the month's figures with the state that colours them."""
    figures = [
        ("left", flow.left, "hijau"),
        ("stopped", flow.stopped, "kuning"),
        ("undecided", flow.undecided, "kuning"),
        ("letters", flow.letters, "plain"),
        ("half_letters", flow.half_letters, "kuning"),
    ]
    return tuple(
        (f"{number} {catalogue.text(f'control.flow.{key}')}", state if number else "plain")
        for key, number, state in figures
    )


def place_cells(place: Place, catalogue: Catalogue) -> tuple[Cell, ...]:
    """Give the cells of one place, its own name first, then what it lies in."""
    name = place.name or catalogue.text("control.place.unknown")
    within = [part for part in place.names[-2::-1] if part]
    flow = place.flow
    return (
        Cell(name, Tone.PLAIN if place.name else Tone.MUTED, ", ".join(within)),
        Cell(str(flow.left), Tone.STRONG if flow.left else Tone.MUTED),
        _number(flow.stopped),
        _number(flow.undecided),
        _number(flow.letters),
        _number(flow.half_letters, Tone.WARNING),
    )


def place_columns(level: PlaceLevel, catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Name the columns of a table of places, each with its share of the width."""
    names = ("left", "stopped", "undecided", "letters", "half_letters")
    shares = (11, 13, 15, 13, 13)
    head = (catalogue.text(f"control.place.level.{level}"), 35)
    rest = zip((catalogue.text(f"control.flow.column.{n}") for n in names), shares, strict=True)
    return (head, *rest)


def letter_cells(letter: Letter, catalogue: Catalogue) -> tuple[Cell, ...]:
    """Give the cells of one village letter."""
    missing = Cell(catalogue.text("control.letter.missing"), Tone.WARNING)
    days = sorted({day for day in (letter.first_on, letter.last_on) if day is not None})
    within = [part for part in (letter.kecamatan, letter.origin) if part]
    return (
        Cell(letter.number) if letter.number else missing,
        Cell(letter.signer) if letter.signer else missing,
        Cell(letter.village or UNKNOWN, remark=", ".join(within)),
        Cell(str(letter.people), Tone.STRONG),
        _cell(" – ".join(map(date_text, days))),
    )


def letter_columns(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Name the columns of the table of letters."""
    names = (("number", 20), ("signer", 24), ("village", 28), ("people", 8), ("days", 20))
    return tuple((catalogue.text(f"control.letter.column.{n}"), share) for n, share in names)


def company_columns(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Name the columns of the table of companies."""
    names: Sequence[tuple[str, int]] = (
        ("name", 26),
        ("schemes", 20),
        ("people", 8),
        ("let_pass", 9),
        ("stopped", 12),
        ("levels", 14),
        ("papers", 12),
    )
    return tuple((catalogue.text(f"control.company.column.{n}"), share) for n, share in names)


def _papers(counted: Mapping[str, int], catalogue: Catalogue) -> str:
    return ", ".join(
        f"{catalogue.text(f'field.docs.{paper}')} {number}" for paper, number in counted.items()
    )


def _cell(text: str) -> Cell:
    return Cell(text) if text else NOTHING


def _number(number: int, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(str(number), tone if number else Tone.MUTED)
