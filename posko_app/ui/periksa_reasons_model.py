"""Why this level, in words: each sign with its source and legal element, and what is open.

Basis: SRC-INDICATORS 4.3, "Explanation shown for each result".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from posko_app.domain.codes import PAPERS
from posko_app.domain.detection.assessment import Assessment, Change, Sign
from posko_app.domain.detection.ruleset import (
    Basis,
    Contact,
    Indicator,
    LegalStatus,
    Ruleset,
    Strength,
)
from posko_app.domain.fields import field_at
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_grounds import chosen, detail_field
from posko_app.ui.periksa_words import Words
from posko_app.ui.rincian_words import value_words
from posko_app.ui.widgets.level import SHAPES

MOST_CHANGES = 3
PURPOSE = "purpose"
WEIGHTS = ("absolute", "strong", "medium", "light", "calm")  # the gravest first
# answers about a paper that give no reason
FINE = frozenset({"ada", "terverifikasi", "tidak_perlu", "tahap_berikut", "kerja"})
LOOKS = {
    Strength.STRONG: "strong",
    Strength.MEDIUM: "medium",
    Strength.WEAK: "light",
    Strength.PLACEMENT: "light",
    Strength.INFORMATION: "light",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign that stands, or one that a fact switched off."""

    id: str
    look: str  # absolute, strong, medium, light, calm
    title: str
    about: str  # weight, what it was read from, legal element
    detail: tuple[str, ...]  # shown while it is chosen
    path: str  # the field or question Enter leads to, "" for none


@dataclass(frozen=True, slots=True)
class Line:
    """A bold head and its words."""

    head: str
    words: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything the right column says about a reading."""

    signs: tuple[Reason, ...] = ()
    lines: tuple[Line, ...] = ()


def reasons_of(
    assessment: Assessment,
    answers: Answers,
    words: Words,
    *,
    changes: Sequence[Change] | None = (),
    step: bool = True,
) -> Reasons:
    """Say why, and what is open.

    Args:
        assessment: what the rules make of the answers.
        answers: the answers as judged.
        words: puts them into words.
        changes: what would change the level; None while it is being worked out.
        step: also say the next step; there is none while nobody was asked anything.
    """
    teller = _Teller(words.rules, answers, words)
    standing = sorted(
        (teller.sign(sign, assessment) for sign in assessment.fired),
        key=lambda reason: WEIGHTS.index(reason.look),
    )
    calmed = (teller.calmed(calmed.id, calmed.by) for calmed in assessment.neutralised)
    return Reasons(
        (*standing, *calmed),
        (
            *teller.not_asked(assessment),
            *teller.changes(changes),
            *(teller.next_step(assessment) if step else ()),
        ),
    )


class _Teller:
    """Puts one reading into words."""

    def __init__(self, ruleset: Ruleset, answers: Answers, words: Words) -> None:
        self._rules, self._answers, self._words = ruleset, answers, words

    def sign(self, sign: Sign, assessment: Assessment) -> Reason:
        """Say one sign that stands."""
        known = self._rules.indicators[sign.id]
        absolute = sign.id in assessment.absolute
        weight = self._words.text(f"periksa.weight.{'absolute' if absolute else sign.strength}")
        about = (weight, self._source(sign, known), self._legal(known.legal[:1]))
        return Reason(
            sign.id,
            "absolute" if absolute else LOOKS[sign.strength],
            self._words.of(known.label),
            " · ".join(part for part in about if part),
            tuple(self._detail(known, absolute=absolute)),
            self._leads_to(sign, known),
        )

    def calmed(self, sign: str, by: Sequence[str]) -> Reason:
        """Say one sign that verified facts switched off."""
        known = self._rules.indicators[sign]
        facts = "; ".join(self._words.of(self._rules.calming[fact].label) for fact in by)
        return Reason(
            sign,
            "calm",
            self._words.of(known.label),
            self._words.text("periksa.reason.calmed", facts=facts),
            (),
            "",
        )

    def not_asked(self, assessment: Assessment) -> Iterator[Line]:
        """Say which questions are due and were not asked."""
        if assessment.not_asked:
            numbers = ", ".join(assessment.not_asked)
            yield Line(self._words.text("periksa.reason.not_asked"), numbers)

    def changes(self, changes: Sequence[Change] | None) -> Iterator[Line]:
        """Say what would change the level."""
        if changes is None:
            yield Line(self._words.text("periksa.reason.changes"), "…")
        elif changes:
            shown = "; ".join(self._change(change) for change in changes[:MOST_CHANGES])
            yield Line(self._words.text("periksa.reason.changes"), shown)

    def next_step(self, assessment: Assessment) -> Iterator[Line]:
        """Say what to do, whom to call, and what not to do."""
        text, step = self._words.text, self._rules.steps.get(assessment.next_step)
        if step is not None:
            yield Line(text("periksa.reason.step"), self._words.of(step.text))
        referral = self._rules.referrals.get(assessment.referral or "")
        if referral is None:
            return
        for head, said in (
            ("first", referral.first),
            ("also", referral.also),
            ("not_do", referral.not_do),
        ):
            if self._words.of(said):
                yield Line(text(f"periksa.reason.{head}"), self._words.of(said))
        known = (self._rules.contacts.get(contact) for contact in referral.contacts)
        numbers = "; ".join(contact_words(c, self._words) for c in known if c is not None)
        if numbers:
            yield Line(text("periksa.reason.contacts"), numbers)

    def _source(self, sign: Sign, known: Indicator) -> str:
        if not sign.by_officer:
            return "; ".join(dict.fromkeys(self._read_from(p) for p in self._telling(sign.fields)))
        field = detail_field(sign.id)
        codes = chosen(field, self._answers) if field else ()
        details = [self._words.text(f"code.{field.group}.{code}") for code in codes if field]
        said = self._words.text("periksa.reason.ticked")
        asked = f" ({', '.join(known.questions)})" if known.questions else ""
        return f"{said}{asked}" + (f": {', '.join(details).lower()}" if details else "")

    def _telling(self, paths: Sequence[str]) -> Sequence[str]:
        """Leave out what is in order, and the purpose where something else tells more."""
        telling = [
            path
            for path in paths
            if path != PURPOSE
            and not (path.startswith("docs.") and self._answers.get(path) in FINE)
        ]
        return telling or paths

    def _read_from(self, path: str) -> str:
        value = value_words(path, self._answers.get(path), self._words.catalogue)
        return self._words.text("periksa.reason.read", field=self._words.label(path), value=value)

    def _legal(self, legal: Sequence[Basis]) -> str:
        return " · ".join(basis_words(basis, self._words) for basis in legal)

    def _detail(self, known: Indicator, *, absolute: bool) -> Iterator[str]:
        if absolute and known.absolute_label is not None:
            condition = self._words.of(known.absolute_label)
            yield self._words.text("periksa.reason.absolute", condition=condition)
        if len(known.legal) > 1:
            yield self._legal(known.legal[1:])
        yield self._words.text("periksa.reason.caveat", caveat=self._words.of(known.caveat))
        if known.question is not None:
            yield self._words.text("periksa.reason.ask", question=self._words.of(known.question))
        sources = dict.fromkeys((*(basis.source for basis in known.legal), *known.sources))
        yield self._words.text("periksa.reason.sources", sources=", ".join(sources))

    def _leads_to(self, sign: Sign, known: Indicator) -> str:
        typed = (path for path in sign.fields if (f := field_at(path)) and not f.derived)
        asked = (f"answers.{question}" for question in known.questions)
        return next(typed if not sign.by_officer else asked, next(asked, ""))

    def _change(self, change: Change) -> str:
        names = " + ".join(self._changed(changed) for changed in change.ids)
        word = self._words.text(f"periksa.level.{change.level.value}")
        return f"{names} → {SHAPES[change.level.value]} {word}"

    def _changed(self, changed: str) -> str:
        if changed in self._rules.calming:
            return self._words.of(self._rules.calming[changed].label)
        if changed in PAPERS:
            paper = self._words.label(f"docs.{changed}")
            return self._words.text("periksa.reason.paper", paper=paper)
        label = self._words.of(self._rules.indicators[changed].label)
        return self._words.text("periksa.reason.answer", sign=label)


def basis_words(basis: Basis, words: Words) -> str:
    """Say a legal ground; one nobody confirmed says so."""
    said = words.of(basis.text)
    if basis.status is LegalStatus.IN_FORCE:
        return said
    return f"{said} ({words.text('periksa.unverified')})"


def contact_words(contact: Contact, words: Words) -> str:
    """Say whom to call; without a test call it is marked."""
    numbers = ", ".join(contact.numbers) or words.text("periksa.no_number")
    mark = "" if contact.tested_on else f" ({words.text('periksa.unverified')})"
    return f"{contact.name}: {numbers}{mark}"
