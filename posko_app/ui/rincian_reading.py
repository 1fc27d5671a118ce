"""The level of a saved screening, and why: judged again from what holds now.

A screening is judged with the rules it was stated under. Where the rules in force are others, the
level that the store keeps is shown and it is said which rules made it.
"""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.domain.detection.rules import Judge
from posko_app.domain.records import ScreeningHistory
from posko_app.i18n import Catalogue
from posko_app.ui.periksa_level import level_mark, level_sentence
from posko_app.ui.periksa_model import SHOWN
from posko_app.ui.periksa_ports import DetectionPort
from posko_app.ui.periksa_reasons import OpenEnds, ReasonRow
from posko_app.ui.periksa_reasons_model import Reasons, reasons_of
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.level import SHAPES
from posko_app.ui.widgets.panel import heading, roled

RULESET = "ruleset"
SHORT_HASH = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said about a level: its sentence, remarks, and the reasons where they are known."""

    level: str | None
    sentence: str
    remarks: tuple[str, ...]
    reasons: Reasons


class Readings:
    """Reads saved screenings with the rules in force."""

    def __init__(self, detection: DetectionPort, catalogue: Catalogue) -> None:
        self._detection = detection
        self._words = Words(catalogue)
        self._judge: Judge | None = None

    def read(self, history: ScreeningHistory) -> Reading:
        """Say what the level of a screening is and why."""
        judge = self._judge_now()
        level = history.row.level
        stated = _last(history, RULESET)
        if level not in SHAPES:
            return Reading(None, self._words.text("periksa.level.none"), (), Reasons())
        if stated != judge.ruleset.hash:
            other = self._words.text("rincian.other_rules", hash=stated[:SHORT_HASH] or "–")
            return Reading(level, level_sentence(level, self._words), (other,), Reasons())
        found = judge.judge(history.values)
        reasons = reasons_of(found, history.values, self._words)
        return Reading(
            level,
            level_sentence(level, self._words, priority=found.priority, answers=history.values),
            (*self._differs(history, level), self._rule(found.rule, judge)),
            reasons,
        )

    def _judge_now(self) -> Judge:
        if self._judge is None or self._judge.ruleset.hash != self._detection.ruleset.hash:
            self._judge = self._detection.judge()
            self._words.use_rules(self._judge.ruleset)
        return self._judge

    def _rule(self, rule: str, judge: Judge) -> str:
        version = judge.ruleset.version
        return self._words.text("rincian.by_rule", rule=rule, version=version)

    def _differs(self, history: ScreeningHistory, level: str) -> tuple[str, ...]:
        shown = _last(history, SHOWN)
        if shown not in SHAPES or shown == level:
            return ()
        return (self._words.text("rincian.shown", level=level_mark(shown, self._words)),)


def _last(history: ScreeningHistory, path: str) -> str:
    """Give what the latest entry says of itself, `""` when none does."""
    said = [statement.sets.get(path) for statement in history.statements]
    return next((value for value in reversed(said) if isinstance(value, str)), "")


def reading_view(reading: Reading, title: str) -> QWidget:
    """Show why, as the Periksa screen does."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(heading(title, box))
    for remark in reading.remarks:
        label = roled(remark, "muted", box)
        label.setWordWrap(True)
        column.addWidget(label)
    for reason in reading.reasons.signs:
        row = ReasonRow(box)
        row.show_reason(reason)
        column.addWidget(row)
    ends = OpenEnds(box)
    ends.show_lines(reading.reasons.lines)
    column.addWidget(ends)
    return box
