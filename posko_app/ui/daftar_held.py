"""Minutes that the people on the list have been kept, asked for beside it and counted on."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from posko_app.domain.held import OpenCase, is_too_long
from posko_app.domain.shift import CaseKind
from posko_app.errors import PoskoError
from posko_app.ui.background import deliver

MINUTE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Kept:
    """How long somebody has been kept, and whether that is past the post's limit."""

    minutes: int
    late: bool


@dataclass(frozen=True, slots=True)
class HeldPorts:
    """Where open cases come from, what time it is, and the limit in minutes."""

    cases: "Callable[[], Future[tuple[OpenCase, ...]]]"
    now: Callable[[], datetime]
    limit: Callable[[], int]


class HeldWatch(QObject):
    """Knows who on the list is kept; minutes go on without asking the store again."""

    told = Signal(object)  # Mapping: subject of a screening → Kept

    def __init__(self, ports: HeldPorts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ports = ports
        self._cases: tuple[OpenCase, ...] = ()
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._tell)

    def refresh(self) -> None:
        """Ask who is kept; minutes run while the list is looked at."""
        self._minute.start()
        deliver(self._ports.cases(), self, self._take, _keep_what_stands)

    def rest(self) -> None:
        """Nobody looks."""
        self._minute.stop()

    def kept(self) -> Mapping[str, Kept]:
        """Give the minutes as they stand now, by the subject of the screening."""
        now, limit = self._ports.now(), self._ports.limit()
        held = [case for case in self._cases if case.kind is CaseKind.HELD]
        return {
            case.id: Kept(case.minutes(now), is_too_long(case.minutes(now), limit)) for case in held
        }

    def _take(self, cases: tuple[OpenCase, ...]) -> None:
        self._cases = cases
        self._tell()

    def _tell(self) -> None:
        self.told.emit(self.kept())


def _keep_what_stands(_: PoskoError) -> None:
    """What cannot be read now stays as it is."""
