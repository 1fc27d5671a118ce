"""The level line: shape, word and sentence, and what stands beside it while nothing happens."""

from posko_app.domain.detection.ruleset import Step
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_gates import talk_is_settled
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.level import SHAPES

REFUSED = "menolak"


def level_mark(level: str, words: Words) -> str:
    """Give a level's shape and word: `▲ KUNING`."""
    return f"{SHAPES[level]} {words.text(f'periksa.level.{level}')}"


def shown_mark(judged: Judged | None, words: Words) -> str:
    """Give the shape and word of the level that is shown, or say that there is none yet."""
    level = None if judged is None else judged.shown
    return words.text("periksa.level.none") if level is None else level_mark(level, words)


def unrated_sentence(judged: Judged, words: Words) -> str:
    """Say that there is no level yet, and what it waits for."""
    said = words.text("periksa.level.none")
    return f"{said} · {words.text(f'periksa.level.{_waits_for(judged)}')}"


def level_sentence(
    level: str, words: Words, *, priority: bool = False, answers: Answers | None = None
) -> str:
    """Give a level's word and sentence, without its shape: `KUNING Beri saran dan periksa`.

    The star asks for a private talk until `answers` hold it, or why there was none.
    """
    said = words.of(words.rules.levels[level].sentence).rstrip(".")
    star = "*" if priority else ""
    is_due = priority and not talk_is_settled(answers or {})
    talk = f" · {words.text('periksa.level.talk')}" if is_due else ""
    return f"{words.text(f'periksa.level.{level}')}{star} {said}{talk}"


def resting_words(judged: Judged | None, words: Words) -> tuple[str, str]:
    """Give the two lines beside the level: how many signs, and the next step."""
    if judged is None:
        return words.text("periksa.rest.nobody"), words.text("periksa.rest.keys")
    found = judged.assessment
    if not judged.is_rated:
        return words.text(f"periksa.rest.{_waits_for(judged)}"), words.text("periksa.rest.asks")
    if found.child:
        return words.text("periksa.rest.child"), _step(judged, words)
    if not found.fired:
        return words.text("periksa.rest.nothing"), words.text("periksa.rest.f9")
    step = _talk(judged, words) if found.priority else _step(judged, words)
    heavy = len(found.fired) - found.counts.placement
    key = "both" if heavy and found.counts.placement else "signs" if heavy else "papers"
    counts = words.text(f"periksa.rest.{key}", signs=heavy, papers=found.counts.placement)
    return counts, step


def _waits_for(judged: Judged) -> str:
    return "no_purpose" if judged.answers.get("answers.Q1") == REFUSED else "not_asked"


def _talk(judged: Judged, words: Words) -> str:
    key = "talked" if talk_is_settled(judged.answers) else "talk"
    return words.text(f"periksa.rest.{key}")


def _step(judged: Judged, words: Words) -> str:
    step: Step | None = judged.ruleset.steps.get(judged.assessment.next_step)
    return words.of(step.text) if step else ""
