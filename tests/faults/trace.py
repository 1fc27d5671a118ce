"""Reads what the shim recorded: every change below the watched folder, in order."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HEAD = struct.Struct("<ciqqII")


class Op(StrEnum):
    """One kind of record, named by its letter in the shim."""

    OPEN = "O"
    CLOSE = "C"
    WRITE = "W"
    TRUNCATE = "T"
    SYNC = "S"
    RENAME = "R"
    LINK = "L"
    UNLINK = "U"
    MKDIR = "M"
    RMDIR = "D"
    ACK = "A"


WORTH_A_CUT = frozenset(Op) - {Op.OPEN, Op.CLOSE}  # an acknowledgement most of all


@dataclass(frozen=True, slots=True)
class Record:
    """One call: `a` is the offset, the length of a truncation, or 1 for a file just made."""

    op: Op
    fd: int
    a: int
    b: int
    first: bytes
    second: bytes

    @property
    def is_worth_a_cut(self) -> bool:
        """Say whether a power cut right after this call is worth a round."""
        return self.op in WORTH_A_CUT or (self.op is Op.OPEN and bool(self.a or self.b))


def read_trace(path: Path) -> Iterator[Record]:
    """Yield the records of a finished trace."""
    raw = path.read_bytes()
    at = 0
    while at < len(raw):
        letter, fd, a, b, n1, n2 = HEAD.unpack_from(raw, at)
        at += HEAD.size
        yield Record(Op(letter.decode()), fd, a, b, raw[at : at + n1], raw[at + n1 : at + n1 + n2])
        at += n1 + n2
