"""The country's villages, ready beside the work: until they are, a search finds nothing."""

import logging
import threading
import zlib
from collections.abc import Callable, Sequence
from functools import cache

from posko_app.domain.gazetteer import MOST, Gazetteer
from posko_app.domain.place_table import Place
from posko_app.region_files import region_lines

__all__ = ["Place", "PlaceSearch", "places"]

log = logging.getLogger(__name__)


class PlaceSearch:
    """Answers at once with what is there; the first to ask for more begins the loading.

    Args:
        lines: reads the table; called once, on a thread of its own.
    """

    def __init__(self, lines: Callable[[], Sequence[str]] = region_lines) -> None:
        self._lines = lines
        self._gazetteer: Gazetteer | None = None
        self._begun = threading.Lock()  # taken once and kept
        self._ready = threading.Event()

    def begin(self) -> None:
        """Load beside the work, once."""
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._load, name="regions", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for the table, and say whether it is there; no screen does."""
        self.begin()
        return self._ready.wait(seconds) and self._gazetteer is not None

    def search(self, text: str, limit: int = MOST) -> tuple[Place, ...]:
        """Give the places that fit, best first; none while the table is not there."""
        self.begin()
        return () if self._gazetteer is None else self._gazetteer.search(text, limit)

    def _load(self) -> None:
        try:
            self._gazetteer = Gazetteer(self._lines())
        except (OSError, EOFError, LookupError, ValueError, zlib.error):  # free text stays possible
            log.exception("regions.unreadable")
        finally:
            self._ready.set()


@cache
def places() -> PlaceSearch:
    """Give the search over the packaged table, one for the process."""
    return PlaceSearch()
