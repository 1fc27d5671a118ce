"""A judgement in sentences: what stands and why, what was not asked, what would change it."""

from collections.abc import Iterable, Iterator

from posko_app.domain.detection.assessment import Assessment, Calmed, Change, Sign
from posko_app.domain.detection.ruleset import Basis, LegalStatus, Ruleset, Text
from posko_app.domain.field import FieldType
from posko_app.domain.fields import field_at
from posko_app.domain.screening import Answers
from posko_app.i18n import Catalogue


def explain(
    ruleset: Ruleset,
    answers: Answers,
    found: Assessment,
    changes: Iterable[Change],
    words: Catalogue,
) -> tuple[str, ...]:
    """Give the sentences, in the language of the words; unconfirmed legal points are marked."""
    return tuple(_Explainer(ruleset, answers, words).sentences(found, changes))


class _Explainer:
    def __init__(self, ruleset: Ruleset, answers: Answers, words: Catalogue) -> None:
        self._ruleset = ruleset
        self._answers = answers
        self._words = words

    def sentences(self, found: Assessment, changes: Iterable[Change]) -> Iterator[str]:
        sentence = self._of(self._ruleset.levels[found.level.value].sentence)
        yield self._say("level", level=found.level.value.upper(), sentence=sentence)
        for sign in found.fired:
            yield self._sign(sign, is_absolute=sign.id in found.absolute)
        for calmed in found.neutralised:
            yield self._calmed(calmed)
        if found.not_asked:
            texts = (f"{q} “{self._of(self._ruleset.questions[q].text)}”" for q in found.not_asked)
            yield self._say("not_asked", questions=" ".join(texts))
        for change in changes:
            yield self._change(change)
        yield self._say("step", step=self._of(self._ruleset.steps[found.next_step].text))
        if found.referral is not None:
            yield self._referral(found.referral)

    def _sign(self, sign: Sign, *, is_absolute: bool) -> str:
        known = self._ruleset.indicators[sign.id]
        parts = [self._say("sign", label=self._of(known.label), how=self._how(sign))]
        if is_absolute:
            condition = known.absolute_label or known.label
            parts.append(self._say("absolute", condition=self._of(condition)))
        parts += [self._basis(basis) for basis in known.legal]
        parts.append(self._say("sources", sources=", ".join(known.sources)))
        return " ".join(parts)

    def _how(self, sign: Sign) -> str:
        if not sign.by_officer:
            return "; ".join(self._answer(path) for path in sign.fields)
        known = self._ruleset.indicators[sign.id]
        if known.escalates is None or sign.strength is known.strength:
            return self._say("ticked")
        return f"{self._say('ticked')}; {self._of(known.escalates)}"

    def _answer(self, path: str) -> str:
        field, value = field_at(path), self._answers.get(path)
        label = self._words.text(f"field.{path if field is None else field.path}")
        if field is not None and field.type in {FieldType.CODE, FieldType.CODES}:
            code = value if field.type is FieldType.CODE else path.rpartition(".")[2]
            return f"{label}: {self._words.text(f'code.{field.group}.{code}')}"
        if isinstance(value, bool):
            return f"{label}: {self._say('yes' if value else 'no')}"
        return f"{label}: {value}"

    def _basis(self, basis: Basis) -> str:
        key = "legal" if basis.status is LegalStatus.IN_FORCE else "legal_unverified"
        return self._say(key, text=self._of(basis.text), source=basis.source)

    def _calmed(self, calmed: Calmed) -> str:
        facts = ", ".join(self._of(self._ruleset.calming[fact].label) for fact in calmed.by)
        return self._say(
            "calmed", label=self._of(self._ruleset.indicators[calmed.id].label), facts=facts
        )

    def _change(self, change: Change) -> str:
        what = f" {self._say('and')} ".join(self._thing(known_as) for known_as in change.ids)
        return self._say("change", what=what, level=change.level.value.upper())

    def _thing(self, known_as: str) -> str:
        """Name a calming fact, a sign or a paper by its id."""
        if known_as in self._ruleset.calming:
            return self._of(self._ruleset.calming[known_as].label)
        if known_as in self._ruleset.indicators:
            sign = self._of(self._ruleset.indicators[known_as].label)
            return self._say("not_so", label=sign)
        return self._say("paper", paper=self._words.text(f"field.docs.{known_as}"))

    def _referral(self, known_as: str) -> str:
        row = self._ruleset.referrals[known_as]
        return self._say(
            "referral",
            first=self._of(row.first),
            also=self._of(row.also),
            not_do=self._of(row.not_do),
        )

    def _of(self, text: Text) -> str:
        return text.in_language(self._words.language)

    def _say(self, key: str, **params: str) -> str:
        return self._words.text(f"explain.{key}", **params)
