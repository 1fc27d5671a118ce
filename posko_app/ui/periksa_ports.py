"""What the Periksa screen needs from the services; small enough to be faked by hand."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from posko_app.domain.screening import Draft
from posko_app.services.screening import Recorded


class ScreeningPort(Protocol):
    """Drafts and records; every future resolves after its commit."""

    def save_draft(self, draft: Draft) -> Future[None]:
        """Keep what was typed so far."""
        ...

    def open_drafts(self) -> Future[tuple[Draft, ...]]:
        """Give the drafts left open by the officer whose turn it is, newest first."""
        ...

    def drop_draft(self, draft_id: str) -> Future[None]:
        """Forget a draft."""
        ...

    def record(self, draft: Draft) -> Future[Recorded]:
        """Save a screening, complete or not."""
        ...


class DeskLike(Protocol):
    """The desk, as far as this screen uses it."""

    @property
    def screening(self) -> ScreeningPort:
        """Drafts and records."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock and randomness of the desk, and what leaves from here: `udara` or `laut`."""

    clock: Callable[[], datetime]  # aware UTC
    new_id: Callable[[], str]  # 32 hex
    kind: str
