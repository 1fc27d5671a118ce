"""Identifiers and the hybrid clock of an entry: made on the device, never by a server."""

from collections.abc import Callable
from dataclasses import dataclass

RandomBytes = Callable[[int], bytes]  # takes a count, gives that many random bytes

HASH_HEX = 64
SUBJECT_HEX = 32
EPOCH_HEX = 16
NO_HASH = "0" * HASH_HEX
COUNTER_LIMIT = 0xFFFF
MILLISECONDS_LIMIT = 0xFFFF_FFFF_FFFF


def new_uuid7(now_ms: int, random_bytes: RandomBytes) -> str:
    """Make a UUIDv7 from Unix milliseconds and fresh random bytes.

    Basis: SRC-RFC9562, section 5.7.
    """
    tail = int.from_bytes(random_bytes(10), "big")
    value = (now_ms & MILLISECONDS_LIMIT) << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | tail & 0x3FFF_FFFF_FFFF_FFFF
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def new_subject(random_bytes: RandomBytes) -> str:
    """Make a random subject id (32 hex): the id that screens and commands show."""
    return random_bytes(SUBJECT_HEX // 2).hex()


def new_epoch(random_bytes: RandomBytes) -> str:
    """Make a random epoch (16 hex): chosen at init and after every restore."""
    return random_bytes(EPOCH_HEX // 2).hex()


def is_hex(text: object, length: int) -> bool:
    """Say whether this is a text of exactly so many lower-case hexadecimal digits."""
    if not isinstance(text, str):
        return False
    return len(text) == length and not text.strip("0123456789abcdef")


@dataclass(frozen=True, slots=True, order=True)
class Hlc:
    """A hybrid logical clock stamp: Unix milliseconds, then a counter within them."""

    at_ms: int
    counter: int

    def __str__(self) -> str:
        return f"{self.at_ms:012x}{self.counter:04x}"

    @classmethod
    def parse(cls, text: str) -> "Hlc":
        """Read the 16 hexadecimal digits of a header.

        Raises:
            ValueError: not 16 lower-case hexadecimal digits.
        """
        if not is_hex(text, 16):
            raise ValueError("hlc")
        return cls(int(text[:12], 16), int(text[12:], 16))

    def tick(self, now_ms: int) -> "Hlc":
        """Give the next stamp: the wall clock when it moved on, else one step further.

        A clock turned back never turns the stamps back; it is recorded, not repaired.
        """
        if now_ms > self.at_ms:
            return Hlc(now_ms & MILLISECONDS_LIMIT, 0)
        if self.counter < COUNTER_LIMIT:
            return Hlc(self.at_ms, self.counter + 1)
        return Hlc(self.at_ms + 1, 0)
