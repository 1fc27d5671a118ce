"""What a harness found: rounds by verdict, seconds, and the line it prints."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict

PART = " · part "  # between a run's name and which of its parts


class Verdict(StrEnum):
    """How a store stood after a fault, or a judgement after a draw."""

    WHOLE = "whole"
    LOST = "lost"  # something acknowledged is gone
    HALF = "half"  # something is there in part
    TWICE = "twice"  # something is there more than once
    UNREADABLE = "unreadable"  # it does not open, or its check fails
    WRONG = "wrong"  # facts were judged otherwise than they must be


class Told(TypedDict):
    """A tally as JSON; verdicts by their name."""

    name: str
    rounds: int
    seconds: float
    verdicts: dict[str, int]
    notes: dict[str, int]
    faults: list[str]


@dataclass(slots=True)
class Tally:
    """Verdicts of one harness run; `faults` keeps the first few with what replays them."""

    name: str
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, verdict: Verdict, replay: str = "") -> None:
        """Count one round."""
        self.verdicts[verdict] += 1
        if verdict is not Verdict.WHOLE and len(self.faults) < 5:
            self.faults.append(f"{verdict}: {replay}")

    @property
    def rounds(self) -> int:
        """Rounds counted."""
        return sum(self.verdicts.values())

    @property
    def bad(self) -> int:
        """Rounds that were not whole."""
        return self.rounds - self.verdicts[Verdict.WHOLE]

    def merge(self, other: "Tally") -> None:
        """Take in another part of the same run."""
        self.verdicts.update(other.verdicts)
        self.faults.extend(other.faults)
        self.seconds += other.seconds
        for name, count in other.notes.items():
            self.notes[name] = self.notes.get(name, 0) + count

    @classmethod
    def of(cls, told: Told) -> "Tally":
        """Read what `told` gave."""
        verdicts = Counter({Verdict(name): count for name, count in told["verdicts"].items()})
        return cls(told["name"], verdicts, told["faults"], told["notes"], told["seconds"])

    def told(self) -> Told:
        """Give it as JSON."""
        return {
            "name": self.name,
            "rounds": self.rounds,
            "seconds": round(self.seconds, 1),
            "verdicts": {str(verdict): count for verdict, count in self.verdicts.items()},
            "notes": self.notes,
            "faults": self.faults,
        }

    def line(self) -> str:
        """Say it in one line."""
        shown = [
            f"{self.verdicts[v]} {v}" for v in Verdict if v is Verdict.WHOLE or self.verdicts[v]
        ]
        notes = [f"{count} {name}" for name, count in self.notes.items()]
        return (
            f"{self.name}: {self.rounds} rounds, {', '.join(shown + notes)}, {self.seconds:.1f} s"
        )


def part_name(name: str, part: int, of: int) -> str:
    """Name one of several parts of a run that can be made at different times."""
    return f"{name}{PART}{part} of {of}"


@contextmanager
def timed(tally: Tally) -> Iterator[Tally]:
    """Measure how long the run takes."""
    begun = time.perf_counter()
    try:
        yield tally
    finally:
        tally.seconds += time.perf_counter() - begun
