"""Asking whether the store still says what was signed."""

from concurrent.futures import Future

from posko_app.domain.records import VerifyResult
from posko_app.store.store import Store


class IntegrityService:
    """Checks chain, signatures, parts, projections and head mirror."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verify(self) -> "Future[VerifyResult]":
        """Check everything, in slices between other work; names the first fault."""
        return self._store.verify()

    @property
    def running_check(self) -> "Future[VerifyResult] | None":
        """The check that opening began by itself (first start of a day); None if none was due."""
        return self._store.full_check
