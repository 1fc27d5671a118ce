"""What the shift panel needs from outside."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from posko_app.domain.departures import Departure
from posko_app.domain.records import OfficerRecord
from posko_app.domain.screening import Answers
from posko_app.domain.shift import Shift
from posko_app.services.shift import AddedDeparture, ShiftNow
from posko_app.services.sync_state import SyncState


class ShiftDesk(Protocol):
    """The shift's service; every future resolves after its commit."""

    def now(self) -> "Future[ShiftNow]":
        """Give the shift that runs, the day's departures and whose case is open."""
        ...

    def open(self, agencies: tuple[str, ...]) -> "Future[Shift]":
        """Begin a shift with everybody who is signed on."""
        ...

    def add_departure(self, answers: Answers) -> "Future[AddedDeparture]":
        """Make a departure one of the day's."""
        ...

    def withdraw(self, departure: str) -> "Future[tuple[Departure, ...]]":
        """Take a departure off the day's list."""
        ...

    def hand_over(self, to: str, *, note: str = "") -> "Future[Shift]":
        """Give every open case to an officer of this laptop."""
        ...

    def close(self, *, note: str = "") -> "Future[Shift]":
        """End the shift, whatever is still open."""
        ...


@dataclass(frozen=True, slots=True)
class ShiftPorts:
    """The service, and what stands around it."""

    desk: ShiftDesk
    agencies: tuple[str, ...]  # codes of the offices of this post, in the order of their digits
    place: str  # the post's name as people say it
    kind: str  # `udara` or `laut`: what usually leaves from here
    signed_on: Callable[[], tuple[str, ...]]  # names
    current: Callable[[], str]  # person id
    records: "Callable[[], Future[tuple[OfficerRecord, ...]]]"
    sync: Callable[[], SyncState]
    sync_now: Callable[[], object]
    limit: Callable[[], int]  # minutes after which a person kept stands in amber
    now: Callable[[], datetime]
