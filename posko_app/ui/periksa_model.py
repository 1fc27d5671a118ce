"""The screening being typed: answers, stamps, carry-over, undo; no widget knows these rules."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from posko_app.domain.civil import civil_date, format_instant
from posko_app.domain.fields import field_at
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.domain.values import stored_value
from posko_app.ui.periksa_findings import Findings, Message, look_at, without
from posko_app.ui.periksa_grounds import consequences

STAMPED = {
    "claimed.purpose": "claimed.at",
    "admitted.purpose": "admitted.at",
    "handed_to": "handed_at",
}
CARRIED, KIND = "departure.", "departure.kind"
SHOWN = "shown_level"
# a village repeated brings along what it lies in
WITH = {"traveller.village": ("traveller.kecamatan", "traveller.origin")}
# Of recruitment, payer, destination and pick-up what can be seen or is on paper: not the answers
# to questions about them (known, met, related), which each person gives for himself.
SHARED = (
    *(f"recruiter.{name}" for name in ("channel", "name", "contact", "company", "address")),
    *("journey.final_country", "journey.final_city"),
    *("ticket.payer", "ticket.payer_name", "ticket.payer_contact"),
    *("pickup.by", "pickup.name", "pickup.contact"),
)


class PeriksaModel:
    """One draft at a time.

    Args:
        clock: aware UTC now.
        new_id: makes a fresh random id of 32 hex.
        kind: `udara` or `laut`, from the post.
    """

    def __init__(
        self, *, clock: Callable[[], datetime], new_id: Callable[[], str], kind: str
    ) -> None:
        self._clock = clock
        self._new_id = new_id
        self._last: Answers = {}
        self._shown: dict[str, Message] = {}
        self._draft = self._fresh({"departure.kind": kind})
        self.editing = ""  # path of the field that has the focus

    @property
    def answers(self) -> Answers:
        """The answers as typed; absent is not recorded."""
        return self._draft.answers

    def set(self, path: str, value: Value) -> Mapping[str, Value]:
        """Record one answer and give everything that changed with it, stamps included."""
        return self.set_many({path: value})

    def set_many(self, changes: Mapping[str, Value]) -> Mapping[str, Value]:
        """Record several answers at once; None takes one away. Give what changed.

        What rested on an answer that is gone goes with it.
        """
        fresh = {path: v for path, v in changes.items() if self.answers.get(path) != v}
        if not fresh:
            return {}
        fresh |= self._stamps(fresh)
        fresh |= consequences({**self.answers, **fresh})
        merged = {**self.answers, **fresh}
        kept = {path: value for path, value in merged.items() if value is not None}
        now = self._clock()
        started = self._draft.started_at if self.has_content() else now
        self._draft = replace(self._draft, answers=kept, started_at=started, updated_at=now)
        return fresh

    def _stamps(self, changes: Mapping[str, Value]) -> dict[str, Value]:
        now = format_instant(self._clock())
        stamped = {STAMPED[path]: value for path, value in changes.items() if path in STAMPED}
        return {path: None if value is None else now for path, value in stamped.items()}

    @property
    def links(self) -> Mapping[str, str]:
        """What was answered to "the same person?": earlier screening → answer."""
        return self._draft.links

    def link(self, subject: str, said: str | None) -> None:
        """Answer about an earlier screening; None takes the answer back."""
        kept = {other: answer for other, answer in self.links.items() if other != subject}
        links = kept if said is None else {**kept, subject: said}
        self._draft = replace(self._draft, links=links, updated_at=self._clock())

    def keep_links(self, subjects: Collection[str]) -> None:
        """Forget answers about screenings that are not shown any more."""
        links = {other: said for other, said in self.links.items() if other in subjects}
        self._draft = replace(self._draft, links=links)

    def choose_reason(self, path: str, code: str | None) -> Mapping[str, Value]:
        """Make one code of a code list the only one chosen."""
        others: dict[str, Value] = {key: None for key in self.answers if key.startswith(f"{path}.")}
        return self.set_many(others if code is None else {**others, f"{path}.{code}": True})

    def carry(self, departure: Answers) -> Mapping[str, Value]:
        """Take a departure over while nobody is in the form and none is known; give the change."""
        known = [path for path in self.answers if _is_carried(path) and path != KIND]
        return {} if known or self.has_content() else self.set_many(departure)

    def today(self) -> date:
        """Give the civil date at the posko."""
        return civil_date(self._clock())

    def has_content(self) -> bool:
        """Say whether anything is known about a person: more than the departure and a decision."""
        return any(not _is_carried(path) and path != "decision" for path in self.answers)

    def draft(self) -> Draft:
        """Give the draft with each answer in the form it is stored in, where it can be read."""
        answers = {path: settled(path, value) for path, value in self.answers.items()}
        if self.has_content():
            answers.setdefault("occurred_at", format_instant(self._draft.started_at))
        return replace(self._draft, answers=answers)

    def findings(self) -> Findings:
        """Say what to look at; nothing new about the field that is being typed in."""
        found = without(
            look_at(self.draft().answers, today=self.today()), self.editing, except_for=self._shown
        )
        self._shown = {message.path: message for message in found.messages}
        return found

    def full_findings(self) -> Findings:
        """Say everything, as saving sees it."""
        self.editing = ""
        return self.findings()

    def repeated(self, path: str) -> Value:
        """Give the value this field had in the screening before; None when there is none."""
        return self._last.get(path)

    def as_before(self, path: str) -> dict[str, Value]:
        """Give what F3 puts in: this field's last value, and what a village lies in where empty."""
        value = self.repeated(path)
        return {} if value is None else {**self._empty_of(WITH.get(path, ())), path: value}

    def together(self) -> dict[str, Value]:
        """Give what people who travel together share, as it was with the person before.

        Only fields that are empty now; never what somebody has to be asked in person.
        """
        return self._empty_of(SHARED)

    def take_back(self, filled: Mapping[str, Value]) -> dict[str, Value]:
        """Give the changes that empty what was filled and has not been changed since."""
        return {path: None for path, value in filled.items() if self.answers.get(path) == value}

    def _empty_of(self, paths: Iterable[str]) -> dict[str, Value]:
        known = {path: self._last[path] for path in paths if path in self._last}
        return {path: value for path, value in known.items() if path not in self.answers}

    def load(self, draft: Draft) -> None:
        """Go on with a draft that was left open, or put back one that could not be saved."""
        kept = {path: value for path, value in draft.answers.items() if path != SHOWN}
        self._draft = replace(draft, answers=kept)
        self._shown = {}

    def belongings(self) -> tuple[Draft, Answers]:
        """Give the draft as typed, and the answers of the person before."""
        return self._draft, self._last

    def go_on_with(self, belongings: tuple[Draft, Answers]) -> None:
        """Take over what another screen of this kind held."""
        self._draft, self._last = belongings
        self._shown = {}

    def clear(self) -> Draft:
        """Empty the form but for the departure, and give what it held."""
        before = self.draft()
        carried = {path: value for path, value in self.answers.items() if _is_carried(path)}
        self._draft = self._fresh(carried)
        self._shown = {}
        return before

    def hand_over(self, shown: Mapping[str, Value] | None = None) -> Draft:
        """Give the draft to be saved and make room for the next person at once.

        Args:
            shown: what the screen showed meanwhile, to be recorded beside the answers.
        """
        draft = self.draft()
        draft = replace(draft, answers={**draft.answers, **(shown or {})})
        self._last = draft.answers
        self.clear()
        return draft

    def _fresh(self, answers: Answers) -> Draft:
        now = self._clock()
        return Draft(id=self._new_id(), answers=dict(answers), started_at=now, updated_at=now)


def settled(path: str, value: Value) -> Value:
    """Give an answer in its stored form, or as typed while it cannot be read."""
    field = field_at(path)
    if field is None or value is None:
        return value
    read = stored_value(field, value)
    return value if isinstance(read, Problem) else read


def _is_carried(path: str) -> bool:
    return path.startswith(CARRIED)
