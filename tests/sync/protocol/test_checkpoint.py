from dataclasses import replace

import pytest

from sync.protocol.canonical import Malformed, canonical_bytes, parse_object
from sync.protocol.checkpoint import (
    CHECKPOINT_LABEL,
    Checkpoint,
    read_checkpoint,
    sign_checkpoint,
)
from sync.protocol.entry import BadSignature
from sync.protocol.messages import SignedCheckpoint
from tests.sync.protocol.makers import START_MS, fixed_key, print_of, public

pytestmark = pytest.mark.domain
CENTRE = fixed_key("pusat contoh")
SHOWN = Checkpoint(
    centre=print_of(CENTRE),
    deployment="training",
    feed="el-tari",
    generation=0,
    size=7,
    root="ab" * 32,
    at_ms=START_MS,
)


def signed_with(**bent: object) -> SignedCheckpoint:
    """A checkpoint that the centre itself signed, with fields bent before it did."""
    body = canonical_bytes(parse_object(SHOWN.body(), limit_bytes=4096) | bent)  # type: ignore[arg-type]
    return SignedCheckpoint(body, CENTRE.sign(CHECKPOINT_LABEL + body))


def test_checkpoint_reads_back():
    assert read_checkpoint(sign_checkpoint(SHOWN, CENTRE), public(CENTRE)) == SHOWN


def test_field_of_a_newer_version_is_passed_over():
    assert read_checkpoint(signed_with(witnesses=["dua"]), public(CENTRE)) == SHOWN


def test_every_changed_byte_is_found():
    signed = sign_checkpoint(SHOWN, CENTRE)
    whole = signed.body + signed.signature
    for at in range(len(whole)):
        bent = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(BadSignature):
            read_checkpoint(SignedCheckpoint(bent[:-64], bent[-64:]), public(CENTRE))


def test_checkpoint_of_another_centre_is_refused():
    other = fixed_key("pusat lain")

    with pytest.raises(BadSignature, match="checkpoint"):
        read_checkpoint(sign_checkpoint(SHOWN, other), public(CENTRE))
    with pytest.raises(BadSignature, match="centre"):
        read_checkpoint(sign_checkpoint(SHOWN, other), public(other))


@pytest.mark.parametrize("key", [b"", b"short"])
def test_key_or_signature_of_another_length_is_refused(key):
    with pytest.raises(BadSignature):
        read_checkpoint(sign_checkpoint(SHOWN, CENTRE), key)
    with pytest.raises(BadSignature):
        read_checkpoint(SignedCheckpoint(SHOWN.body(), key), public(CENTRE))


@pytest.mark.parametrize(
    "bent",
    [
        {"size": -1},
        {"size": "7"},
        {"size": True},
        {"generation": None},
        {"at": "now"},
        {"root": "AB" * 32},
        {"root": 1},
        {"feed": "El Tari"},
        {"feed": None},
        {"deployment": "both"},
    ],
)
def test_signed_checkpoint_of_another_form_is_malformed(bent):
    with pytest.raises(Malformed, match="checkpoint_form"):
        read_checkpoint(signed_with(**bent), public(CENTRE))


def test_checkpoint_without_a_field_is_malformed():
    body = b'{"centre":"x"}'

    with pytest.raises(Malformed, match="checkpoint_form"):
        read_checkpoint(
            SignedCheckpoint(body, CENTRE.sign(CHECKPOINT_LABEL + body)), public(CENTRE)
        )


def test_feed_and_generation_are_signed_too():
    assert SHOWN.body() != replace(SHOWN, feed="tenau").body()
    assert SHOWN.body() != replace(SHOWN, generation=1).body()
