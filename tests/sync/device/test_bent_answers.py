"""A centre that says anything at all: no round breaks, none believes what is not proved."""

import random
from collections.abc import Callable

import msgspec
import pytest

from sync.device.ports import Outcome
from sync.protocol.messages import (
    SHARED,
    Answer,
    ChainHead,
    Leaves,
    PlacedEntry,
    PushResult,
    State,
    Stopped,
    Wanted,
)
from tests.sync.device.little_centre import LittleCentre
from tests.sync.device.rounds import enrolled

pytestmark = pytest.mark.sync
POST = "el-tari"
HISTORIES = 120
NUMBERS = (-1, 0, 1, 2, 3, 5, 2**31, 2**53, 2**63 - 1)
Bend = Callable[[random.Random, object], object]


def number(draw: random.Random, _old: object) -> int:
    return draw.choice(NUMBERS)


def some_of(draw: random.Random, old: object) -> list[object]:
    """Drop, repeat, swap or bend what a list holds."""
    kept = [one for one in list(old) if draw.random() > 0.2]  # type: ignore[call-overload]
    kept += draw.choices(kept, k=1) if kept and draw.random() < 0.3 else []
    draw.shuffle(kept)
    return [bent(draw, one) if draw.random() < 0.4 else one for one in kept]


def bent(draw: random.Random, value: object) -> object:
    """Give another value of the same type, so that it still can be read."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, State):
        return draw.choice(list(State))
    if isinstance(value, int):
        return number(draw, value)
    if isinstance(value, str):
        return draw.choice((POST, SHARED, "tenau", "", "ab" * 32, value[::-1]))
    if isinstance(value, bytes):
        at = draw.randrange(len(value) + 1)
        return draw.choice((b"", value[:at], value[:at] + bytes(1) + value[at + 1 :], value * 2))
    if isinstance(value, list):
        return some_of(draw, value)
    if isinstance(value, dict):
        return {bent(draw, k) if draw.random() < 0.2 else k: v for k, v in value.items()}
    if isinstance(value, msgspec.Struct):
        name = draw.choice(value.__struct_fields__)
        changed = {name: bent(draw, getattr(value, name))}
        return msgspec.structs.replace(value, **changed)
    return value


def invented(draw: random.Random, centre: LittleCentre, device: str, answer: Answer) -> Answer:
    """Put into an answer what nobody sent."""
    entries = [wire for wire in centre.log(SHARED).entries if wire is not None]
    extra = {
        "heads": [ChainHead(device, "ab" * 8, draw.choice(NUMBERS), "cd" * 32)],
        "wanted": [Wanted(draw.choice((POST, SHARED)), draw.choice(NUMBERS), 2**53 - 1)],
        "leaves": [Leaves(POST, draw.choice(NUMBERS), draw.randbytes(64))],
        "results": [PushResult("x", draw.choice(NUMBERS), State.STORED)],
        "entries": [PlacedEntry(draw.choice(NUMBERS), draw.choice(entries))],
        "checkpoints": [centre.checkpoint(draw.choice((POST, SHARED)), 1)],
        "stopped": Stopped("x", "bad_signature"),
    }
    named = [name for name in answer.__struct_fields__ if name in extra]
    name = draw.choice(named)
    return msgspec.structs.replace(answer, **{name: extra[name]})


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_answer_breaks_a_round_or_acknowledges_what_is_not_there(seed):
    draw = random.Random(seed)
    centre = LittleCentre()
    sister, desk = enrolled(centre, "laptop dua"), enrolled(centre)
    sister.journal.record(2)
    sister.sync()
    if seed % 2:
        desk.sync()
        desk.journal.record(2)

    def bend(name, asked, answer):
        if draw.random() < 0.5:
            return answer
        if draw.random() < 0.2:
            return invented(draw, centre, desk.journal.device, answer)
        return bent(draw, answer)

    centre.bend = bend

    reports = [desk.sync() for _ in range(3)]

    log = centre.log(POST)
    for entry_id, one in desk.journal.kept.acknowledged.items():
        assert log.leaves[one.position - 1] == desk.journal.kept.entries[entry_id].leaf
    for (feed, position), entry_id in desk.journal.kept.places.items():
        leaf = desk.journal.kept.entries[entry_id].leaf
        assert centre.log(feed).leaves[position - 1] == leaf
    assert {report.outcome for report in reports} <= {
        Outcome.DONE,
        Outcome.ALARM,
        Outcome.REFUSED,
    }
