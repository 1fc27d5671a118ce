"""What a line may do to an exchange: kinds, which exchange they strike, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the line fails: 24 kinds, those that come in two or three forms in each of them."""

    REFUSE = "refuse"
    BLACK_HOLE = "black hole"
    RESET_BEFORE = "reset before send"
    RESET_MID = "reset mid-request"
    RESET_AFTER = "reset after commit"
    DELAY_SHORT = "delay 1 s"
    DELAY_LONG = "delay 10 s"
    DELAY_TOO_LONG = "delay 70 s"
    DRIP = "drip"
    CUT_WITH_LENGTH = "truncated, length stated"
    CUT_WITHOUT_LENGTH = "truncated, no length"
    CUT_CHUNK = "chunked, cut"
    DUPLICATE = "delivered twice"
    REORDER = "batches reordered"
    REDIRECT_301 = "301"
    REDIRECT_302 = "302"
    PORTAL = "200 HTML portal"
    NO_CONTENT = "204"
    TOO_MANY = "429 Retry-After"
    ERROR_500 = "500"
    ERROR_503 = "503"
    WRONG_TYPE = "wrong content type"
    BOMB = "gzip bomb"
    DEEP = "deep JSON"
    DUPLICATE_KEYS = "duplicate keys"
    NOT_A_NUMBER = "NaN"
    UNTRUSTED = "untrusted CA"
    EXPIRED = "expired certificate"
    NOT_YET_VALID = "certificate not yet valid"
    NO_NAME = "DNS failure"
    OLD_ANSWER = "old answer replayed"


# these strike the connection, not the exchange: it breaks off first, then nothing connects
OUTAGES = frozenset(
    {
        Kind.REFUSE,
        Kind.BLACK_HOLE,
        Kind.UNTRUSTED,
        Kind.EXPIRED,
        Kind.NOT_YET_VALID,
        Kind.NO_NAME,
    }
)


class Step(StrEnum):
    """The exchange that the fault waits for."""

    ENROL = "enrol"
    PUSH = "push"
    PULL = "pull"
    CHALLENGE = "challenge"


class Stage(StrEnum):
    """How far the request gets before the fault strikes."""

    BEFORE = "before"  # the centre sees nothing of it
    DURING = "during"  # half of it
    AFTER = "after"  # all of it: the centre has committed


@dataclass(frozen=True, slots=True)
class Cell:
    """One fault: kind, exchange and moment."""

    kind: Kind
    step: Step
    stage: Stage

    def __str__(self) -> str:
        return f"{self.kind} / {self.step} / {self.stage}"


def cells() -> Iterator[Cell]:
    """Give all of them."""
    for kind in Kind:
        for step in Step:
            for stage in Stage:
                yield Cell(kind, step, stage)
