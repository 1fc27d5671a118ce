"""What a ruleset says, as values: signs, calming facts, papers, questions, steps, periods.

`ruleset_read` makes them from the files of `resources/catalogue`; nothing here decides.

Basis: SRC-INDICATORS 3, SRC-RULES.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Strength(StrEnum):
    """How much a sign weighs; placement signs have an axis of their own."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"
    PLACEMENT = "P"
    INFORMATION = "I"


class Established(StrEnum):
    """How a sign comes to be: read from answers, ticked by the officer, or told when asked."""

    RULE = "otomatis"
    TICK = "centang"
    ASKED = "tanya"


class LegalStatus(StrEnum):
    """Whether a legal point has been confirmed; unconfirmed is said wherever it is shown."""

    IN_FORCE = "berlaku"
    TO_VERIFY = "perlu_verifikasi"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the screens."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """Give the text in `id` or `en`."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal ground: what it says in short, the source it stands in, and its standing."""

    text: Text
    source: str  # an id of docs/sources.md
    status: LegalStatus


@dataclass(frozen=True, slots=True)
class Source:
    """A code of a published list or case (ILO-R-D-01, SEED …) and where it resolves."""

    id: str
    title: str
    source: str  # an id of docs/sources.md


@dataclass(frozen=True, slots=True)
class Indicator:
    """One sign. `when` and `absolute` are CEL over the facts; None for a tick, or never."""

    id: str
    label: Text
    category: str  # document, age, recruitment …
    dimension: str  # DOK, UMUR, REKRUT, TIPU, PAKSA, UTANG, POLA, TUJUAN, PROS
    is_means: bool  # •cara
    strength: Strength
    established: Established
    controls: tuple[str, ...]  # MUT, PTK, DD
    when: str | None
    absolute: str | None  # further condition under which it goes straight to MERAH
    absolute_label: Text | None
    is_calmed: bool  # False: no calming fact ever switches it off
    calmed_if: str | None  # further condition for a calming fact to work
    escalates: Text | None  # what makes a medium sign a strong one
    legal: tuple[Basis, ...]
    sources: tuple[str, ...]  # ids of `Source`
    questions: tuple[str, ...]  # Q1 … Q10 that can settle it
    question: Text | None
    caveat: Text  # how it can be wrong
    referral: str | None = None  # row of the referral rules it leads to: absolute, or standing
    reads: tuple[str, ...] = ()  # paths of the facts in `when`, in order; filled by the reader


@dataclass(frozen=True, slots=True)
class CalmingFact:
    """A verified fact and the signs it switches off."""

    id: str
    label: Text
    proof: Text  # what counts as verified
    switches_off: tuple[str, ...]
    purposes: tuple[str, ...]  # for whom it is worth finding out; empty: for everybody


@dataclass(frozen=True, slots=True)
class Question:
    """One of the ten core questions."""

    id: str  # Q1 … Q10
    text: Text
    asked_when: str  # CEL over the facts: is it due for this person?
    fields: tuple[str, ...]  # answers that show it was asked, even without a state


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on a scheme's checklist."""

    paper: str  # a code of codes.PAPERS
    need: str  # wajib, pendukung
    stage: str  # keberangkatan, or the later stage at which it falls due
    owed_by: str  # pekerja, perusahaan
    basis: Basis
    valid_from: str  # ISO date, or empty when unknown
    valid_to: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of being placed (a code of codes.SCHEME) with its checklist."""

    id: str
    label: Text
    when: str  # CEL; the first scheme whose condition holds is the one suggested
    not_owed: tuple[str, ...]  # papers this scheme never owes
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """A row of the referral rules: whom to call first, whom also, what not to do."""

    id: str
    label: Text
    first: Text
    also: Text
    not_do: Text
    contacts: tuple[str, ...]  # ids of `Contact`
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A next step, by id, as a sentence."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class LevelText:
    """How a level is said, and the decisions that follow its suggestion."""

    level: str
    sentence: Text
    suggests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call; without `tested_on` it is shown as unverified."""

    id: str
    name: str
    what: Text
    numbers: tuple[str, ...]
    hours: str
    source: str
    tested_on: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept; None days: for ever, or as the note says."""

    id: str
    when: str  # CEL over {level, decision, …}; read when the retention run exists
    label: Text
    identity_days: int | None
    contacts_days: int | None
    note: Text


@dataclass(frozen=True, slots=True)
class Excluded:
    """A published or practised sign that is deliberately not used."""

    id: str
    label: Text
    reason: Text
    fields: tuple[str, ...]  # facts no rule may read because of it


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold or list the task force owns."""

    id: str
    value: int | tuple[str, ...]  # an empty text in the file is an empty list
    owner: str
    label: Text


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A whole ruleset. `files` are the texts it was read from; `hash` covers exactly those."""

    id: str
    version: str
    issued_on: str
    title: Text
    hash: str  # 64 hex
    files: Mapping[str, str] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    indicators: Mapping[str, Indicator] = field(repr=False)  # in the catalogue's order
    calming: Mapping[str, CalmingFact] = field(repr=False)
    questions: Mapping[str, Question] = field(repr=False)
    schemes: Mapping[str, Scheme] = field(repr=False)
    referrals: Mapping[str, Referral] = field(repr=False)
    steps: Mapping[str, Step] = field(repr=False)
    levels: Mapping[str, LevelText] = field(repr=False)
    contacts: Mapping[str, Contact] = field(repr=False)
    retention: Mapping[str, Retention] = field(repr=False)
    excluded: Mapping[str, Excluded] = field(repr=False)
