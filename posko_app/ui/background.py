"""Brings the result of work on another thread back to the window's thread."""

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

from posko_app.errors import Defect, PoskoError

T = TypeVar("T")
UNEXPECTED = "ui.unexpected"
log = logging.getLogger(__name__)


class _Courier(QObject):
    """Lives on the window's thread; its signal crosses over to it."""

    arrived = Signal(object)


def deliver(
    future: Future[T],
    receiver: QObject,
    on_done: Callable[[T], object],
    on_error: Callable[[PoskoError], object],
) -> None:
    """Call one of two functions on the GUI thread once the future is done.

    Nothing is called when the receiver was destroyed or the future cancelled.
    An error we did not expect is logged and reaches `on_error` as a Defect
    whose sentence is calm; `notices.sentence` makes words of either.
    """
    courier = _Courier(QCoreApplication.instance())

    def arrive(done: object) -> None:
        courier.deleteLater()
        if isValid(receiver) and isinstance(done, Future):
            hand_over(done, on_done, on_error)

    courier.arrived.connect(arrive, Qt.ConnectionType.QueuedConnection)
    future.add_done_callback(lambda done: _send(courier, done))


def hand_over(
    done: Future[T],
    on_done: Callable[[T], object],
    on_error: Callable[[PoskoError], object],
) -> None:
    """Unpack a finished future into a result or an error with a sentence."""
    try:
        result = done.result()
    except CancelledError:
        return
    except PoskoError as error:
        on_error(error)
        return
    except Exception:
        log.exception(UNEXPECTED)
        on_error(Defect(UNEXPECTED))
        return
    on_done(result)


def _send(courier: _Courier, done: Future[T]) -> None:
    """Emit from whichever thread finished the work; a window already gone needs no answer."""
    if isValid(courier):
        courier.arrived.emit(done)
