"""A thread that does errands one after another, and looks at its timetable in between."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from posko_app.errors import Defect

T = TypeVar("T")

STOPS_WITHIN_S = 0.9  # of closing; what still blocks then is left behind and ends by itself

log = logging.getLogger(__name__)


class SyncThread:
    """Does what it is given in order. It starts with the first errand and holds up no exit."""

    def __init__(self, *, wait_s: Callable[[], float | None], turn: Callable[[], None]) -> None:
        """Take what the thread does by itself.

        Args:
            wait_s: how long until `turn` is due; None until the next errand. Must not block.
            turn: called on the thread when it is due.
        """
        self._wait_s = wait_s
        self._turn = turn
        self._errands: deque[tuple[Callable[[], None], Callable[[], object]]] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def is_closing(self) -> bool:
        """Whether it was told to stop."""
        return self._closing

    def submit(self, errand: Callable[[], T]) -> "Future[T]":
        """Queue an errand; its future gets what it returned or raised.

        Raises:
            Defect: `sync.closed`.
        """
        future: Future[T] = Future()
        with self._changed:
            if self._closing:
                raise Defect("sync.closed")
            self._errands.append((lambda: _settle(errand, future), future.cancel))
            self._start()
            self._changed.notify()
        return future

    def wake(self) -> None:
        """Look at the timetable again; nothing happens before the first errand."""
        with self._changed:
            self._changed.notify()

    def close(self, *, interrupt: Callable[[], None]) -> None:
        """Stop within a second; errands that have not begun are cancelled.

        Args:
            interrupt: ends whatever the current errand waits for.
        """
        with self._changed:
            self._closing = True
            dropped, self._errands = self._errands, deque()
            self._changed.notify()
        for _, cancel in dropped:
            cancel()
        interrupt()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(STOPS_WITHIN_S)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (errand := self._next()) is not None:
            errand()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closing:
                if self._errands:
                    return self._errands.popleft()[0]
                wait_s = self._wait_s()
                if wait_s is not None and wait_s <= 0:
                    return self._turn
                self._changed.wait(wait_s)
            return None


def contained(run: Callable[[], T], *, event: str) -> T | None:
    """Run something on the sync thread; what nobody foresaw is logged and goes no further.

    None then. Listeners and rounds are somebody else's code: neither may end the thread.
    """
    try:
        return run()
    except Exception:
        log.exception(event)
        return None


def _settle(errand: Callable[[], T], future: "Future[T]") -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = errand()
    except Exception as error:  # noqa: BLE001 - the caller's future carries it
        future.set_exception(error)
    else:
        future.set_result(result)
