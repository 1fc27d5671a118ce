"""The rules in words: what stands in a table, and one sign, number or ruleset in full.

Every legal point is shown with the source it stands in, and an unconfirmed one says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from posko_app.domain.civil import date_text, parse_date
from posko_app.domain.detection.ruleset import (
    Basis,
    Excluded,
    Indicator,
    LegalStatus,
    Parameter,
    Ruleset,
    Strength,
)
from posko_app.domain.records import RulesetOrigin, RulesetRecord
from posko_app.i18n import Catalogue
from posko_app.services.ruleset_changes import ParameterValue
from posko_app.ui.daftar_cells import Cell, Tone
from posko_app.ui.daftar_dates import stamp
from posko_app.ui.widgets.reading import Told

HASH_SHOWN = 12
ALWAYS = "true"


class View(StrEnum):
    """What the table shows."""

    SIGNS = "tanda"
    NUMBERS = "angka"
    EXCLUDED = "tidak_dipakai"
    INSTALLED = "terpasang"


COLUMNS = {
    View.SIGNS: (("sign", 46), ("strength", 16), ("dimension", 18), ("established", 20)),
    View.NUMBERS: (("number", 48), ("value", 28), ("owner", 24)),
    View.EXCLUDED: (("excluded", 46), ("reason", 54)),
    View.INSTALLED: (("version", 28), ("issued", 15), ("origin", 21), ("stored", 20), ("hash", 16)),
}
NARROW = {
    View.SIGNS: {2: 560, 3: 480},
    View.NUMBERS: {2: 560},
    View.EXCLUDED: {},
    View.INSTALLED: {3: 660, 4: 600},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the table, and what is told about it beside."""

    cells: tuple[Cell, ...]
    told: tuple[Told, ...]


class RulesetWords:
    """Says one ruleset in the catalogue's language."""

    def __init__(
        self, ruleset: Ruleset, records: Sequence[RulesetRecord], catalogue: Catalogue
    ) -> None:
        self._ruleset = ruleset
        self._records = records
        self._catalogue = catalogue
        self._language = catalogue.language

    def about(self) -> tuple[str, str]:
        """Give the ruleset's title, and its version, day, hash, origin and number of signs."""
        ruleset = self._ruleset
        origin = next((r.origin for r in self._records if r.hash == ruleset.hash), None)
        words = self._catalogue.text(
            "rules.about",
            id=ruleset.id,
            version=ruleset.version,
            issued=_day(ruleset.issued_on),
            hash=ruleset.hash[:HASH_SHOWN],
            origin=self._catalogue.text(f"rules.origin.{origin or RulesetOrigin.PACKAGED}"),
            signs=len(ruleset.indicators),
        )
        return ruleset.title.in_language(self._language), words

    def columns(self, view: View) -> tuple[tuple[str, int], ...]:
        """Name the columns of a view, each with its share of the width."""
        word = self._catalogue.text
        return tuple((word(f"rules.column.{name}"), share) for name, share in COLUMNS[view])

    def rows(self, view: View) -> tuple[Shown, ...]:
        """Give everything a view shows."""
        ruleset = self._ruleset
        if view is View.SIGNS:
            return tuple(map(self._sign, ruleset.indicators.values()))
        if view is View.NUMBERS:
            return tuple(map(self._number, ruleset.parameters.values()))
        if view is View.EXCLUDED:
            return tuple(map(self._excluded, ruleset.excluded.values()))
        return tuple(map(self._installed, reversed(self._records)))

    def _sign(self, sign: Indicator) -> Shown:
        word, label = self._catalogue.text, sign.label.in_language(self._language)
        strength = word(f"rules.strength.{sign.strength}")
        dimension = word(f"rules.dimension.{sign.dimension}")
        established = word(f"rules.established.{sign.established}")
        heavy = sign.strength is Strength.STRONG
        cells = (
            Cell(label),
            Cell(strength, Tone.STRONG if heavy else Tone.PLAIN),
            Cell(dimension),
            Cell(established),
        )
        kind = [strength, dimension, established, *(["•cara"] if sign.is_means else [])]
        lines = [
            Told(label, "", "departure"),
            Told("", " · ".join([*kind, word("rules.controls", codes=" ".join(sign.controls))])),
            *self._weighing(sign),
            *self._asking(sign),
            Told(word("rules.calmed"), self._calming(sign)),
            *(self._legal(basis) for basis in sign.legal),
            Told(word("rules.sources"), self._sources(sign.sources)),
            Told(word("rules.rule"), " ".join((sign.when or "").split()) or established),
            Told(word("rules.code"), sign.id),
        ]
        return Shown(cells, tuple(lines))

    def _weighing(self, sign: Indicator) -> Iterable[Told]:
        word = self._catalogue.text
        if sign.absolute is not None:
            label = sign.absolute_label
            said = sign.absolute if label is None else label.in_language(self._language)
            yield Told(word("rules.absolute"), said, "caution")
        if sign.escalates is not None:
            yield Told(word("rules.escalates"), sign.escalates.in_language(self._language))

    def _asking(self, sign: Indicator) -> Iterable[Told]:
        word = self._catalogue.text
        if sign.question is not None:
            asked = " ".join(sign.questions)
            quoted = word("rules.quoted", text=sign.question.in_language(self._language))
            yield Told(word("rules.question"), f"{quoted} {asked}".rstrip())
        yield Told(word("rules.caveat"), sign.caveat.in_language(self._language))

    def _calming(self, sign: Indicator) -> str:
        facts = [
            fact.label.in_language(self._language)
            for fact in self._ruleset.calming.values()
            if sign.id in fact.switches_off
        ]
        if not sign.is_calmed or sign.absolute == ALWAYS:
            return self._catalogue.text("rules.never_calmed")
        if not facts:
            return self._catalogue.text("rules.no_calming")
        told = "; ".join(facts)
        if sign.calmed_if is None:
            return told
        return self._catalogue.text("rules.calmed_if", facts=told, rule=sign.calmed_if)

    def _legal(self, basis: Basis) -> Told:
        word, text = self._catalogue.text, basis.text.in_language(self._language)
        if basis.status is LegalStatus.IN_FORCE:
            return Told(word("rules.legal"), f"{text} [{basis.source}]")
        return Told(word("rules.legal_unverified"), f"{text} [{basis.source}]")

    def _sources(self, ids: Sequence[str]) -> str:
        found = (self._ruleset.sources.get(id_) for id_ in ids)
        return "; ".join(f"{s.id} {s.title} [{s.source}]" for s in found if s is not None)

    def _number(self, parameter: Parameter) -> Shown:
        word, label = self._catalogue.text, parameter.label.in_language(self._language)
        value = value_words(parameter.value, self._catalogue)
        lines = (
            Told(label, "", "departure"),
            Told(word("rules.value"), value),
            Told(word("rules.owner"), parameter.owner),
            Told(word("rules.code"), parameter.id),
            Told("", word("rules.how_to_change"), "hint"),
        )
        return Shown((Cell(label), Cell(value, Tone.STRONG), Cell(parameter.owner)), lines)

    def _excluded(self, excluded: Excluded) -> Shown:
        word, label = self._catalogue.text, excluded.label.in_language(self._language)
        reason = excluded.reason.in_language(self._language)
        fields = ", ".join(excluded.fields) or word("rules.no_fields")
        lines = (
            Told(label, "", "departure"),
            Told(word("rules.why_not"), reason),
            Told(word("rules.closed_fields"), fields),
        )
        return Shown((Cell(label), Cell(reason)), lines)

    def _installed(self, record: RulesetRecord) -> Shown:
        word = self._catalogue.text
        is_active = record.hash == self._ruleset.hash
        origin = word(f"rules.origin.{record.origin}")
        remark = word("rules.in_use") if is_active else ""
        cells = (
            Cell(f"{record.id} {record.version}", Tone.STRONG if is_active else Tone.PLAIN, remark),
            Cell(_day(record.issued_on)),
            Cell(origin),
            Cell(stamp(record.stored_at)),
            Cell(record.hash[:HASH_SHOWN], Tone.MUTED),
        )
        lines = (
            Told(f"{record.id} {record.version}", "", "departure"),
            Told("", word("rules.active" if is_active else "rules.not_active")),
            Told(word("rules.issued"), _day(record.issued_on)),
            Told(word("rules.origin_is"), origin),
            Told(word("rules.stored"), stamp(record.stored_at)),
            Told(word("rules.hash"), grouped(record.hash)),
            Told("", word("rules.kept"), "hint"),
        )
        return Shown(cells, lines)


def value_words(value: ParameterValue, catalogue: Catalogue) -> str:
    """Say what a parameter is set to."""
    if value is None:
        return catalogue.text("rules.no_value")
    if isinstance(value, int):
        return str(value)
    return ", ".join(value) or catalogue.text("rules.empty_list")


def grouped(hexadecimal: str) -> str:
    """Break a long number into groups of four, as people compare them aloud."""
    return " ".join(hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4))


def _day(issued_on: str) -> str:
    found: date | None = parse_date(issued_on)
    return issued_on if found is None else date_text(found)
