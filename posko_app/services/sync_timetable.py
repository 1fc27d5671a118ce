"""When sync tries again: pure, in seconds of a clock that never jumps.

While the line is good a round comes every few minutes, and a second after a save. While it is
not, rounds come ever more seldom; between them a cheap probe looks whether the way to the centre
is open again, so that a returned network is used at once. A way that is open although rounds go
wrong calls for patience: only its coming back is news.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

EVERY_S = 180.0  # between rounds while the line is good
AFTER_OPENING_S = 3.0  # the first round loads libraries, and the window is still being drawn
AFTER_SAVE_S = 1.0  # so that a burst of saves is one round
PROBE_EVERY_S = 10.0  # and a name that is not found may take as long: within 30 altogether


class Due(Enum):
    """What is to be done now."""

    ROUND = auto()
    PROBE = auto()


@dataclass(frozen=True, slots=True)
class Timetable:
    """The next round and the next probe; None: not by itself."""

    round_at: float | None = None
    probe_at: float | None = None
    is_good: bool = True  # the last round got through
    way_open: bool = False  # what the last probe found

    def due(self, now: float) -> Due | None:
        """Say what is due."""
        if self.round_at is not None and self.round_at <= now:
            return Due.ROUND
        if self.probe_at is not None and self.probe_at <= now:
            return Due.PROBE
        return None

    def wait_s(self, now: float) -> float | None:
        """Say how long nothing is due; None for ever."""
        times = [at for at in (self.round_at, self.probe_at) if at is not None]
        return max(0.0, min(times) - now) if times else None

    def opened(self, now: float) -> "Timetable":
        """Begin, shortly after a store was opened."""
        return replace(self, round_at=now + AFTER_OPENING_S, is_good=True)

    def asked(self, now: float) -> "Timetable":
        """Let a round be due, when a device was enrolled or a person acted."""
        return replace(self, round_at=now, is_good=True)

    def saved(self, now: float) -> "Timetable":
        """Send soon what was just saved, unless the line is known to be bad."""
        if not self.is_good or self.round_at is None:
            return self
        return replace(self, round_at=min(self.round_at, now + AFTER_SAVE_S))

    def went_well(self, now: float) -> "Timetable":
        """Plan after a round that got through."""
        return Timetable(now + EVERY_S)

    def went_wrong(self, now: float, *, delay_s: float, probes: bool) -> "Timetable":
        """Plan after a round that did not; probing helps where the way itself was closed."""
        return Timetable(
            now + delay_s,
            now + PROBE_EVERY_S if probes else None,
            is_good=False,
            way_open=self.way_open and not self.is_good,
        )

    def probed(self, now: float, *, is_open: bool) -> "Timetable":
        """Take in what a probe found: a way that opened is used at once."""
        later = now + PROBE_EVERY_S
        opened = is_open and not self.way_open
        if opened:
            return replace(self, round_at=now, probe_at=later, way_open=True)
        return replace(self, probe_at=later, way_open=is_open)
