"""What must hold for any facts. Each check draws, judges, and gives what is wrong, if anything.

A check that had nothing to look at says so with None, so that a run can show how often each
really looked.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from posko_app.domain.detection.rules import Judge
from tests.domain.judgement.plain_reading import ALWAYS_ABSOLUTE, CALMS, RANK, Reading, read
from tests.domain.judgement.plain_signs import TICKS, WEIGHTS
from tests.domain.judgement.random_facts import RECIPES, Answers, random_facts
from tests.domain.judgement.shipped import judged

Verdict = bool | None  # True: holds; None: nothing to look at
Check = Callable[[Judge, Random, Answers, Reading], Verdict]

FAULTS_KEPT = 5
FACTS = tuple(f"mitigations.{fact}" for fact in CALMS)
_SIGNS = tuple(RECIPES)
_LIGHT = tuple(sign for sign in _SIGNS if WEIGHTS[sign].strength in {"W", "I"})
_PLACEMENT = tuple(sign for sign in _SIGNS if WEIGHTS[sign].strength == "P")
EXCLUDED: Mapping[str, tuple[str, ...]] = {
    "traveller.sex": ("L", "P"),
    "traveller.name": ("CONTOH SATU", "CONTOH DUA"),
    "traveller.origin": ("Kabupaten fiktif", "Kabupaten lain"),
    "traveller.kecamatan": ("Kecamatan fiktif",),
    "traveller.village": ("Desa fiktif",),
    "traveller.address": ("Jalan fiktif",),
    "traveller.birth_place": ("Tempat fiktif",),
    "traveller.phone": ("+628110000001",),
    "place": ("pintu", "konter", "vip"),
    "departure.carrier": ("Maskapai fiktif",),
    "departure.kind": ("udara", "laut"),
    "job.kind": ("rumah_tangga", "perkebunan"),
} | {f"answers.Q{number}": ("dijawab", "menolak", "tidak_ditanya") for number in range(1, 11)}


def same_as_plain(_judge: Judge, _random: Random, facts: Answers, found: Reading) -> Verdict:
    """Judging in CEL equals the plain reading."""
    return found == read(facts)


def tick_never_lowers(judge: Judge, random: Random, facts: Answers, found: Reading) -> Verdict:
    """One more officer tick never lowers the level."""
    tick = f"officer_ticks.{random.choice(TICKS)}"
    if tick in facts:
        return None
    return _rank(judged(judge, facts | {tick: True})) >= _rank(found)


def sign_never_lowers(judge: Judge, random: Random, facts: Answers, found: Reading) -> Verdict:
    """One more fired sign never lowers the level."""
    more = judged(judge, facts | random.choice(RECIPES[random.choice(_SIGNS)]))
    if not (more.fired > found.fired and more.absolute >= found.absolute):
        return None
    return _rank(more) >= _rank(found)


def escalation_never_lowers(
    judge: Judge, _random: Random, facts: Answers, found: Reading
) -> Verdict:
    """A medium sign that becomes strong never lowers the level."""
    grown = [
        sign for sign in ("coe_speaks_for", "coe_held_before_departure") if sign in found.fired
    ]
    if not grown:
        return None
    return _rank(judged(judge, facts | {f"escalations.{sign}": True for sign in grown})) >= _rank(
        found
    )


def light_stays_green(judge: Judge, random: Random, _facts: Answers, _found: Reading) -> Verdict:
    """Weak and informing signs alone never leave HIJAU."""
    light = _together(random, _LIGHT)
    found = judged(judge, light)
    return bool(found.fired) and (found.level, found.rule) == ("hijau", "R4")


def placement_stays_yellow(judge: Judge, random: Random, facts: Answers, found: Reading) -> Verdict:
    """Placement signs alone never reach MERAH, and their axis never does."""
    alone = judged(judge, _together(random, _PLACEMENT))
    is_placement = all(WEIGHTS[sign].strength == "P" for sign in alone.fired)
    shown = (alone.level, alone.tppo_axis, alone.rule)
    return is_placement and shown == ("kuning", "hijau", "R3d") and found.placement_axis != "merah"


def absolute_stays(judge: Judge, random: Random, facts: Answers, found: Reading) -> Verdict:
    """No verified fact clears an always-absolute sign."""
    there = found.fired & ALWAYS_ABSOLUTE
    if not there:
        return None
    calm = {fact: True for fact in FACTS if random.random() < 0.7}
    more = judged(judge, facts | calm)
    return there <= more.absolute and there <= more.fired and more.level == "merah"


def excluded_never_moves(judge: Judge, random: Random, facts: Answers, found: Reading) -> Verdict:
    """Who somebody is, where they come from and what they refuse to say never moves anything."""
    changed = {path: random.choice(values) for path, values in EXCLUDED.items()}
    return judged(judge, facts | changed) == found


CHECKS: Mapping[str, Check] = {
    "same as plain": same_as_plain,
    "tick": tick_never_lowers,
    "sign": sign_never_lowers,
    "escalation": escalation_never_lowers,
    "weak only": light_stays_green,
    "placement only": placement_stays_yellow,
    "always absolute": absolute_stays,
    "excluded": excluded_never_moves,
}


@dataclass(slots=True)
class Found:
    """What a run found: rounds, how often each check really looked, rounds gone wrong."""

    rounds: int = 0
    wrong: int = 0
    looked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)  # the first few, with their facts


def run(judge: Judge, checks: Mapping[str, Check], *, seed: int, rounds: int) -> Found:
    """Draw and check so many times."""
    random = Random(seed)
    found = Found()
    for _ in range(rounds):
        facts = random_facts(random)
        reading = judged(judge, facts)
        verdicts = {name: check(judge, random, facts, reading) for name, check in checks.items()}
        failed = [name for name, verdict in verdicts.items() if verdict is False]
        found.rounds += 1
        found.wrong += bool(failed)
        found.looked.update(name for name, verdict in verdicts.items() if verdict is not None)
        found.faults += [f"{name}: {facts}" for name in failed if len(found.faults) < FAULTS_KEPT]
    return found


def _rank(reading: Reading) -> int:
    return RANK.index(reading.level)


def _together(random: Random, signs: tuple[str, ...]) -> Answers:
    """Give the facts of one or more of these signs at once."""
    facts: Answers = {}
    for sign in random.sample(signs, random.randrange(1, len(signs) + 1)):
        facts |= RECIPES[sign][0]
    return facts
