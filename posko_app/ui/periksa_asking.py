"""Stops answers that need a ground, and asks for it at once.

Basis: SRC-INDICATORS 3.2 (ticks with a detail; what makes a medium sign strong), 4.3 (one reason).
"""

from collections.abc import Callable, Mapping

from posko_app.domain import codes
from posko_app.domain.screening import Answers, Value
from posko_app.ui.periksa_ask import Ask
from posko_app.ui.periksa_gates import OVERRIDE
from posko_app.ui.periksa_grounds import (
    CONFIRMED,
    ESCALATED,
    FACTS,
    NEEDED,
    TICKS,
    detail_field,
    details_of,
    is_proved,
)
from posko_app.ui.periksa_rooms import PeriksaRooms
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.periksa_words import Words

Changes = Mapping[str, Value]


class PeriksaAsking:
    """Lets changes through, or opens the room that asks for what they lack."""

    def __init__(
        self,
        view: PeriksaView,
        rooms: PeriksaRooms,
        words: Words,
        *,
        record: Callable[[Changes], object],
    ) -> None:
        """Take the parts of the screen; `record` records changes that are complete."""
        self._view, self._rooms, self._words, self._record = view, rooms, words, record

    def take(self, changes: Changes, answers: Answers) -> bool:
        """Record changes, now or once their ground was given; say whether it was now."""
        tick = _new(changes, answers, TICKS)
        if tick in NEEDED and not details_of(tick, answers):
            self._put(self._detail(tick, changes))
            return False
        fact = _new(changes, answers, FACTS)
        if fact and not is_proved(fact, {**answers, **changes}):
            calming = self._view.middle.calming
            self._rooms.open(calming)
            calming.prove(fact)
            return False
        self._record(changes)
        if tick in ESCALATED:
            self._put(self._escalation(tick))
        return True

    def override(self, *, then: Callable[[], object], otherwise: Callable[[], object]) -> None:
        """Ask for the one reason of a decision that differs from the suggestion."""
        text = self._words.text

        def answered(chosen: tuple[str, ...]) -> None:
            self._record({OVERRIDE: chosen[0]})
            then()

        ask = Ask(
            title=text("periksa.override.title"),
            sentence=text("periksa.override.sentence"),
            note=text("periksa.override.note"),
            options=tuple((code, text(f"code.override.{code}")) for code in codes.OVERRIDE),
            answered=answered,
        )
        self._put(ask, otherwise)

    def _put(self, ask: Ask, otherwise: Callable[[], object] | None = None) -> None:
        room = self._view.middle.ask
        room.put(ask)
        if otherwise is None:
            self._rooms.open(room)
        else:
            self._rooms.open(room, otherwise=otherwise)

    def _detail(self, tick: str, changes: Changes) -> Ask:
        field = detail_field(tick)
        listed = () if field is None else field.codes
        path = NEEDED[tick]
        text = self._words.text
        options = [(f"{path}.{code}", text(f"code.{_group(tick)}.{code}")) for code in listed]
        if tick == "doc_id_altered":
            options.append((CONFIRMED, text("periksa.detail.confirmed")))

        def answered(chosen: tuple[str, ...]) -> None:
            if chosen == (CONFIRMED,):
                self._put(self._detail(tick, changes))  # confirmed is no physical sign
            else:
                self._record({**dict.fromkeys(chosen, True), **changes})

        return Ask(
            title=text("periksa.detail.title"),
            sentence=f"{self._label(tick)}. {text(f'periksa.detail.{tick}')}",
            note=self._words.of(self._words.rules.indicators[tick].caveat),
            options=tuple(options),
            answered=answered,
            many=True,
        )

    def _escalation(self, tick: str) -> Ask:
        text, known = self._words.text, self._words.rules.indicators[tick]
        path = f"escalations.{tick}"

        def answered(chosen: tuple[str, ...]) -> None:
            self._record(dict.fromkeys(chosen, True))

        return Ask(
            title=text("periksa.detail.title"),
            sentence=f"{self._label(tick)}. {text('periksa.detail.escalation')}",
            note=self._words.of(known.caveat),
            options=((path, text(f"code.escalation.{tick}")),),
            answered=answered,
            many=True,
            optional=True,
        )

    def _label(self, tick: str) -> str:
        return self._words.of(self._words.rules.indicators[tick].label)


def _new(changes: Changes, answers: Answers, prefix: str) -> str:
    """Name the code of a list that is being ticked, `""` for none."""
    fresh = (
        path.removeprefix(prefix)
        for path, value in changes.items()
        if path.startswith(prefix) and value is True and answers.get(path) is not True
    )
    return next(fresh, "")


def _group(tick: str) -> str:
    field = detail_field(tick)
    return "" if field is None else field.group or ""
