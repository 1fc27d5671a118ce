"""What the keys do to the record: decide, save, empty, put back. The queue never waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.codes import Decision
from posko_app.domain.detection.assessment import Level
from posko_app.domain.screening import Draft, Value
from posko_app.errors import PoskoError
from posko_app.services.screening import Recorded
from posko_app.ui.notices import sentence
from posko_app.ui.periksa_gates import OVERRIDE, Gate, next_gate
from posko_app.ui.periksa_judging import Judged, PeriksaJudging
from posko_app.ui.periksa_level import level_mark, shown_mark
from posko_app.ui.periksa_model import SHOWN, PeriksaModel
from posko_app.ui.periksa_saver import PeriksaSaver
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words

UNDO_MS = 10_000
SAVED = frozenset({"saved", "saved_incomplete", "saved_level"})
YIELDS = frozenset(f"{name}_before" for name in ("saved", "saved_incomplete"))
JUST_SAVED = SAVED | {"saving"}
OVER_WHEN_TYPED = frozenset({"nothing_yet", "continued", "told"})
NEEDS_WORDS = frozenset({Decision.TUNDA, Decision.RUJUK, Decision.SERAH_TERIMA})


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision on its way: what was wanted, at which level, and whether F9 asked for it."""

    decision: str | None
    level: str | None
    then_save: bool
    was_asking: bool = False


class PeriksaActions(QObject):
    """Changes the model, says so in the bottom row, and asks the page to show it."""

    replaced = Signal()  # another record is in the form now
    decided = Signal()
    look_here = Signal(str)  # path of the field to go to
    saved = Signal(object)  # Recorded
    gate_reached = Signal(object)  # Gate: what has to be settled first

    def __init__(
        self,
        model: PeriksaModel,
        view: PeriksaView,
        *,
        saver: PeriksaSaver,
        judging: PeriksaJudging,
        words: Words,
    ) -> None:
        super().__init__(view)
        self._model, self._view, self._saver, self._words = model, view, saver, words
        self._judging = judging
        self._wish: Wish | None = None
        self._held: list[Draft] = []
        self._remedy: Callable[[], object] | None = None
        self.asking = False
        self._said = ""  # which notice stands in the bottom row
        self._last: tuple[Recorded, str] | None = None  # and the level that was shown
        self._undo_ends = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._undo_ends.timeout.connect(self.rest)
        saver.recorded.connect(self._recorded)
        saver.refused.connect(self._refused)
        saver.draft_refused.connect(self._draft_refused)
        saver.draft_kept.connect(self._draft_kept)
        view.bar.keys.chosen.connect(self.decide)
        view.bar.save.clicked.connect(self.save)

    def decide(self, code: str) -> None:
        """Record the decision once what comes first is settled; where words are due, go there."""
        self._pursue(Wish(code, self._level(), then_save=False, was_asking=self.asking))

    def save(self) -> None:
        """Save what is there, complete or not; at HIJAU without a decision that is `boleh`."""
        decision = self._model.answers.get("decision")
        stuck = self._model.full_findings().problem_paths
        if not self._model.has_content():
            if self._said not in JUST_SAVED:  # a second F9 takes no receipt away
                self._say("nothing_yet")
            self.look_here.emit("traveller.nik")
        elif stuck:
            self._stop_at(stuck)
        elif decision is None and self._level() == Level.HIJAU:
            self._pursue(Wish(Decision.BOLEH.value, self._level(), then_save=True))
        elif decision is None and not self.asking:
            self._ask()
        else:
            known = None if decision is None else str(decision)
            self._pursue(Wish(known, self._level(), then_save=True))

    def gate_passed(self) -> None:
        """Go on with the decision, unless the level has changed since it was wanted."""
        wish, self._wish = self._wish, None
        if wish is None:
            return
        if wish.level == self._level():
            self._pursue(wish)
        else:
            judged = self._judging.now
            level = shown_mark(judged, self._words)
            self._say("level_changed", kind="caution", level=level)
            self._view.bar.keys.setFocus()

    def gate_left(self) -> None:
        """Nothing is decided."""
        self._wish = None
        self.rest()

    def typed(self) -> None:
        """Take away what the bottom row says when typing has made it untrue."""
        settled = self._said == "stuck" and not self._model.findings().problem_paths
        if self.asking or settled or self._said in OVER_WHEN_TYPED:
            self.rest()
        elif self._said in YIELDS and self._judging.now and self._judging.now.assessment.fired:
            self.rest()  # what this person's signs ask for matters more; Daftar has the receipt
        elif self._said in SAVED and self._last is not None:
            self._say_saved(*self._last)

    def empty(self) -> None:
        """Empty the form; ten seconds to take it back."""
        if not self._model.has_content():
            self._model.set("decision", None)
            self.decided.emit()
            return
        before = self._model.clear()
        self._saver.forget(before)
        self.replaced.emit()
        self._say("emptied", remedy="undo", on_remedy=lambda: self.put_back(before))
        self._undo_ends.start()

    def put_back(self, draft: Draft) -> None:
        """Show a record that was emptied, refused or left open; what is there now is kept."""
        if self._model.has_content():
            self._held.append(self._model.draft())
            self._saver.keep_now()
        if draft in self._held:
            self._held.remove(draft)
        self._model.load(draft)
        self._saver.touched()
        self.replaced.emit()
        self._say("continued")

    def here(self) -> frozenset[str]:
        """Name the drafts in the form and behind it."""
        return frozenset(draft.id for draft in (self._model.draft(), *self._held))

    def back_to(self, draft_id: str) -> bool:
        """Show somebody who is in the form or waits behind it; False when he is in neither."""
        waiting = next((draft for draft in self._held if draft.id == draft_id), None)
        if waiting is not None:
            self.put_back(waiting)
        return waiting is not None or self._model.draft().id == draft_id

    def offer(self, drafts: tuple[Draft, ...]) -> None:
        """Go on with the draft that was left open; further ones wait their turn."""
        known = {draft.id for draft in (*self._held, self._model.draft())}
        fresh = [draft for draft in drafts if draft.id not in known]
        if not fresh:
            return
        if self._model.has_content():
            self._held.extend(fresh)
            return
        self._model.load(fresh[0])
        self._held.extend(fresh[1:])
        self.replaced.emit()
        self._say("continued")

    def tell_shared(self, paths: Sequence[str], *, take_back: Callable[[], object]) -> None:
        """Say what was filled as it was with the person before; ten seconds to take it back."""
        if not paths:
            self._say("nothing_shared")
            return

        def undo() -> None:
            take_back()
            self.rest()

        self._say("shared", remedy="undo", on_remedy=undo, names=self._words.names(paths))
        self._undo_ends.start()

    def tell(
        self, name: str, *, undo: Callable[[], object] | None = None, **params: str | int
    ) -> None:
        """Say one thing in the bottom row; with `undo`, ten seconds to take it back."""
        kind, remedy = ("", "undo") if undo else ("caution", "")
        self._say(name, kind=kind, remedy=remedy, on_remedy=undo, alarm="", **params)
        if undo is not None:
            self._undo_ends.start()

    def waiting(self) -> tuple[Draft, ...]:
        """Give the drafts that wait for their turn."""
        return tuple(self._held)

    def wait_for(self, drafts: tuple[Draft, ...]) -> None:
        """Let these wait too."""
        known = {draft.id for draft in (*self._held, self._model.draft())}
        self._held.extend(draft for draft in drafts if draft.id not in known)

    def remedy(self) -> None:
        """Do the one thing the bottom row offers."""
        act, self._remedy = self._remedy, None
        if act is not None:
            self._undo_ends.stop()
            act()

    def tell_scan(
        self, text: str, detail: str, kind: str, *, remedy: str, on_remedy: Callable[[], object]
    ) -> None:
        """Say what a scan did, with the way to take it back; `remedy` may be empty."""
        self.rest()
        self._said = "told"
        self._remedy = on_remedy if remedy else None
        undo = self.remedy if remedy else None
        self._view.bar.say(text, detail, kind, remedy=remedy, on_remedy=undo)
        if undo is not None:
            self._undo_ends.start()

    def rest(self) -> None:
        """Say nothing in particular."""
        self.asking = False
        self._said = ""
        self._remedy = None
        self._view.side.list.show_alarm("")
        self._view.bar.rest()

    def _ask(self) -> None:
        self.asking = True
        self._say("ask", kind="caution")
        self._view.bar.keys.setFocus()

    def _pursue(self, wish: Wish) -> None:
        self.asking = False
        judged = self._judging.now
        gate = None if judged is None else self._gate(judged, wish.decision)
        if gate is None:
            self._fulfil(wish)
        else:
            self._wish = wish
            self._say(f"gate_{gate}", kind="caution")
            self.gate_reached.emit(gate)

    def _gate(self, judged: Judged, decision: str | None) -> Gate | None:
        return next_gate(
            self._model.answers, judged.assessment, decision=decision, suggests=judged.suggests
        )

    def _fulfil(self, wish: Wish) -> None:
        before = self._model.answers.get("decision")
        self._model.set("decision", wish.decision)
        if wish.then_save:
            self._hand_over()
            return
        self.decided.emit()
        back = None if before in {None, wish.decision} else partial(self._decide_again, before)
        undo = "" if back is None else "undo"
        if wish.decision in NEEDS_WORDS:
            kind = "caution" if wish.was_asking else ""
            self._say("choose_reason", kind=kind, remedy=undo, on_remedy=back)
            self.look_here.emit("decision_reason")
        elif wish.was_asking:
            self.save()
        else:
            self._say("decided", remedy=undo, on_remedy=back)

    def _decide_again(self, before: Value) -> None:
        """Put the decision back that one key has changed; its reason was never taken away."""
        self._model.set("decision", before)
        self.decided.emit()
        self.rest()

    def _hand_over(self) -> None:
        judged = self._judging.now
        decision = self._model.answers.get("decision")
        if judged is not None and judged.follows(None if decision is None else str(decision)):
            self._model.set(OVERRIDE, None)  # the reason for a difference that is none any more
        level = self._level()
        draft = self._model.hand_over({} if level is None else {SHOWN: level})
        self._say("saving")
        self._saver.record(draft)
        self.replaced.emit()

    def _level(self) -> str | None:
        return None if self._judging.now is None else self._judging.now.shown

    def _stop_at(self, stuck: tuple[str, ...]) -> None:
        self.asking = False
        self.look_here.emit(stuck[0])
        self._say("stuck", kind="problem", names=self._words.names(stuck))

    def _recorded(self, recorded: Recorded, draft: Draft) -> None:
        shown = str(draft.answers.get(SHOWN) or "")
        self._last = (recorded, shown)
        self.saved.emit(recorded)
        if not self.asking and self._wish is None:
            self._say_saved(recorded, shown)

    def _say_saved(self, recorded: Recorded, shown: str) -> None:
        """Say it of the person before, once somebody else is in the form."""
        level = recorded.row.level or shown
        differs = bool(level and shown and level != shown)
        name = "saved_level" if differs else "saved_incomplete" if recorded.missing else "saved"
        typing = self._model.has_content()
        waiting = self._held[0] if self._held and not typing else None
        self._say(
            f"{name}_before" if typing else name,
            kind="caution" if differs else self._kind_of(recorded, typing=typing),
            remedy="" if waiting is None else "next_draft",
            on_remedy=None if waiting is None else lambda: self.put_back(waiting),
            receipt=recorded.receipt,
            names=self._words.names(recorded.missing),
            level=level_mark(level, self._words) if level else "",
            shown=level_mark(shown, self._words) if shown else "",
        )

    @staticmethod
    def _kind_of(recorded: Recorded, *, typing: bool) -> str:
        return "" if typing else "caution" if recorded.missing else "success"

    def _refused(self, draft: Draft, error: PoskoError) -> None:
        """Nothing was saved: the record comes back at once, or when the officer asks for it."""
        text = sentence(self._words.catalogue, error)
        if self._model.has_content():
            self._held.append(draft)
            self._say(
                "refused",
                kind="problem",
                remedy="put_back",
                on_remedy=lambda: self.put_back(draft),
                alarm=text,
            )
            return
        self._model.load(draft)
        self._saver.touched()
        self.replaced.emit()
        self._say("refused", kind="problem", alarm=text)

    def _draft_refused(self, error: PoskoError) -> None:
        if self._said != "refused":  # that one says more
            text = sentence(self._words.catalogue, error)
            self._say("draft_refused", kind="problem", alarm=text)

    def _draft_kept(self) -> None:
        if self._said == "draft_refused":
            self.rest()

    def _say(
        self,
        name: str,
        *,
        kind: str = "",
        remedy: str = "",
        on_remedy: Callable[[], object] | None = None,
        alarm: str = "",
        **params: str | int,
    ) -> None:
        self._undo_ends.stop()
        self._view.side.list.show_alarm(alarm)
        self._said = name
        self._remedy = on_remedy
        detail = f"periksa.notice.{name}_detail"
        self._view.bar.say(
            self._words.text(f"periksa.notice.{name}", **params),
            alarm or (self._words.text(detail, **params) if self._words.has(detail) else ""),
            kind,
            remedy=self._words.text(f"periksa.remedy.{remedy}") if remedy else "",
            on_remedy=self.remedy if remedy else None,
        )
