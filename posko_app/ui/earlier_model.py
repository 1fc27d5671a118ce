"""Earlier screenings that may be of the same person, in words; used while typing and in Rincian."""

from collections.abc import Mapping
from dataclasses import dataclass

from posko_app.domain.civil import clock_text
from posko_app.domain.codes import Decision
from posko_app.domain.people import EarlierPeople, EarlierPerson, Shared
from posko_app.domain.person_links import PairState
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_cells import decision_state

HELD = frozenset({Decision.TUNDA.value, Decision.RUJUK.value, Decision.SERAH_TERIMA.value})
SETTLED = frozenset({PairState.SAME, PairState.NOT_SAME})


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """One earlier screening: when and what was decided, why it is shown, what can be answered."""

    subject: str
    head: str
    state: str  # of the decision, for the colour
    why: str
    ask: str
    marked: bool


@dataclass(frozen=True, slots=True)
class EarlierView:
    """All of them; nothing to show is no line and no title."""

    title: str = ""
    alarm: str = ""
    lines: tuple[EarlierLine, ...] = ()
    more: str = ""

    def marked(self) -> EarlierLine | None:
        """Give the one the keys are about."""
        return next((line for line in self.lines if line.marked), None)


def first_open(people: tuple[EarlierPerson, ...], answers: Mapping[str, PairState]) -> str:
    """Give the first that nobody answered about, else the first at all; `""` for nobody."""
    waiting = (one for one in people if answers.get(one.subject, one.answered) not in SETTLED)
    found = next(waiting, next(iter(people), None))
    return "" if found is None else found.subject


def view_of(
    found: EarlierPeople,
    answers: Mapping[str, PairState],
    *,
    marked: str,
    place: str,
    catalogue: Catalogue,
) -> EarlierView:
    """Say what was found.

    Args:
        found: the likeliest first.
        answers: what was answered on this screen and is not stored yet, by subject.
        marked: the one the keys are about.
        place: the post's name; all of them are of this post.
        catalogue: the words.
    """
    if not found.people:
        return EarlierView()
    words = _Words(catalogue, place, answers)
    lines = tuple(words.line(one, marked=one.subject == marked) for one in found.people)
    more = catalogue.text("earlier.more", count=found.more) if found.more else ""
    return EarlierView(words.title(found.people), words.alarm(found.people), lines, more)


def warning_of(
    found: EarlierPeople, answers: Mapping[str, PairState], catalogue: Catalogue
) -> tuple[str, str]:
    """Give the field that shows somebody was here today or was held before, and the words.

    `("", "")` for nobody, or once somebody answered that it is another person.
    """
    open_ones = [
        one
        for one in found.people
        if one.is_sure and answers.get(one.subject, one.answered) is not PairState.NOT_SAME
    ]
    twice = next((one for one in open_ones if one.is_duplicate), None)
    if twice is not None:
        key = "twice_departure" if twice.same_departure else "twice_today"
        return _field(twice), catalogue.text(f"earlier.hint.{key}", at=_clock(twice))
    held = next((one for one in open_ones if one.decision in HELD), None)
    if held is None:
        return "", ""
    decision = catalogue.text(f"code.decision.{held.decision}")
    return _field(held), catalogue.text("earlier.hint.held", at=_day(held), decision=decision)


def _field(one: EarlierPerson) -> str:
    if Shared.NIK in one.shared:
        return "traveller.nik"
    return "traveller.passport" if Shared.PASSPORT in one.shared else "traveller.name"


@dataclass(frozen=True, slots=True)
class _Words:
    catalogue: Catalogue
    place: str
    answers: Mapping[str, PairState]

    def title(self, people: tuple[EarlierPerson, ...]) -> str:
        held = any(one.is_sure and one.decision in HELD for one in people)
        return self._text("earlier.held" if held else "earlier.seen")

    def alarm(self, people: tuple[EarlierPerson, ...]) -> str:
        """Warn of the same act done twice; saving stays possible, and it says so."""
        twice = next((one for one in people if one.is_duplicate and self._may_be(one)), None)
        if twice is None:
            return ""
        key = "twice_departure" if twice.same_departure else "twice_today"
        return self._text(f"earlier.{key}", at=_when(twice))

    def line(self, one: EarlierPerson, *, marked: bool) -> EarlierLine:
        decision = self._text(f"code.decision.{one.decision}")
        reasons = [self._text(f"earlier.reason.{code.value}") for code in one.shared]
        who = (", ".join(filter(None, (one.name, self.place))), ", ".join(reasons))
        return EarlierLine(
            subject=one.subject,
            head=f"{_when(one)} · {decision}",
            state=decision_state(one.decision),
            why=" · ".join(filter(None, who)),
            ask=self._asked(one, marked=marked),
            marked=marked,
        )

    def _asked(self, one: EarlierPerson, *, marked: bool) -> str:
        """Ask where the keys are; elsewhere say what was answered, if anything was."""
        state = self._state(one)
        if marked:
            return self._text(f"earlier.answer.{state.value}")
        return "" if state is PairState.NONE else self._text(f"earlier.said.{state.value}")

    def _state(self, one: EarlierPerson) -> PairState:
        return self.answers.get(one.subject, one.answered)

    def _may_be(self, one: EarlierPerson) -> bool:
        return self._state(one) is not PairState.NOT_SAME

    def _text(self, key: str, /, **params: str | int) -> str:
        return self.catalogue.text(key, **params)


def _when(one: EarlierPerson) -> str:
    """Say the day and the time of day, as far as they are known."""
    return f"{_day(one)} {_clock(one)}".strip() or "?"


def _day(one: EarlierPerson) -> str:
    return "" if one.occurred_on is None else f"{one.occurred_on:%d-%m-%Y}"


def _clock(one: EarlierPerson) -> str:
    return "" if one.occurred_at is None else clock_text(one.occurred_at)
