"""How each kind of table of a ruleset file becomes a value."""

from enum import StrEnum

from posko_app.domain import codes
from posko_app.domain.detection.ruleset import (
    Basis,
    CalmingFact,
    Contact,
    Established,
    Excluded,
    Indicator,
    LegalStatus,
    LevelText,
    Paper,
    Parameter,
    Question,
    Referral,
    Retention,
    Scheme,
    Source,
    Step,
    Strength,
    Text,
)
from posko_app.domain.detection.ruleset_rows import Row, basis_of

DIMENSIONS = frozenset(
    {"DOK", "UMUR", "REKRUT", "TIPU", "PAKSA", "UTANG", "POLA", "TUJUAN", "PROS"}
)
CONTROLS = frozenset({"MUT", "PTK", "DD"})
_DECISIONS = frozenset(code.value for code in codes.Decision)
_NO_BASIS = Basis(Text("", ""), "", LegalStatus.TO_VERIFY)


class Need(StrEnum):
    """Whether a paper is owed or only helps."""

    OWED = "wajib"
    HELPS = "pendukung"


class OwedBy(StrEnum):
    """Who has to have a paper made."""

    WORKER = "pekerja"
    COMPANY = "perusahaan"


def sign(row: Row) -> Indicator:
    """Read a sign."""
    return Indicator(
        id=row.text("id"),
        label=row.both("label"),
        category=row.text("category"),
        dimension=_known(row, "dimension", DIMENSIONS),
        is_means=row.flag("means"),
        strength=row.one_of("strength", Strength, Strength.INFORMATION),
        established=row.one_of("established", Established, Established.RULE),
        controls=row.texts("controls", known=CONTROLS),
        when=row.expression("when"),
        absolute=row.expression("absolute"),
        absolute_label=_both_or_none(row, "absolute_label"),
        is_calmed=row.flag("is_calmed", default=True),
        calmed_if=row.expression("calmed_if"),
        escalates=_both_or_none(row, "escalates"),
        legal=tuple(basis_of(item) for item in row.rows("legal")),
        sources=row.texts("sources", required=False),  # one without is a fault of its own
        questions=row.texts("questions"),
        question=_both_or_none(row, "question"),
        caveat=row.both("caveat"),
        referral=row.text("referral", required=False) or None,
    )


def fact(row: Row) -> CalmingFact:
    """Read a calming fact."""
    return CalmingFact(
        _known(row, "id", frozenset(codes.MITIGATION)),
        row.both("label"),
        row.both("proof"),
        row.texts("switches_off"),
        row.texts("purposes", known=frozenset(codes.PURPOSE), required=False),
    )


def question(row: Row) -> Question:
    """Read a core question."""
    return Question(
        row.text("id"),
        row.both("text"),
        row.expression("asked_when", required=True) or "",
        row.texts("fields"),
    )


def scheme(row: Row) -> Scheme:
    """Read a way of being placed."""
    papers = frozenset(codes.PAPERS)
    return Scheme(
        _known(row, "id", frozenset(codes.SCHEME)),
        row.both("label"),
        row.expression("when", required=True) or "",
        row.texts("not_owed", known=papers),
        tuple(_paper(item, papers) for item in row.rows("paper")),
    )


def referral(row: Row) -> Referral:
    """Read a row of the referral rules."""
    return Referral(
        row.text("id"),
        row.both("label"),
        row.both("first"),
        row.both("also"),
        row.both("not_do"),
        row.texts("contacts"),
        tuple(basis_of(item) for item in row.rows("basis")),
    )


def step(row: Row) -> Step:
    """Read a next step."""
    return Step(row.text("id"), row.both("text"))


def level(row: Row) -> LevelText:
    """Read how a level is said."""
    return LevelText(
        row.text("level"), row.both("sentence"), row.texts("suggests", known=_DECISIONS)
    )


def contact(row: Row) -> Contact:
    """Read somebody to call."""
    return Contact(
        row.text("id"),
        row.text("name"),
        row.both("what"),
        row.texts("numbers"),
        row.text("hours", required=False),
        row.text("source", required=False),
        row.day("tested_on", required=False),
    )


def retention(row: Row) -> Retention:
    """Read a period of keeping."""
    return Retention(
        row.text("id"),
        row.expression("when", required=True) or "",
        row.both("label"),
        row.number("identity_days"),
        row.number("contacts_days"),
        row.both("note"),
    )


def excluded(row: Row) -> Excluded:
    """Read a sign that is deliberately not used."""
    return Excluded(row.text("id"), row.both("label"), row.both("reason"), row.texts("fields"))


def parameter(row: Row) -> Parameter:
    """Read a threshold or list."""
    return Parameter(row.text("id"), row.amount("value"), row.text("owner"), row.both("label"))


def source(row: Row) -> Source:
    """Read a code of a published list or case."""
    return Source(row.text("id"), row.text("title"), row.text("source"))


def _paper(row: Row, papers: frozenset[str]) -> Paper:
    basis = row.row("basis")
    read = Paper(
        paper=_known(row, "paper", papers),
        need=row.one_of("need", Need, Need.OWED).value,
        stage=row.text("stage"),
        owed_by=row.one_of("owed_by", OwedBy, OwedBy.WORKER).value,
        basis=_NO_BASIS if basis is None else basis_of(basis),
        valid_from=row.day("valid_from", required=False),
        valid_to=row.day("valid_to", required=False),
        note=_both_or_none(row, "note"),
    )
    row.close()
    return read


def _known(row: Row, key: str, known: frozenset[str]) -> str:
    value = row.text(key)
    if value and value not in known:
        row.fault(key, "unknown_code", value)
    return value


def _both_or_none(row: Row, key: str) -> Text | None:
    return row.both(key) if row.has(key) else None
