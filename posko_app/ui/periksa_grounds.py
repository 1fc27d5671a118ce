"""What a tick or a verified fact rests on; without its ground neither is recorded.

Basis: SRC-INDICATORS 3.2 (a physical sign, an objective reason, a travel fact), 3.4 (only
verified facts count, never the companion's word).
"""

from collections.abc import Iterator, Mapping

from posko_app.domain.fields import Field, field_at
from posko_app.domain.screening import Answers, Value
from posko_app.errors import Defect

# ticks that need a detail, and the code list that holds it
NEEDED: Mapping[str, str] = {
    "doc_id_altered": "id_altered_signs",
    "age_doubt_objective": "age_doubt_reasons",
    "dec_story_mismatch": "story_mismatch_facts",
}
ESCALATED = ("coe_speaks_for", "coe_held_before_departure")
CONFIRMED = "id_altered_confirmed"
TICKS, FACTS = "officer_ticks.", "mitigations."


def detail_field(tick: str) -> Field | None:
    """Give the code list a tick rests on, None when it needs no detail."""
    path = NEEDED.get(tick)
    if path is None:
        return None
    field = field_at(path)
    if field is None:
        raise Defect("periksa.no_such_field")
    return field


def details_of(tick: str, answers: Answers) -> tuple[str, ...]:
    """Name the details recorded for a tick."""
    field = detail_field(tick)
    return () if field is None else chosen(field, answers)


def chosen(field: Field, answers: Answers) -> tuple[str, ...]:
    """Name the chosen codes of a code list."""
    return tuple(code for code in field.codes if answers.get(f"{field.path}.{code}") is True)


def proof_paths(fact: str) -> tuple[str, str]:
    """Give where a verified fact keeps how it was checked, and with which office."""
    return f"calming_how.{fact}", f"calming_office.{fact}"


def is_proved(fact: str, answers: Answers) -> bool:
    """Say whether it is recorded how a fact was checked and with whom."""
    return all(answers.get(path) for path in proof_paths(fact))


def consequences(answers: Answers) -> dict[str, Value]:
    """Give what goes when its ground is gone: ticks, escalations, verified facts."""
    return dict.fromkeys(_ungrounded(answers))


def _ungrounded(answers: Answers) -> Iterator[str]:
    gone = [t for t in NEEDED if answers.get(f"{TICKS}{t}") is True and not details_of(t, answers)]
    for tick in gone:
        yield f"{TICKS}{tick}"
    if CONFIRMED in answers and ("doc_id_altered" in gone or not answers.get(_ALTERED)):
        yield CONFIRMED
    for tick in ESCALATED:
        path = f"escalations.{tick}"
        if path in answers and answers.get(f"{TICKS}{tick}") is not True:
            yield path
    for path, value in answers.items():
        if path.startswith(FACTS) and value is True and not is_proved(path[len(FACTS) :], answers):
            yield path


_ALTERED = f"{TICKS}doc_id_altered"
