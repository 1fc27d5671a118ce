"""A page's place in the window, and what the window may ask of a page that offers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from posko_app.services.sync_state import SyncState
from posko_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: made when it is shown for the first time. `shortcut` as Qt writes keys."""

    key: str
    title: str
    shortcut: str
    factory: Callable[[], QWidget]


@runtime_checkable
class Refreshes(Protocol):
    """A page that shows what others may change."""

    def refresh(self) -> None:
        """Read again what is shown."""
        ...


@runtime_checkable
class TakesFocus(Protocol):
    """A page that knows where its work starts."""

    def focus_first(self) -> None:
        """Put the keyboard there."""
        ...


@runtime_checkable
class KeepsDraft(Protocol):
    """A page on which something may be half typed."""

    def keep_draft(self) -> None:
        """Write it to the store now."""
        ...


@runtime_checkable
class OffersDrafts(Protocol):
    """A page that can go on with what another officer left open."""

    def offer_drafts(self) -> None:
        """Look for drafts of whoever has the turn now."""
        ...


@runtime_checkable
class ShowsTotals(Protocol):
    """A page that carries the totals of today."""

    def show_totals(self, today: Mapping[str, int]) -> None:
        """Show how many of today's screenings got which decision."""
        ...


@runtime_checkable
class ShowsSync(Protocol):
    """A page that tells how the centre was reached and what waits for it."""

    def show_sync(self, state: SyncState) -> None:
        """Show a new state; it comes often while a round runs."""
        ...


@runtime_checkable
class Enrols(Protocol):
    """The page on which this laptop is taken in by a centre."""

    def start_enrolling(self) -> None:
        """Open the form and put the keyboard into it."""
        ...


@runtime_checkable
class Searches(Protocol):
    """The page the search box belongs to."""

    def show_text(self, text: str) -> None:
        """Search for this text."""
        ...


@runtime_checkable
class TakesScans(Protocol):
    """A page that scans are meant for; any other page gives way to Periksa."""

    def take_scan(self, raw: str) -> str:
        """Use what a scanner sent and say how it went, as `Outcome` does; `""`: not now."""
        ...


@runtime_checkable
class TellsScans(Protocol):
    """A page that has words for what became of the last scan."""

    def scan_words(self) -> str:
        """Give one sentence."""
        ...


@runtime_checkable
class TriesScanner(Protocol):
    """A page on which a scanner is tried: even a slow one is heard there."""

    def is_trying(self) -> bool:
        """Say whether a scanner is tried now."""
        ...

    def show_gaps(self, gaps: tuple[float, ...]) -> None:
        """Show how fast the last scan came, in ms between its keys."""
        ...


@runtime_checkable
class OpensRecords(Protocol):
    """The page that shows one screening whole."""

    def open(self, subject: str) -> None:
        """Show it."""
        ...


@runtime_checkable
class TellsKeys(Protocol):
    """The page with the overview of keys; it has a signal `left` for the way back."""

    def tell_keys_of(self, page: str) -> None:
        """Begin with the keys of the page one comes from."""
        ...


@runtime_checkable
class Painted(Protocol):
    """A page that paints some things itself."""

    def set_theme(self, theme: Theme) -> None:
        """Use another look."""
        ...
