"""What the Periksa screen needs from the services; small enough to be faked by hand."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.people import EarlierPeople
from posko_app.domain.screening import Answers, Draft, Value
from posko_app.services.screening import Recorded
from posko_app.settings import HELD_MINUTES
from posko_app.ui.periksa_day import ShiftPort


class ScreeningPort(Protocol):
    """Drafts and records; every future resolves after its commit."""

    def save_draft(self, draft: Draft) -> Future[None]:
        """Keep what was typed so far."""
        ...

    def open_drafts(self) -> Future[tuple[Draft, ...]]:
        """Give the drafts left open by the officer whose turn it is, newest first."""
        ...

    def last_departure(self) -> Future[Answers]:
        """Give the departure of the screening saved last today, `{}` for none."""
        ...

    def drop_draft(self, draft_id: str) -> Future[None]:
        """Forget a draft."""
        ...

    def record(self, draft: Draft) -> Future[Recorded]:
        """Save a screening, complete or not."""
        ...


class DetectionPort(Protocol):
    """The rules in force, and what other records say."""

    @property
    def ruleset(self) -> Ruleset:
        """The rules in force now."""
        ...

    def judge(self) -> Judge:
        """Make a judge of these rules, for the calling thread alone."""
        ...

    def prior(self, answers: Answers) -> Future[Mapping[str, Value]]:
        """Look among earlier records: the `prior.*` and `watch_*` facts of a draft."""
        ...


class PeoplePort(Protocol):
    """Earlier screenings that may be of the person in the form."""

    def look(self, answers: Answers) -> Future[EarlierPeople]:
        """Look for a person as typed so far, the likeliest first."""
        ...


class DeskLike(Protocol):
    """The desk, as far as this screen uses it."""

    @property
    def screening(self) -> ScreeningPort:
        """Drafts and records."""
        ...

    @property
    def people(self) -> PeoplePort:
        """Who was here before."""
        ...

    @property
    def post(self) -> str:
        """The post, `el-tari` or `tenau`."""
        ...

    @property
    def detection(self) -> DetectionPort:
        """Rules and earlier records."""
        ...

    @property
    def shift(self) -> ShiftPort:
        """The day's departures and open cases."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock and randomness of the desk, and what leaves from here: `udara` or `laut`."""

    clock: Callable[[], datetime]  # aware UTC
    new_id: Callable[[], str]  # 32 hex
    kind: str
    held_limit: Callable[[], int] = lambda: HELD_MINUTES  # minutes, a setting of the post
