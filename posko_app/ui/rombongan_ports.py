"""What the group screen needs from the services; small enough to be faked by hand."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from posko_app.domain.departures import Departure
from posko_app.domain.screening import Answers, Draft
from posko_app.services.group import Outcomes
from posko_app.services.group_drafts import OpenGroup
from posko_app.services.manifest import Manifest
from posko_app.ui.periksa_ports import DetectionPort, PeoplePort


class GroupPort(Protocol):
    """Open groups and their rows; every future resolves after its commit."""

    def open_groups(self) -> Future[tuple[OpenGroup, ...]]:
        """Give the groups left open by the officer whose turn it is, newest first."""
        ...

    def keep(self, drafts: Sequence[Draft]) -> Future[None]:
        """Keep a header, rows, or both."""
        ...

    def drop(self, draft_ids: Sequence[str]) -> Future[None]:
        """Forget rows, or the header of a group that is done with."""
        ...

    def read_manifest(self, path: Path) -> Future[Manifest]:
        """Read a list of people; nothing changes."""
        ...

    def record(self, rows: Sequence[Draft]) -> tuple[Future[Outcomes], ...]:
        """Save rows, each by itself; one future for each transaction."""
        ...


@dataclass(frozen=True, slots=True)
class GroupPorts:
    """Everything the page takes from outside."""

    group: GroupPort
    detection: DetectionPort
    people: PeoplePort
    last_departure: Callable[[], Future[Answers]]
    departures: Callable[[], Future[tuple[Departure, ...]]]  # of the day
    clock: Callable[[], datetime]  # aware UTC
    new_id: Callable[[], str]  # 32 hex
    kind: str  # what leaves from here: udara or laut
    folder: Path  # where a file is looked for first
