"""What is stated about a screening beside its answers: prior facts, the level, the ruleset.

These need the store, so whoever states an entry adds them in the same transaction. What comes in
with them, from a draft or a file, is never believed, except the level an officer was shown.

Basis: SRC-FORMAT, "Parts".
"""

import logging
from collections.abc import Sequence

from posko_app.domain.detection.assessment import Level
from posko_app.domain.detection.prior import REPEATS, WATCHED_PATHS, prior_query
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.entries import STATED_AT_SAVE
from posko_app.domain.field import Part
from posko_app.domain.fold import Statement, fold, known_by
from posko_app.domain.records import ScreeningHistory
from posko_app.domain.screening import Answers, Value
from posko_app.errors import Defect, MachineError
from posko_app.services.correction import REASON, Stated
from posko_app.store.judged import standing
from posko_app.store.units import ReadUnit

log = logging.getLogger(__name__)

SHOWN, RULESET = "shown_level", "ruleset"
LEVELS = frozenset(level.value for level in Level)
LOOKED_UP = STATED_AT_SAVE - {SHOWN, RULESET}
COMPARED_PARTS = frozenset({Part.IDENTITY.value, Part.CONTACTS.value})
UNJUDGED = frozenset({"voided", REASON})
# a correction of one of these changes what other records have to do with the person
ASKS_AGAIN = frozenset(
    {
        *WATCHED_PATHS,
        "recruiter.channel",
        "recruiter.relation",
        "ticket.payer",
        "pickup.by",
        "companions.relation",
        "companions.n",
        "traveller.nik",
        "traveller.name",
        "traveller.dob_ktp",
        "traveller.kk",
        "journey.final_city",
        "occurred_at",
    }
)


def without_stated(answers: Answers) -> dict[str, Value]:
    """Leave out what only the stating service may say."""
    return {path: value for path, value in answers.items() if path not in STATED_AT_SAVE}


def shown_in(answers: Answers) -> str | None:
    """Give the level that an officer was shown while typing; None when nobody says so."""
    shown = answers.get(SHOWN)
    return shown if isinstance(shown, str) and shown in LEVELS else None


def readable_ruleset(unit: ReadUnit, hash_: str) -> Ruleset | None:
    """Give a stored ruleset; a damaged one stops nothing, and the check of the store names it."""
    try:
        return unit.ruleset(hash_)
    except MachineError:
        log.warning("detection.ruleset_unreadable")
        return None


def number(ruleset: Ruleset, parameter: str) -> int:
    """Give a parameter that is a number.

    Raises:
        Defect: `ruleset.parameter_form`; the reader of rulesets lets none such pass.
    """
    found = ruleset.parameters.get(parameter)
    if found is None or not isinstance(found.value, int):
        raise Defect("ruleset.parameter_form")
    return found.value


def prior_answers(
    unit: ReadUnit, answers: Answers, *, ruleset: Ruleset, subject: str | None
) -> dict[str, Value]:
    """Look up what other records say, as facts.

    Args:
        unit: of the transaction in which the entry will be stated.
        answers: in their stored forms, with derived facts.
        ruleset: whose parameters give the windows.
        subject: the screening itself, which never counts; None for a new one.
    """
    found = unit.prior(
        prior_query(answers),
        subject=subject,
        repeats_days=number(ruleset, "repeats_days"),
        split_days=number(ruleset, "split_days"),
    )
    facts = {**found.prior.answers(), "watch_hit": found.watch_entry is not None}
    return facts if found.watch_entry is None else facts | {"watch_entry": found.watch_entry}


def screening_facts(
    unit: ReadUnit, answers: Answers, *, ruleset: Ruleset | None, shown: str | None
) -> dict[str, Value]:
    """Give what a new screening states about itself.

    Args:
        unit: of the transaction in which it will be stated.
        answers: in their stored forms, with derived facts.
        ruleset: the active one; None judges nothing.
        shown: the level its officer saw; None states the judged one.
    """
    if ruleset is None:
        return {}
    facts = prior_answers(unit, answers, ruleset=ruleset, subject=None)
    level = _level(unit, (Statement("", (), {**answers, **facts}),), ruleset.hash)
    return facts | level | ({} if shown is None else {SHOWN: shown})


def correction_facts(
    unit: ReadUnit, history: ScreeningHistory, stated: Stated, *, active: Ruleset | None
) -> dict[str, Value]:
    """Give what a correction states about itself.

    The merged facts are judged with the ruleset of the screening, or with the active one if it
    is from before there were any. A void changes no sign, so it states no level.
    """
    if stated.sets.keys() <= UNJUDGED or active is None:
        return {}
    ruleset = _ruleset_of(history) or active.hash
    windows = readable_ruleset(unit, ruleset) or active
    facts = _looked_up_again(unit, history, stated, windows)
    return facts | _level(unit, _known(history, stated, facts), ruleset)


def _looked_up_again(
    unit: ReadUnit, history: ScreeningHistory, stated: Stated, ruleset: Ruleset
) -> dict[str, Value]:
    """Look up prior facts anew where that can change something.

    All are stated again, so that after a merge they never disagree in silence with what they
    were looked up with. They outlive its erasure, and stay while it is in conflict.
    """
    after = fold(_known(history, stated, {}))
    erased = {part for statement in history.statements for part in statement.erased}
    if erased & COMPARED_PARTS or ASKS_AGAIN & after.conflicts.keys():
        return {}
    settled = LOOKED_UP.isdisjoint(after.conflicts) and REPEATS in after.values
    if settled and ASKS_AGAIN.isdisjoint(stated.sets):
        return {}
    found = prior_answers(unit, after.values, ruleset=ruleset, subject=history.row.subject)
    gone = {p: None for p in LOOKED_UP if p in after.values or p in after.conflicts}
    return {**gone, **found}


def _known(history: ScreeningHistory, stated: Stated, facts: Answers) -> tuple[Statement, ...]:
    """Give a correction to be stated, with all that its author knows."""
    before = (Statement(s.entry_id, s.based_on, s.sets) for s in history.statements)
    now = Statement("", stated.based_on, {**stated.sets, **facts})
    return known_by((*before, now), now.entry_id)


def _level(unit: ReadUnit, known: Sequence[Statement], ruleset: str) -> dict[str, Value]:
    """Judge what is known; nothing when the ruleset is not here."""
    found = standing(known, fold(known), lambda answers: unit.judge(answers, ruleset))
    return {} if found is None else {SHOWN: found.level.value, RULESET: ruleset}


def _ruleset_of(history: ScreeningHistory) -> str | None:
    named = history.statements[0].sets.get(RULESET)
    return named if isinstance(named, str) else None
