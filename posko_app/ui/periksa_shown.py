"""Puts a reading on the screen: level line, reasons, questions due, the open room."""

from PySide6.QtCore import QObject

from posko_app.domain.screening import Answers, Value
from posko_app.ui.periksa_checklist import ChecklistRoom
from posko_app.ui.periksa_judging import Judged, PeriksaJudging
from posko_app.ui.periksa_level import level_sentence, resting_words, unrated_sentence
from posko_app.ui.periksa_not_owed import NotOwed
from posko_app.ui.periksa_reasons_model import Reasons, reasons_of
from posko_app.ui.periksa_rooms import PeriksaRooms
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words


class PeriksaShown(QObject):
    """Shows what changed and leaves the rest alone."""

    def __init__(
        self, view: PeriksaView, judging: PeriksaJudging, rooms: PeriksaRooms, words: Words
    ) -> None:
        super().__init__(view)
        self._view, self._judging, self._rooms, self._words = view, judging, rooms, words
        self._not_owed = NotOwed(judging.judge.ruleset)

    def begin(self, answers: Answers) -> None:
        """Another draft is in the form, perhaps under other rules."""
        rules = self._judging.judge.ruleset
        self._words.use_rules(rules)
        self._not_owed = NotOwed(rules)
        judged = self._judging.look()
        self._not_owed.begin(_known(answers, judged), _scheme(judged))

    def typed(self, path: str) -> None:
        """The officer changed this field himself."""
        self._not_owed.typed(path)

    def not_owed(self, answers: Answers) -> dict[str, Value]:
        """Give the papers to be recorded as not needed, and those to be taken back."""
        judged = self._judging.now
        return self._not_owed.follow(_known(answers, judged), _scheme(judged))

    def show(self, answers: Answers) -> None:
        """Show the present reading."""
        judged = self._judging.now
        self._show_level(judged)
        self._view.side.list.show_reasons(self._reasons(judged), self._nothing(judged))
        self._view.questions.show_answers(answers, self._judging.due())
        self._rooms.show(answers, judged)
        self.show_checklist(answers)

    def show_checklist(self, answers: Answers) -> None:
        """Show the papers of this draft, when that room is open."""
        judged, room = self._judging.now, self._rooms.now
        if isinstance(room, ChecklistRoom):
            room.show_checklist(self._judging.judge.checklist(_known(answers, judged)))

    def _show_level(self, judged: Judged | None) -> None:
        bar = self._view.bar
        if judged is None:
            bar.show_level(None, self._words.text("periksa.level.none"))
        elif not judged.is_rated:
            bar.show_level(None, unrated_sentence(judged, self._words))
        else:
            priority = judged.assessment.priority
            sentence = level_sentence(
                judged.level, self._words, priority=priority, answers=judged.answers
            )
            bar.show_level(judged.level, sentence)
        bar.rest_with(*resting_words(judged, self._words))
        rated = judged if judged is not None and judged.is_rated else None
        signs = 0 if judged is None else len(judged.assessment.fired)
        self._view.fold.badge.say(None if rated is None else rated.level, signs)

    def _reasons(self, judged: Judged | None) -> Reasons:
        if judged is None:
            return Reasons()
        changes, step = judged.changes, judged.is_rated
        return reasons_of(
            judged.assessment, judged.answers, self._words, changes=changes, step=step
        )

    def _nothing(self, judged: Judged | None) -> str:
        return self._words.text(
            "periksa.reason.nobody" if judged is None else "periksa.reason.none"
        )


def _known(answers: Answers, judged: Judged | None) -> Answers:
    return answers if judged is None else judged.answers


def _scheme(judged: Judged | None) -> str | None:
    return None if judged is None else judged.assessment.scheme
