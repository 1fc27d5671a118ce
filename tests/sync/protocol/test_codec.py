import zlib
from random import Random

import msgspec
import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode, inflate
from sync.protocol.limits import BODY_BYTES, INFLATED_BYTES
from sync.protocol.messages import LeavesRequest, PullRequest

pytestmark = pytest.mark.domain
ASKED = LeavesRequest(feed="el-tari", size=7)


def refusal(body: bytes, *, limit_bytes: int = INFLATED_BYTES) -> str:
    with pytest.raises(Malformed) as refused:
        decode(body, LeavesRequest, limit_bytes=limit_bytes)
    return refused.value.code


def packed(value: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value))


def test_message_reads_back():
    assert decode(encode(ASKED), LeavesRequest) == ASKED


def test_field_of_a_newer_version_is_passed_over():
    newer = {"feed": "el-tari", "size": 7, "v": 2, "since": [1, {"deep": [None, 1.5]}]}

    assert decode(packed(newer), LeavesRequest) == LeavesRequest("el-tari", 7, v=2)


def test_field_of_an_older_version_may_be_absent():
    assert decode(packed({"feed": "el-tari", "size": 7}), LeavesRequest) == ASKED


def test_bomb_is_not_opened_beyond_the_limit():
    assert refusal(zlib.compress(b"\x00" * 200_000_000)) == "bomb"


def test_message_at_the_limit_is_read_and_one_byte_more_is_not():
    body = encode(ASKED)
    size = len(zlib.decompress(body))

    assert decode(body, LeavesRequest, limit_bytes=size) == ASKED
    assert refusal(body, limit_bytes=size - 1) == "bomb"


def test_body_over_the_limit_is_not_even_inflated():
    assert refusal(b"\x00" * (BODY_BYTES + 1)) == "too_large"


def test_cut_body_is_refused_at_every_length():
    body = encode(ASKED)

    assert {refusal(body[:end]) for end in range(len(body))} == {"not_deflated"}


@pytest.mark.parametrize("body", [b"", b"<html>portal</html>", b"{}", b"\x1f\x8b\x08\x00"])
def test_what_is_not_deflated_is_refused(body):
    assert refusal(body) == "not_deflated"


def test_anything_after_the_body_is_refused():
    assert refusal(encode(ASKED) + b"x") == "not_deflated"
    assert refusal(encode(ASKED) + encode(ASKED)) == "not_deflated"


@pytest.mark.parametrize("depth", [5_000, 1_000_000])
def test_deep_nesting_is_refused_without_a_crash(depth):
    assert refusal(zlib.compress(b"\x91" * depth + b"\x01")) == "too_deep"
    assert refusal(zlib.compress(b"\x81\x01" * depth + b"\x01")) == "too_deep"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_msgpack"),
        (b"\xc1", "not_msgpack"),
        (b"\x82\xa1v\x01", "not_msgpack"),  # cut inside
        (b"\xdd\xff\xff\xff\xff", "not_msgpack"),  # says it holds four thousand million
        (b"\xa2\xff\xfe", "not_msgpack"),  # no UTF-8
        (b"\x81\x81\x01\x01\x02", "not_msgpack"),  # a map as key
        (b"\xd7\xff\xff\xff\xff\xff\xff\xff\xff\xff", "not_msgpack"),  # a time that never was
        (b"\x82\xa1v\x01\xa1v\x02", "not_shortest"),  # a key twice
        (b"\xcd\x00\x01", "not_shortest"),
        (b"\xd9\x01a", "not_shortest"),
        (b"\xca\x3f\x80\x00\x00", "not_shortest"),
        (b"\x01\x02", "not_msgpack"),  # something after it
        (b"\x01", "form"),
        (b"\xc0", "form"),
        (b"\x90", "form"),
    ],
)
def test_malformed_bytes_are_refused_with_their_code(raw, code):
    assert refusal(zlib.compress(raw)) == code


@pytest.mark.parametrize(
    "bent",
    [
        {"feed": "el-tari"},
        {"feed": 7, "size": 7},
        {"feed": "el-tari", "size": "7"},
        {"feed": "el-tari", "size": 7.0},
        {"feed": "el-tari", "size": None},
        {"feed": "el-tari", "size": 2**64 - 1, "v": []},
    ],
)
def test_message_of_another_form_is_refused(bent):
    assert refusal(packed(bent)) == "form"


def test_another_message_is_refused():
    assert refusal(encode(PullRequest("el-tari", 0, 1, {"el-tari": 0}))) == "form"


def test_random_bytes_are_refused_and_nothing_else_is_raised():
    random = Random(4)
    for _ in range(5_000):
        refusal(zlib.compress(random.randbytes(random.randrange(40)), 0))


def test_inflated_bytes_are_given_as_they_were():
    assert inflate(zlib.compress(b"isi"), limit_bytes=3) == b"isi"
