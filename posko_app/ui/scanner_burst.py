"""Tells a scanner from a person by the time between keys; no widget, no clock of its own.

Findings of a prototype (design, "Scanner filter"): scanners send a key every 2 to 30 ms, people
take 60 ms and more between keys but for two or three at once; a key held down repeats every
33 ms, so repeats never count and a scan needs six different characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from posko_app.settings import SLOWEST_SCANNER, USUAL_SCANNER

GAP_MS = float(USUAL_SCANNER)  # between two keys of a scanner, until a test has shown a slower one
QUIET_MS = 120.0  # after the last key of a scan
NEXT_LINE_MS = 400.0  # where a zone's next line must follow: some readers take a breath
FAST_KEYS = 4  # so many in a row may be a scan
SLOW_FAST_KEYS = 8  # where the gap learnt is one that people have too
DIFFERENT = 6  # characters in a scan
LONG, FEW = 12, 3  # a long number may have fewer different ones
LINE = 6  # characters and Enter, all as fast: nobody types that
PREFIX, END_MARK = "\x02", "\x03"  # what a programmed scanner puts around a scan
BREAKS = "\r\n\t"


class Stage(StrEnum):
    """What the keys since the last pause are."""

    TYPING = "typing"
    PERHAPS = "perhaps"  # fast enough; too little is there to be sure
    SCAN = "scan"


@dataclass(slots=True)
class Burst:
    """The keys since the last pause.

    Args:
        gap_ms: the longest pause between two keys of a scan that has just begun.
    """

    gap_ms: float = GAP_MS
    stage: Stage = Stage.TYPING
    text: str = field(default="", repr=False)
    gaps: list[float] = field(default_factory=list)
    _last: float = float("-inf")

    @property
    def fast_keys(self) -> int:
        """So many fast keys in a row may be a scan."""
        return FAST_KEYS if self.gap_ms <= GAP_MS else SLOW_FAST_KEYS

    def belongs(self, at: float) -> bool:
        """Say whether a key at this time goes on with what is there."""
        return bool(self.text) and 0 <= at - self._last <= self.patience_ms

    @property
    def patience_ms(self) -> float:
        """The pause after which the next key belongs to something else."""
        if self.stage is not Stage.SCAN:
            return self.gap_ms
        return NEXT_LINE_MS if _UNFINISHED.fullmatch(self.text) else QUIET_MS

    def add(self, at: float, sign: str) -> Stage:
        """Take one key that belongs, or the first of a new burst; say what it all is now."""
        if self.text:
            self.gaps.append(at - self._last)
        self.text += sign
        self._last = at
        if sign == PREFIX or self._is_scan():
            self.stage = Stage.SCAN
        elif len(self.text) >= self.fast_keys and self.stage is Stage.TYPING:
            self.stage = Stage.PERHAPS
        return self.stage

    def touch(self, at: float) -> None:
        """A key without a character, Shift above all, stands between two that belong."""
        if self.belongs(at):
            self._last = at

    def begin(self) -> None:
        """Start anew."""
        self.stage, self.text, self.gaps = Stage.TYPING, "", []
        self._last = float("-inf")

    def payload(self) -> str:
        """Give what was scanned, without the marks around it."""
        return self.text.strip(PREFIX + END_MARK + BREAKS)

    def _is_scan(self) -> bool:
        if self.stage is Stage.SCAN:
            return True
        signs = self.text.translate(_NO_BREAKS)
        if len(signs) < self.fast_keys:
            return False
        different = len(set(signs))
        is_line = self.text[-1] in BREAKS and len(signs) >= LINE and different > 1
        return is_line or different >= DIFFERENT or (len(signs) >= LONG and different >= FEW)


# the first line of a passport's zone, or one or two of a card's, and the line's end
_UNFINISHED = re.compile(r"[PIACV][A-Z0-9<]{35}(?:[A-Z0-9<]{8})?\s+|[IAC](?:[A-Z0-9<]{29}\s+){1,2}")
_NO_BREAKS = str.maketrans("", "", BREAKS)


def learnt_gap(gaps: Sequence[float]) -> int:
    """Give the pause to allow for a scanner with these gaps, in ms: never less than usual."""
    slowest = sorted(gaps)[-1 - len(gaps) // 50] if gaps else 0  # two in a hundred may stumble
    return round(min(max(USUAL_SCANNER, slowest * 1.5), SLOWEST_SCANNER))
