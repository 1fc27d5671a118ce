import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.store.seal import Purpose, SealBroken, is_public_key, seal, unseal

SECRET = bytes(range(32))
STORE = "ab" * 16
OTHER_STORE = "ac" * 16


@pytest.fixture
def private(random_bytes):
    return X25519PrivateKey.from_private_bytes(random_bytes(32))


@pytest.fixture
def blob(private):
    public = private.public_key().public_bytes_raw()
    return seal(SECRET, public, purpose=Purpose.SLOT, store_id=STORE, generation=1)


def opened(blob, private, *, purpose=Purpose.SLOT, store_id=STORE, generation=1):
    return unseal(blob, private, purpose=purpose, store_id=store_id, generation=generation)


def test_recipient_opens_what_was_sealed(blob, private):
    assert opened(blob, private) == SECRET
    assert len(blob) == 80


@pytest.mark.parametrize(
    "other", [{"purpose": Purpose.ESCROW}, {"store_id": OTHER_STORE}, {"generation": 2}]
)
def test_seal_is_bound_to_purpose_store_and_generation(blob, private, other):
    with pytest.raises(SealBroken):
        opened(blob, private, **other)


def test_somebody_else_does_not_open_it(blob, random_bytes):
    with pytest.raises(SealBroken):
        opened(blob, X25519PrivateKey.from_private_bytes(random_bytes(32)))


def test_every_flipped_bit_breaks_the_seal(blob, private):
    for position in range(len(blob) * 8):
        damaged = bytearray(blob)
        damaged[position // 8] ^= 1 << position % 8
        # X25519 ignores the top bit of a public key; HPKE's key schedule does not
        with pytest.raises(SealBroken):
            opened(bytes(damaged), private)


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 48, 79])
def test_shortened_blob_breaks_the_seal(blob, private, cut):
    with pytest.raises(SealBroken):
        opened(blob[:cut], private)


def test_key_of_low_order_is_no_public_key(private):
    assert is_public_key(private.public_key().public_bytes_raw())
    assert not is_public_key(bytes(32))
    assert not is_public_key(b"\x01" + bytes(31))
    assert not is_public_key(b"\x09" * 31)
