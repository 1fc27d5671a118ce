"""Prints docs/catalogue.md from the packaged ruleset, so that the page says what the rules say."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from posko_app.domain.detection.ruleset import (
    Basis,
    Indicator,
    LegalStatus,
    Parameter,
    Ruleset,
    Scheme,
)
from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "catalogue"
PAGE = ROOT / "docs" / "catalogue.md"
SOURCES = ROOT / "docs" / "sources.md"
SOURCE_ENTRY = re.compile(r"^### (SRC-\S+)$", re.MULTILINE)
HEAD = """# Catalogue

What the posko looks for, as the packaged ruleset states it (`resources/catalogue`). **Made by
`python -m tools.catalogue_page`; do not edit.** Ruleset `{id}` {version}, issued {issued_on}, hash
`{hash}`.

Every level is a suggestion; the officer decides. A sign says that something is there, never what a
person is. No legal point has been confirmed by counsel or the task force unless it says so here:
*unverified* is the honest state. Ids of sources resolve in [sources.md](sources.md); codes such as
`ILO-R-D-01` stand in the list at the end.
"""


def read_packaged(folder: Path = FOLDER) -> Ruleset:
    """Read the ruleset; its sources must resolve on the sources page."""
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
    known = SOURCE_ENTRY.findall(SOURCES.read_text(encoding="utf-8"))
    return read_ruleset(files, known_sources=known)


def page(ruleset: Ruleset) -> str:
    """Give the whole page."""
    head = HEAD.format(
        id=ruleset.id, version=ruleset.version, issued_on=ruleset.issued_on, hash=ruleset.hash
    )
    parts = (_overview, _signs, _calming, _questions, _schemes, _referrals, _settings, _sources)
    lines = (line for part in parts for line in part(ruleset))
    return head + "\n" + "\n".join(lines).rstrip() + "\n"


def _overview(ruleset: Ruleset) -> Iterator[str]:
    counts = [sign.strength.value for sign in ruleset.indicators.values()]
    told = ", ".join(f"{counts.count(code)} {code}" for code in dict.fromkeys("SMWPI"))
    yield "## Signs"
    yield ""
    yield f"{len(counts)} signs: {told}. S strong, M medium, W weak, P placement only,"
    yield "I information only. • marks a *means* (cara). Controls: MUT movement of residents,"
    yield "PTK placement, DD early detection."
    yield ""
    head = ("#", "id", "sign", "dimension", "", "established", "controls", "straight to MERAH if")
    yield from _table(
        head,
        (
            (
                str(number),
                f"`{sign.id}`",
                sign.label.en,
                sign.dimension + (" •" if sign.is_means else ""),
                sign.strength.value,
                sign.established.value,
                ", ".join(sign.controls),
                "" if sign.absolute_label is None else sign.absolute_label.en,
            )
            for number, sign in enumerate(ruleset.indicators.values(), start=1)
        ),
    )


def _signs(ruleset: Ruleset) -> Iterator[str]:
    for sign in ruleset.indicators.values():
        yield f"### {sign.id}"
        yield ""
        yield f"{sign.label.en}. *{sign.label.id}*"
        yield ""
        if sign.when is None:
            yield "- Ticked by the officer."
        else:
            yield "- Fires when:"
            yield ""
            yield "  ```cel"
            yield from (f"  {line}" for line in sign.when.strip().split("\n"))
            yield "  ```"
            yield ""
        yield from _facts_of(sign, ruleset)
        yield ""


def _facts_of(sign: Indicator, ruleset: Ruleset) -> Iterator[str]:
    if sign.absolute is not None:
        yield f"- Absolute: `{sign.absolute}`."
    if sign.escalates is not None:
        yield f"- Becomes strong when {sign.escalates.en}."
    calming = [f"`{fact.id}`" for fact in ruleset.calming.values() if sign.id in fact.switches_off]
    if not sign.is_calmed:
        yield "- Nothing switches it off."
    elif calming:
        only = "" if sign.calmed_if is None else f", only if `{sign.calmed_if}`"
        yield f"- Switched off by {', '.join(calming)}{only}."
    yield from (f"- {_basis(basis)}" for basis in sign.legal)
    if sign.question is not None:
        asked = f" ({', '.join(sign.questions)})" if sign.questions else ""
        yield f"- Ask: “{sign.question.en}”{asked}"
    yield f"- May be wrong: {sign.caveat.en}"
    yield f"- Drawn from: {', '.join(sign.sources)}."


def _basis(basis: Basis) -> str:
    state = "in force" if basis.status is LegalStatus.IN_FORCE else "unverified"
    return f"{basis.text.en} ({basis.source}, *{state}*)."


def _calming(ruleset: Ruleset) -> Iterator[str]:
    yield "## Calming facts"
    yield ""
    yield "Only what was verified counts, never a companion's word."
    yield ""
    yield from _table(
        ("id", "fact", "counts as verified when", "switches off", "offered for"),
        (
            (
                f"`{fact.id}`",
                fact.label.en,
                fact.proof.en,
                _codes(fact.switches_off),
                _codes(fact.purposes) or "everybody",
            )
            for fact in ruleset.calming.values()
        ),
    )


def _questions(ruleset: Ruleset) -> Iterator[str]:
    yield "## The ten questions"
    yield ""
    yield "Refusing to answer and not being asked count for nothing."
    yield ""
    yield from _table(
        ("", "question", "due when", "settled by"),
        (
            (asked.id, asked.text.en, f"`{asked.asked_when}`", _codes(asked.fields))
            for asked in ruleset.questions.values()
        ),
    )


def _schemes(ruleset: Ruleset) -> Iterator[str]:
    yield "## Schemes and their papers"
    yield ""
    yield "The first scheme whose condition holds is suggested; the officer states it."
    yield ""
    for scheme in ruleset.schemes.values():
        yield f"### {scheme.id}"
        yield ""
        yield f"{scheme.label.en}. Suggested when `{' '.join(scheme.when.split())}`."
        yield f"Never owed: {_codes(scheme.not_owed)}."
        yield ""
        yield from _table(
            ("paper", "need", "falls due", "owed by", "basis", "valid", "note"), _papers(scheme)
        )


def _papers(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    for paper in scheme.papers:
        valid = f"{paper.valid_from}–{paper.valid_to}" if paper.valid_from or paper.valid_to else ""
        note = "" if paper.note is None else paper.note.en
        basis = _basis(paper.basis)
        yield (f"`{paper.paper}`", paper.need, paper.stage, paper.owed_by, basis, valid, note)


def _referrals(ruleset: Ruleset) -> Iterator[str]:
    yield "## Referral"
    yield ""
    yield from _table(
        ("situation", "first", "also", "not", "basis"),
        (
            (
                f"{row.label.en} (`{row.id}`)",
                row.first.en,
                row.also.en,
                row.not_do.en,
                " ".join(_basis(basis) for basis in row.basis),
            )
            for row in ruleset.referrals.values()
        ),
    )
    yield "### Levels and next steps"
    yield ""
    yield from (
        f"- {level.level.upper()}: “{level.sentence.en}” Goes with {_codes(level.suggests)}."
        for level in ruleset.levels.values()
    )
    yield from (f"- `{step.id}`: {step.text.en}" for step in ruleset.steps.values())
    yield ""


def _settings(ruleset: Ruleset) -> Iterator[str]:
    yield "## Parameters"
    yield ""
    yield from _table(
        ("id", "meaning", "value", "owner"),
        (
            (f"`{item.id}`", item.label.en, _value(item), item.owner)
            for item in ruleset.parameters.values()
        ),
    )
    yield "## How long what is kept"
    yield ""
    yield from _table(
        ("outcome", "condition", "identity (days)", "contacts (days)", "note"),
        (
            (
                kept.label.en,
                f"`{kept.when}`",
                _days(kept.identity_days),
                _days(kept.contacts_days),
                kept.note.en,
            )
            for kept in ruleset.retention.values()
        ),
    )
    yield "## Left out on purpose"
    yield ""
    yield from _table(
        ("sign", "why not", "facts no rule may read"),
        (
            (row.label.en, row.reason.en, _codes(row.fields) or "no field exists")
            for row in ruleset.excluded.values()
        ),
    )


def _sources(ruleset: Ruleset) -> Iterator[str]:
    yield "## Codes"
    yield ""
    yield from _table(
        ("code", "what it is (in Indonesian)", "source"),
        ((code.id, code.title, code.source) for code in ruleset.sources.values()),
    )


def _value(item: Parameter) -> str:
    if isinstance(item.value, int):
        return str(item.value)
    return _codes(item.value) or "empty"


def _days(days: int | None) -> str:
    return "see note" if days is None else str(days)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""


def main(argv: Sequence[str]) -> int:
    """Write the page; with --check only look. 1 if it is not current, or the rules are faulty."""
    parser = argparse.ArgumentParser(prog="python -m tools.catalogue_page", description=__doc__)
    parser.add_argument("--check", action="store_true", help="1 if the page is not current")
    wanted = parser.parse_args(argv)
    try:
        text = page(read_packaged())
    except RulesetFaults as found:
        for fault in found.faults:
            print(f"{fault.file}:{fault.line}: {fault.code} {fault.detail}", file=sys.stderr)
        return 1
    if wanted.check:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
