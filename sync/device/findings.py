"""The alarms of one round: they begin at once and end only on proof, at the round's end."""

from collections.abc import Callable
from datetime import datetime

from sync.device.ports import Alarm, AlarmCode, JournalPort, StandingAlarm

Key = tuple[AlarmCode, str, int]


class Findings:
    """What a round found wrong, and what it found to be right again."""

    def __init__(self, journal: JournalPort, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._gone: set[Key] = set()

    def found(self, alarm: Alarm) -> None:
        """Let an alarm stand, whatever was proved before in this round."""
        self._gone.discard((alarm.code, alarm.feed, alarm.position))
        self._journal.raise_alarm(alarm, self._clock())

    def standing(self, code: AlarmCode, feed: str | None = None) -> list[StandingAlarm]:
        """Give the standing alarms of a code, of one feed or of any."""
        return [
            standing
            for standing in self._journal.standing_alarms()
            if standing.alarm.code is code and feed in (None, standing.alarm.feed)
        ]

    def proved(self, code: AlarmCode, feed: str, position: int) -> None:
        """Note that an alarm's cause is gone, unless it is found again before the end."""
        self._gone.add((code, feed, position))

    def proved_all(self, code: AlarmCode, feed: str | None = None) -> None:
        """Note that the cause of all standing alarms of a code is gone."""
        for standing in self.standing(code, feed):
            self.proved(code, standing.alarm.feed, standing.alarm.position)

    def conclude(self) -> tuple[Alarm, ...]:
        """End what was proved to be gone; give what stands."""
        for code, feed, position in sorted(self._gone):
            self._journal.end_alarms(code, feed, position)
        self._gone.clear()
        return tuple(standing.alarm for standing in self._journal.standing_alarms())
