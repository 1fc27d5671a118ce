"""The state of signing on: whose name, how long to wait, what went wrong; no widgets."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.daftar_dates import stamp

Opened = TypeVar("Opened")


class LockNote(Protocol):
    """What the lock page may say about the store: counts and times, never a person."""

    @property
    def waiting(self) -> int:
        """Entries the centre does not have yet."""

    @property
    def needs_person(self) -> int:
        """Entries a person must look at."""

    @property
    def drafts(self) -> int:
        """Screenings begun and not saved."""

    @property
    def saved_at(self) -> datetime | None:
        """When something was last saved."""

    @property
    def last_contact_at(self) -> datetime | None:
        """When the centre last answered."""


@dataclass(frozen=True, slots=True)
class SignOnPorts(Generic[Opened]):
    """What signing on needs from outside: names, the vault, and the demo's passphrases.

    `names` and `unlock` may raise or deliver any PoskoError. `demo` is empty
    unless the store is a training store made by the demo.
    """

    names: Callable[[], tuple[str, ...]]
    unlock: "Callable[[str, str], Future[Opened]]"
    demo: Mapping[str, str] = field(default_factory=dict, repr=False)


class SignOnModel(Generic[Opened]):
    """Decides whether one may try now and turns each failure into a sentence."""

    def __init__(
        self,
        ports: SignOnPorts[Opened],
        *,
        catalogue: Catalogue,
        now: Callable[[], datetime],
    ) -> None:
        self._ports = ports
        self._catalogue = catalogue
        self._now = now
        self._wait_until: datetime | None = None
        self.busy = False
        self.trouble = ""

    def names(self) -> tuple[str, ...]:
        """This laptop's officers; none, with `trouble` set, if the key file is unreadable."""
        self.trouble = ""
        try:
            return self._ports.names()
        except PoskoError as error:
            self.trouble = notices.sentence(self._catalogue, error)
            return ()

    def demo_passphrase(self, name: str) -> str:
        """The demo officer's passphrase, or nothing for anybody else."""
        return self._ports.demo.get(name, "")

    @property
    def demo(self) -> tuple[tuple[str, str], ...]:
        """Names and passphrases of the demo's officers."""
        return tuple(self._ports.demo.items())

    def seconds_left(self) -> int:
        """Whole seconds until the next try is allowed, 0 when it is."""
        if self._wait_until is None:
            return 0
        left = (self._wait_until - self._now()).total_seconds()
        return max(0, int(left) + (left % 1 > 0))

    def wait_sentence(self) -> str:
        """The countdown in words, or nothing when one may try."""
        left = self.seconds_left()
        return self._catalogue.text("pages.unlock.wait", seconds=left) if left else ""

    def may_try(self, name: str, passphrase: str) -> bool:
        """Whether there is something to try, nothing running and nothing to wait for."""
        return bool(name and passphrase) and not self.busy and not self.seconds_left()

    def start(self, name: str, passphrase: str) -> "Future[Opened]":
        """Begin the one try; the passphrase is handed on and kept nowhere."""
        self.busy = True
        self.trouble = ""
        return self._ports.unlock(name, passphrase)

    def succeeded(self) -> None:
        """The door is open."""
        self.busy = False
        self._wait_until = None

    def failed(self, error: PoskoError) -> None:
        """Remember why, and until when to wait."""
        self.busy = False
        self.trouble = notices.sentence(self._catalogue, error)
        seconds = error.params.get("seconds")
        if isinstance(seconds, int) and seconds > 0:
            self._wait_until = self._now() + timedelta(seconds=seconds)


def note_lines(note: LockNote | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Say what waits and when the centre last answered, in lines for the lock page."""
    if note is None:
        return (catalogue.text("pages.unlock.no_note"),)
    lines = [_stamped("saved", note.saved_at, catalogue)]
    for key, number in (
        ("waiting", note.waiting),
        ("needs_person", note.needs_person),
        ("drafts", note.drafts),
    ):
        if number:
            lines.append(catalogue.text(f"pages.unlock.{key}", number=number))
    lines.append(_stamped("sync", note.last_contact_at, catalogue))
    return tuple(lines)


def _stamped(what: str, at: datetime | None, catalogue: Catalogue) -> str:
    if at is None:
        return catalogue.text(f"pages.unlock.never_{what}")
    return catalogue.text(f"pages.unlock.last_{what}", at=stamp(at))
