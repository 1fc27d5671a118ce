"""Waiting after wrong passphrases: a courtesy at the desk; on a copied disk only the KDF counts.

The file is not authenticated and names nobody: person ids, counts, times. When it is damaged or
cannot be written, nobody waits and nobody is kept out.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posko_app.system import write_private

LONG_WAIT_FROM = 10  # misses in a row
LONG_WAIT_S = 300
LONGEST_DOUBLING_S = 60
FILE_LIMIT_BYTES = 64 * 1024
MOST_MISSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Misses:
    """Wrong tries in a row, and when the last one was (Unix seconds)."""

    count: int
    last_s: int


def delay_s(misses: int) -> int:
    """Give the whole wait after so many misses in a row: 1, 2, 4 … 60, from ten on 300 seconds."""
    if misses <= 0:
        return 0
    if misses >= LONG_WAIT_FROM:
        return LONG_WAIT_S
    return min(1 << (misses - 1), LONGEST_DOUBLING_S)


class Attempts:
    """The wrong tries of one store's officers, kept in a file so that a restart forgets nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def seconds_to_wait(self, person: str, *, now: datetime) -> int:
        """Say how long this person still waits, never more than the full delay.

        When the clock was turned back the wait begins anew from now, once.
        """
        misses = self._read().get(person)
        if misses is None:
            return 0
        now_s = int(now.timestamp())
        if now_s < misses.last_s:
            self._note(person, Misses(misses.count, now_s))
            return delay_s(misses.count)
        return max(0, misses.last_s + delay_s(misses.count) - now_s)

    def misses(self, person: str) -> int:
        """Say how many wrong tries in a row are remembered."""
        found = self._read().get(person)
        return 0 if found is None else found.count

    def note_miss(self, person: str, *, now: datetime) -> None:
        """Count one more wrong try."""
        before = self._read().get(person, Misses(0, 0))
        self._note(person, Misses(before.count + 1, int(now.timestamp())))

    def clear(self, person: str) -> None:
        """Forget the wrong tries of somebody who has got in."""
        known = self._read()
        if known.pop(person, None) is not None:
            self._write(known)

    def _note(self, person: str, misses: Misses) -> None:
        self._write({**self._read(), person: misses})

    def _read(self) -> dict[str, Misses]:
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(FILE_LIMIT_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        read = {person: _misses(item) for person, item in found.items()}
        return {person: misses for person, misses in read.items() if misses is not None}

    def _write(self, known: dict[str, Misses]) -> None:
        rows = {person: [misses.count, misses.last_s] for person, misses in known.items()}
        try:
            write_private(self._path, json.dumps(rows, sort_keys=True).encode(), durable=True)
        except OSError:
            return  # a full disk must not keep anybody out


def _misses(item: object) -> Misses | None:
    match item:
        case [int(count), int(last_s)] if 0 < count <= MOST_MISSES and last_s >= 0:
            return Misses(count, last_s)
    return None
