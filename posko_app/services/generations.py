"""A log that the centre opened anew: the one alarm that a person ends, by saying that they know.

A new generation means that something is lost for good, so no proof can ever end its alarm. A
penyelia does, in an entry that keeps what the log was before; all other alarms end on proof only.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from concurrent.futures import Future

from posko_app.errors import OperatorError
from posko_app.services.session import Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.services.sync_state import Alarm, AlarmCode
from posko_app.store import alarm_rows
from posko_app.store.journal import NewEntry
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject

GENERATION_ACKNOWLEDGED = "generation_acknowledged"


class GenerationService:
    """Lets a penyelia acknowledge new generations. From any thread."""

    def __init__(self, store: Store, session: Session, *, random_bytes: RandomBytes) -> None:
        self._store = store
        self._session = session
        self._random_bytes = random_bytes

    def acknowledge(self, feed: str, generation: int | None = None) -> "Future[Alarm]":
        """State that a new log of a feed is known, and end its alarm, in one transaction.

        Args:
            feed: a post's, or the shared one.
            generation: which of its new logs; without it the oldest that nobody acknowledged.

        The future gives the alarm that ended.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `sync.generation.none`.
        """
        officer, subject = self._session.current, new_subject(self._random_bytes)

        def task(unit: WriteUnit) -> Alarm:
            require_penyelia(unit, officer)
            alarm = _standing(unit, feed, generation)
            unit.append(NewEntry(Kind.ACCESS, subject, {"facts": _facts(alarm)}, signer=officer))
            alarm_rows.end_alarm(
                unit.connection, alarm.code, alarm.feed, alarm.position, at=unit.shared.clock()
            )
            return alarm

        return self._store.write(translated(task))


def _standing(unit: ReadUnit, feed: str, generation: int | None) -> Alarm:
    for standing in alarm_rows.standing_alarms(unit.connection):
        alarm = standing.alarm
        if alarm.code is not AlarmCode.NEW_GENERATION or alarm.feed != feed:
            continue
        if generation in (None, alarm.position):
            return alarm
    raise OperatorError("sync.generation.none")


def _facts(alarm: Alarm) -> JsonObject:
    """Say which log began, and how long the one before was known to be, with its root."""
    return {
        "action": GENERATION_ACKNOWLEDGED,
        "feed": alarm.feed,
        "generation": alarm.position,
        "previous_size": alarm.detail["verified_size"],
        "previous_root": alarm.detail["verified_root"],
    }
