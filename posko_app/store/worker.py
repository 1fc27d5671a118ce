"""The store thread: the only one that touches the connection, interactive work first."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

from posko_app.errors import Defect
from posko_app.store.connection import Connection, Error, translated

T = TypeVar("T")
Task = Callable[[Connection], T]

log = logging.getLogger(__name__)


class _Step(NamedTuple):
    run: Callable[[], None]
    cancel: Callable[[], object]


class StoreWorker:
    """Runs tasks on one thread, one at a time; callers get futures.

    Interactive tasks go before background ones, each queue in order. No
    transaction survives a task: one left open is rolled back and its task
    fails, whatever it returned.
    """

    def __init__(self, open_connection: Callable[[], Connection]) -> None:
        """Start the thread; raises on the caller's thread whatever opening raised."""
        self._open = open_connection
        self._interactive: deque[_Step] = deque()
        self._background: deque[_Step] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._connection: Connection | None = None
        opened: Future[None] = Future()
        # a process that has to end at once does not wait for it; what was saved is on the disk
        self._thread = threading.Thread(target=self._run, args=(opened,), name="store", daemon=True)
        self._thread.start()
        try:
            opened.result()
        except BaseException:
            self._thread.join()
            raise

    def submit(self, task: Task[T], *, background: bool = False) -> Future[T]:
        """Queue a task; its future gets the result, or the translated error, once it ran.

        Raises:
            Defect: `store.closed`.
        """
        future: Future[T] = Future()
        with self._changed:
            if self._closing:
                raise Defect("store.closed")
            queue = self._background if background else self._interactive
            queue.append(_Step(lambda: self._settle(task, future), future.cancel))
            self._changed.notify()
        return future

    def close(self) -> None:
        """Finish interactive tasks, cancel background ones, close the connection and end."""
        with self._changed:
            self._closing = True
            dropped, self._background = self._background, deque()
            self._changed.notify()
        for step in dropped:
            step.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self, opened: "Future[None]") -> None:
        try:
            self._connection = self._open()
        except BaseException as error:  # handed to the thread that waits for it
            opened.set_exception(error)
            return
        opened.set_result(None)
        while (step := self._next()) is not None:
            step.run()
        self._close_connection()

    def _next(self) -> "_Step | None":
        with self._changed:
            while not (self._interactive or self._background or self._closing):
                self._changed.wait()
            for queue in (self._interactive, self._background):
                if queue:
                    return queue.popleft()
            return None

    def _settle(self, task: Task[T], future: "Future[T]") -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = self._perform(task)
        except Exception as error:  # the caller's future carries it
            future.set_exception(error)
        else:
            future.set_result(result)

    def _perform(self, task: Task[T]) -> T:
        connection = self._usable()
        try:
            with translated():
                result = task(connection)
        except BaseException:
            self._abandon(connection)
            raise
        if connection.in_transaction:
            self._abandon(connection)
            raise Defect("store.transaction_left_open")
        return result

    def _usable(self) -> Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _abandon(self, connection: Connection) -> None:
        """Roll back what a failed task left; a connection that cannot is given up and reopened."""
        try:
            # after a full disk SQLite has rolled back by itself, and a second ROLLBACK is an error
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except Error:
            log.warning("store.connection_given_up")
            self._close_connection()

    def _close_connection(self) -> None:
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        try:
            connection.close()
        except Error:
            log.warning("store.close_failed")
