"""Clients of the versions before and after this one, against this centre."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from sync.protocol.codec import decode, encode
from sync.protocol.entry import Entry
from sync.protocol.messages import PullAnswer, PullRequest, PushRequest, State
from sync.protocol.people import Role
from tests.sync.protocol.next_version import OFFICER, from_the_next_version
from tests.sync.server.people_at_posts import NOW, TRAINING, Laptop, PostMaker, push_of

RELEASES = Path(__file__).parent / "releases"


@pytest.fixture
def centre(centre_db):
    from sync.server.centre import open_centre

    return open_centre(centre_db.data_dir, deployment=TRAINING)


def carried(centre, entries):
    """Push entries of a new laptop over the wire's bytes, and pull them as its neighbour would."""
    from sync.server.intake import take
    from sync.server.models import Device
    from sync.server.pull import give

    laptop, neighbour = Laptop(centre, "laptop baru"), Laptop(centre, "laptop tetangga")
    laptop.opening = entries[0]
    laptop.enrol()
    neighbour.enrol()
    device = Device.objects.get(pk=entries[0].header.device)
    pushed = decode(encode(push_of(*entries)), PushRequest)
    states = [result.state for result in take(device, pushed, centre, NOW).results]
    asked = PullRequest("el-tari", 0, 1_000_000, {})
    pulled = decode(encode(give(neighbour.row, asked, centre, NOW)), PullAnswer)
    return states, [placed.entry for placed in pulled.entries]


def written_by(release: str) -> list[Entry]:
    """Read what the program of an earlier release wrote: invented work of one day, by its code."""
    stored = json.loads((RELEASES / f"{release}.json").read_text(encoding="utf-8"))
    return [
        Entry(
            b64decode(one["header"]),
            b64decode(one["signature"]),
            {name: b64decode(part) for name, part in one["parts"].items()},
        )
        for one in stored
    ]


def bytes_of(entry):
    return entry.header_bytes, entry.signature, dict(entry.parts)


def test_entries_of_the_next_version_come_back_byte_for_byte(centre):
    sent = from_the_next_version(PostMaker("laptop baru", "el-tari"))

    states, back = carried(centre, sent)

    assert [bytes_of(wire.entry) for wire in back] == [bytes_of(entry) for entry in sent]
    quarantined = [State.QUARANTINED] * 2
    assert states == [State.STORED, State.STORED, *quarantined, State.STORED]


def test_entries_of_this_version_come_back_byte_for_byte(centre):
    maker = PostMaker("laptop baru", "el-tari")
    opening = [maker.opening(), maker.added(OFFICER, OFFICER, Role.PENYELIA)]
    sent = [*opening, maker.screening(OFFICER)]

    states, back = carried(centre, sent)

    assert [bytes_of(wire.entry) for wire in back] == [bytes_of(entry) for entry in sent]
    assert states == [State.STORED] * 3


def test_entries_of_the_release_before_there_was_sync_come_back_byte_for_byte(centre):
    sent = written_by("before_sync")

    states, back = carried(centre, sent)

    assert [bytes_of(wire.entry) for wire in back] == [bytes_of(entry) for entry in sent]
    assert states == [State.STORED] * len(sent)
    kinds = {entry.header.kind for entry in sent}
    assert kinds >= {"device", "officer", "screening", "correction", "tally", "watch", "export"}
