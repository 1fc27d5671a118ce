"""Who was here before, and what a person answered to "the same person?".

Looking makes nobody the same person. An answer is an entry of its own about two screenings; it can
be taken back by another, and both stay readable.

Basis: SRC-FORMAT, "Entry" (kind `link`).
"""

from concurrent.futures import Future
from dataclasses import dataclass

from posko_app.domain.civil import civil_date, format_instant
from posko_app.domain.entries import derive
from posko_app.domain.people import EarlierPeople, EarlierPerson, leaving_in, person_in
from posko_app.domain.person_links import LinkAction, PairState, pair_of, pair_state, standing
from posko_app.domain.screening import Answers, Value, tidy
from posko_app.errors import OperatorError
from posko_app.services.judged import without_stated
from posko_app.services.lease import Lease, no_lease
from posko_app.services.leased import require_shown
from posko_app.services.session import Session
from posko_app.services.storable import translated
from posko_app.store.journal import Clock, NewEntry, Signer
from posko_app.store.people_lookup import earlier_people, linked_people
from posko_app.store.person_link_rows import links_between
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import Json
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says about two screenings."""

    subject: str
    other: str
    action: LinkAction


class PeopleService:
    """Looks for people among earlier screenings of the post, and records answers about them."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        clock: Clock,
        random_bytes: RandomBytes,
        lease: Lease = no_lease,
    ) -> None:
        self._store = store
        self._session = session
        self._clock = clock
        self._random_bytes = random_bytes
        self._lease = lease

    def similar(self, answers: Answers) -> "Future[tuple[EarlierPerson, ...]]":
        """Give the earlier screenings that may be of the person who is typed in, likeliest first.

        Args:
            answers: as typed; what cannot be read is passed over, the time is now if not given.
        """
        typed = self._typed(answers)
        return self._store.read(lambda unit: self._shown(_similar(unit, typed)).people)

    def look(self, answers: Answers) -> "Future[EarlierPeople]":
        """Do the same, and say how many more there are."""
        typed = self._typed(answers)
        return self._store.read(lambda unit: self._shown(_similar(unit, typed)))

    def around(self, subject: str) -> "Future[tuple[EarlierPerson, ...]]":
        """Give a screening's linked ones, newest first, then others that may be of the same person.

        Raises (through the future):
            OperatorError: `store.no_such_screening`, `lease.expired`.
        """

        def task(unit: ReadUnit) -> tuple[EarlierPerson, ...]:
            history = unit.history(subject)
            require_shown(history.row.occurred_on, self._lease())
            person, leaving = person_in(history.values), leaving_in(history.values)
            linked = linked_people(unit.connection, person, leaving, subject=subject)
            known = {one.subject for one in linked}
            found = earlier_people(unit.connection, person, leaving, subject=subject).people
            others = (one for one in found if one.subject not in known)
            return self._shown(EarlierPeople((*linked, *others))).people

        return self._store.read(task)

    def answer(self, subject: str, other: str, action: LinkAction) -> "Future[None]":
        """State that two screenings are of one person, are not, or that this is open again.

        Raises (through the future):
            OperatorError: `people.same_screening`, `people.already`, `people.nothing_said`,
                `store.no_such_screening`.
        """
        signer = self._session.current
        said = Answer(subject, other, action)

        def task(unit: WriteUnit) -> None:
            for one in (subject, other):
                unit.history(one)  # both are here, or nothing is said
            state_answer(unit, said, signer=signer, random_bytes=self._random_bytes)

        return self._store.write(translated(task))

    def _shown(self, found: EarlierPeople) -> EarlierPeople:
        """Give what may be shown: an expired lease hides earlier days and nothing of today."""
        if not self._lease().expired:
            return found
        today = civil_date(self._clock())
        return EarlierPeople(tuple(one for one in found.people if one.occurred_on == today))

    def _typed(self, answers: Answers) -> Answers:
        now: dict[str, Value] = {"occurred_at": format_instant(self._clock())}
        return derive(now | tidy(without_stated(answers))[0])


def state_answer(
    unit: WriteUnit, said: Answer, *, signer: Signer, random_bytes: RandomBytes
) -> None:
    """Append an answer within the caller's transaction; it replaces what was answered so far.

    Raises:
        OperatorError: `people.same_screening`, `people.already`, `people.nothing_said`.
    """
    if said.subject == said.other:
        raise OperatorError("people.same_screening")
    before = links_between(unit.connection, said.subject, said.other)
    state = pair_state(before)
    if said.action.value == state.value:
        raise OperatorError("people.already")
    if said.action is LinkAction.WITHDRAWN and state is PairState.NONE:
        raise OperatorError("people.nothing_said")
    pair: list[Json] = list(pair_of(said.subject, said.other))
    facts: dict[str, Json] = {"action": said.action.value, "screenings": pair}
    based_on = tuple(one.entry_id for one in standing(before))
    new = NewEntry(Kind.LINK, new_subject(random_bytes), {"facts": facts}, signer, based_on)
    unit.append(new)


def _similar(unit: ReadUnit, typed: Answers) -> EarlierPeople:
    person = person_in(typed)
    if not person.can_be_looked_for():
        return EarlierPeople()
    return earlier_people(unit.connection, person, leaving_in(typed), subject=None)
