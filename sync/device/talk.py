"""Typed requests and answers over a line, and what every answer says about the clocks."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from sync.device.errors import CentreRefused
from sync.device.ports import CentreLink, Exchanged, Line
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode
from sync.protocol.limits import LARGEST_INTEGER
from sync.protocol.messages import Answer, Refused

ANSWERED = 200
T = TypeVar("T", bound=Answer)


class Talk:
    """One round's exchanges with the centre."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.last_contact_at: datetime | None = None  # by this device's clock
        self.clock_offset_ms: int | None = None

    def ask(self, name: str, request: msgspec.Struct, answer_type: type[T]) -> T:
        """Send a request and give its answer.

        Raises:
            NoLine, NotOurs: see `Line.exchange`.
            CentreRefused: the centre said no, or its answer cannot be read.
        """
        exchanged = self._line.exchange(name, encode(request))
        answer = read_answer(exchanged, answer_type)
        self._measure(exchanged, answer)
        return answer

    def touched(self, link: CentreLink) -> CentreLink:
        """Give the link with the newest contact and the clock's offset."""
        return replace(
            link, last_contact_at=self.last_contact_at, clock_offset_ms=self.clock_offset_ms
        )

    def _measure(self, exchanged: Exchanged, answer: Answer) -> None:
        """Take the centre's clock to be read half-way between sending and receiving."""
        middle_ms = (exchanged.sent_at_ms + exchanged.received_at_ms) // 2
        self.clock_offset_ms = answer.at_ms - middle_ms
        self.last_contact_at = datetime.fromtimestamp(exchanged.received_at_ms / 1000, UTC)


def read_answer(exchanged: Exchanged, answer_type: type[T]) -> T:
    """Read an answer of the centre (raises CentreRefused)."""
    try:
        if exchanged.status == ANSWERED:
            answer = decode(exchanged.body, answer_type)
            check_numbers(answer)
            return answer
        refused = decode(exchanged.body, Refused)
    except Malformed as error:
        raise CentreRefused("answer_malformed", error.code) from error
    raise CentreRefused(refused.code, refused.detail)


def check_numbers(value: object) -> None:
    """Refuse numbers that neither a store nor a calendar could take.

    Raises:
        Malformed: one is below zero, or beyond 2^53-1.
    """
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            check_numbers(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in value:
            check_numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            check_numbers(item)
    elif isinstance(value, int) and not 0 <= value <= LARGEST_INTEGER:
        raise Malformed("number")


def moment(at_ms: int) -> datetime:
    """Give a centre's time as a moment (raises CentreRefused where no calendar has it)."""
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CentreRefused("answer_malformed", "moment") from error
