"""The messages as they are on the wire: golden files, and both neighbouring versions."""

import json

import msgspec
import pytest

from sync.protocol import messages
from sync.protocol.chain import ChainChecker
from sync.protocol.codec import decode, encode, pack, unpack
from sync.protocol.entry import Entry, Kind
from sync.protocol.messages import (
    PlacedEntry,
    PullAnswer,
    PushRequest,
    WireEntry,
    is_feed,
    is_post,
)
from tests.sync.protocol.makers import ChainMaker
from tests.sync.protocol.next_version import (
    OFFICER,
    from_the_next_version,
    with_unknown_header_field,
)
from tests.sync.protocol.wire_examples import GOLDEN, MESSAGES, files

pytestmark = pytest.mark.domain


def packed_of(name: str) -> bytes:
    return bytes.fromhex("".join(json.loads((GOLDEN / f"{name}.json").read_text())["msgpack"]))


@pytest.mark.parametrize("name", files())
def test_golden_file_is_made_byte_for_byte(name):
    assert files()[name] == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("name", MESSAGES)
def test_golden_bytes_read_as_the_message(name):
    assert unpack(packed_of(name), type(MESSAGES[name])) == MESSAGES[name]


def test_every_message_has_a_golden_file():
    top = {
        name
        for name, found in vars(messages).items()
        if isinstance(found, type)
        and issubclass(found, msgspec.Struct)
        and name.endswith(("Request", "Answer", "Refused"))
        and name not in ("Answer", "PackedRequest", "PackedAnswer")
    }

    assert {type(message).__name__ for message in MESSAGES.values()} == top


# --- the versions before and after this one


def older(name: str) -> bytes:
    """As the version before this one would send it: nothing that may be left out."""
    found = msgspec.msgpack.decode(packed_of(name))
    required = {f.encode_name for f in msgspec.structs.fields(MESSAGES[name]) if f.required}
    return msgspec.msgpack.encode({k: v for k, v in found.items() if k in required})


def newer(name: str) -> bytes:
    """As the version after this one would send it: more fields, also inside, in another order."""
    found = msgspec.msgpack.decode(packed_of(name))
    return msgspec.msgpack.encode({"since": {"a": [1, None]}, **_with_more(found), "v": 2})


def _with_more(value: object) -> object:
    if isinstance(value, dict) and {"header", "signature"} <= set(value):
        return value | {"attachments": [b"x"]}
    if isinstance(value, dict):
        return {key: _with_more(item) for key, item in value.items()}
    return [_with_more(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", MESSAGES)
def test_message_of_the_version_before_is_read(name):
    fields = msgspec.structs.fields(MESSAGES[name])
    missing = {f.name: f.default for f in fields if not f.required and f.name != "v"}
    plain = {k: [] if v is msgspec.NODEFAULT else v for k, v in missing.items()}
    if name == "heads_answer":
        plain["generations"] = {}

    assert unpack(older(name), type(MESSAGES[name])) == msgspec.structs.replace(
        MESSAGES[name], **plain
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_message_of_the_version_after_is_read(name):
    assert unpack(newer(name), type(MESSAGES[name])) == msgspec.structs.replace(MESSAGES[name], v=2)


def on_the_wire(entry: Entry) -> WireEntry:
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts))


def bytes_of(entry: Entry) -> tuple[object, ...]:
    return entry.header_bytes, entry.signature, dict(entry.parts), entry.hash, entry.leaf


def test_what_a_newer_client_sends_comes_back_byte_for_byte():
    sent = from_the_next_version(ChainMaker())

    pushed = decode(encode(PushRequest([on_the_wire(e) for e in sent], {})), PushRequest)
    placed = [PlacedEntry(n + 1, wire) for n, wire in enumerate(pushed.entries)]
    answer = PullAnswer(at_ms=1, nonce="", feed="el-tari", entries=placed, leaves=[], more=False)
    pulled = decode(encode(answer), PullAnswer)

    assert [bytes_of(p.entry.entry) for p in pulled.entries] == [bytes_of(e) for e in sent]


def test_chain_of_a_newer_client_is_checked_like_any_other():
    sent = from_the_next_version(ChainMaker())
    checker = ChainChecker(sent[0].header.device)

    assert [checker.check(entry) for entry in sent] == [None] * 5
    assert [sent[2].header.kind, sent[2].header.v, sent[3].header.min_reader] == ["hologram", 2, 2]


def test_control_header_that_is_made_again_loses_what_it_did_not_know():
    sent = with_unknown_header_field(ChainMaker().screening(OFFICER))

    assert sent.header.encode() != sent.header_bytes


def test_older_client_s_entry_without_new_parts_is_read():
    bare = ChainMaker().entry(Kind.TALLY, OFFICER, {"facts": {"reason": "anak"}})
    wire = {"header": bare.header_bytes, "signature": bare.signature, "parts": dict(bare.parts)}

    read = unpack(msgspec.msgpack.encode(wire), WireEntry)

    assert (read.entry, dict(read.erased)) == (bare, {})
    assert pack(read) == msgspec.msgpack.encode(wire)


@pytest.mark.parametrize(
    ("text", "feed", "post"),
    [
        ("el-tari", True, True),
        ("shared", True, False),
        ("", False, False),
        ("El Tari", False, False),
        ("el-tari\n", False, False),
        ("a" * 33, False, False),
        (7, False, False),
    ],
)
def test_feed_is_a_post_or_the_shared_one(text, feed, post):
    assert (is_feed(text), is_post(text)) == (feed, post)
