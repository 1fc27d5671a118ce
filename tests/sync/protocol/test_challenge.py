import hashlib
from dataclasses import replace

import pytest

from sync.protocol.challenge import challenge_proof, length_prefixed
from sync.protocol.entry import Entry
from tests.sync.protocol.makers import ChainMaker, fixed_key

pytestmark = pytest.mark.domain
OFFICER = fixed_key("petugas contoh")
NONCE = bytes(range(32))
ENTRY = ChainMaker().screening(OFFICER)
ERASURE = "01a1ee56-5e01-7819-87ef-0f95c0f8f385"


def without_identity() -> Entry:
    return replace(ENTRY, parts={"facts": ENTRY.parts["facts"]})


def test_proof_is_the_hash_the_format_describes():
    written = b"posko/challenge/v1" + NONCE + b"\x00" * 7 + b"\x09"
    written += length_prefixed(ENTRY.header_bytes) + length_prefixed(ENTRY.signature)
    for name in ("facts", "identity"):
        written += length_prefixed(name.encode()) + b"\x01" + length_prefixed(ENTRY.parts[name])

    assert challenge_proof(NONCE, 9, ENTRY, {}) == hashlib.sha256(written).digest()


def test_erased_part_is_proved_by_the_erasure_that_took_it():
    written = b"posko/challenge/v1" + NONCE + b"\x00" * 7 + b"\x09"
    written += length_prefixed(ENTRY.header_bytes) + length_prefixed(ENTRY.signature)
    written += length_prefixed(b"facts") + b"\x01" + length_prefixed(ENTRY.parts["facts"])
    written += length_prefixed(b"identity") + b"\x00" + length_prefixed(ERASURE.encode())

    given = challenge_proof(NONCE, 9, without_identity(), {"identity": ERASURE})

    assert given == hashlib.sha256(written).digest()


def test_part_that_is_gone_without_an_erasure_gives_no_proof():
    assert challenge_proof(NONCE, 9, without_identity(), {}) is None


def test_nothing_but_the_same_bytes_gives_the_same_proof():
    proofs = {
        challenge_proof(NONCE, 9, ENTRY, {}),
        challenge_proof(bytes(32), 9, ENTRY, {}),
        challenge_proof(NONCE, 10, ENTRY, {}),
        challenge_proof(NONCE, 9, replace(ENTRY, signature=bytes(64)), {}),
        challenge_proof(NONCE, 9, replace(ENTRY, parts=ENTRY.parts | {"facts": b"x"}), {}),
        challenge_proof(NONCE, 9, without_identity(), {"identity": ERASURE}),
    }

    assert len(proofs) == 6
