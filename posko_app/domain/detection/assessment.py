"""The result of judging facts: two axes, why, and what would change it. Values only.

Basis: SRC-INDICATORS 4.3, SRC-RULES.
"""

from dataclasses import dataclass
from enum import StrEnum

from posko_app.domain.detection.ruleset import Paper, Strength


class Level(StrEnum):
    """What is shown; a suggestion, never a verdict. Ordered by `rank`."""

    HIJAU = "hijau"
    KUNING = "kuning"
    MERAH = "merah"

    @property
    def rank(self) -> int:
        """Give 0, 1 or 2: the higher, the more urgent."""
        return _RANKS[self]


_RANKS = {Level.HIJAU: 0, Level.KUNING: 1, Level.MERAH: 2}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that stands after calming facts."""

    id: str
    strength: Strength  # after escalation
    by_officer: bool  # ticked, not read from answers
    fields: tuple[str, ...]  # answer paths it was read from, present ones only


@dataclass(frozen=True, slots=True)
class Calmed:
    """A sign that a verified fact switched off."""

    id: str
    by: tuple[str, ...]  # calming facts


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signs of each strength stand; `medium_capped` counts at most two a dimension."""

    strong: int = 0
    medium: int = 0
    medium_capped: int = 0
    weak: int = 0
    placement: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules make of one person's facts. Lists are in the catalogue's order."""

    level: Level
    tppo_axis: Level
    placement_axis: Level
    rule: str  # R1, R2a … R3d, R4
    fired: tuple[Sign, ...]
    neutralised: tuple[Calmed, ...]
    absolute: tuple[str, ...]
    priority: bool  # KUNING*: a private talk before deciding
    counts: Counts
    not_asked: tuple[str, ...]  # Q ids that are due and have no answer
    next_step: str  # id of a Step
    referral: str | None  # id of a Referral
    child: bool  # an age sign says: follow the child path
    scheme: str | None  # stated, else suggested
    ruleset: str  # hash, 64 hex


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would lower the level. `level` is what it would be then.

    Kinds: a calming *fact* verified, a *paper* seen, facts and papers *together*, or an
    *answer*: a sign taken away, as when it was recorded by mistake.
    """

    kind: str  # fact, paper, together, answer
    ids: tuple[str, ...]  # one id, or the fewest that do it together
    level: Level


class PaperState(StrEnum):
    """How a paper on the checklist stands."""

    SEEN = "terlihat"
    MISSING = "belum_ada"
    LATER = "tahap_berikut"  # falls due at a later stage
    NOT_OWED = "tidak_perlu"
    NOT_RECORDED = "belum_dicatat"


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """One line of the checklist."""

    paper: str  # a code of codes.PAPERS
    state: PaperState
    answer: str | None  # what was recorded
    row: Paper | None  # need, stage, basis; None for a paper that is only named as not owed


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers of a scheme as they stand; without a scheme there are none."""

    scheme: str | None
    is_stated: bool  # by the officer; else suggested by the facts
    papers: tuple[CheckedPaper, ...]
