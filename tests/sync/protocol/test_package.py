import hashlib
import struct
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.canonical import canonical_bytes
from sync.protocol.limits import PACKAGE_BYTES
from sync.protocol.package import (
    PACKAGE_LABEL,
    PACKAGE_MAGIC,
    PackageBroken,
    PackageHead,
    PackageKind,
    open_package,
    package_head,
    seal_package,
)
from tests.sync.protocol.makers import START_MS, fixed_key, print_of, public

pytestmark = pytest.mark.domain
DEVICE, CENTRE = fixed_key("perangkat contoh"), fixed_key("pusat contoh")
SEAL_KEY = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"segel contoh").digest())
OTHER_SEAL_KEY = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"segel lain").digest())
PAYLOAD = b"isi contoh" * 20
HEAD = PackageHead(PackageKind.PUSH, print_of(DEVICE), print_of(CENTRE), "training", START_MS)
PACKAGE = seal_package(PAYLOAD, HEAD, key=DEVICE, seal_to=SEAL_KEY.public_key().public_bytes_raw())


def opened(package: bytes = PACKAGE, **bent: object) -> bytes:
    asked = {
        "kind": PackageKind.PUSH,
        "sender": public(DEVICE),
        "recipient": print_of(CENTRE),
        "key": SEAL_KEY,
    }
    return open_package(package, **(asked | bent))  # type: ignore[arg-type]


def refusal(package: bytes = PACKAGE, **bent: object) -> str:
    with pytest.raises(PackageBroken) as refused:
        opened(package, **bent)
    return refused.value.code


def parts(package: bytes = PACKAGE) -> tuple[bytes, bytes, bytes]:
    """Head, signature, ciphertext."""
    start = len(PACKAGE_MAGIC) + 4
    end = start + struct.unpack(">I", package[start - 4 : start])[0]
    return package[start:end], package[end : end + 64], package[end + 64 :]


def resigned(head: bytes, sealed: bytes, *, key: object = DEVICE) -> bytes:
    signature = key.sign(PACKAGE_LABEL + head)  # type: ignore[attr-defined]
    return PACKAGE_MAGIC + struct.pack(">I", len(head)) + head + signature + sealed


def test_package_opens_for_its_recipient():
    assert opened() == PAYLOAD
    assert package_head(PACKAGE) == HEAD


def test_content_is_not_on_the_outside():
    assert b"isi contoh" not in PACKAGE
    assert b"isi contoh" in PAYLOAD


def test_every_flipped_bit_is_refused():
    codes = set()
    for at in range(len(PACKAGE)):
        for bit in range(8):
            bent = bytearray(PACKAGE)
            bent[at] ^= 1 << bit
            codes.add(refusal(bytes(bent)))

    assert codes <= {
        "not_a_package",
        "head_form",
        "version_unknown",
        "other_kind",
        "other_recipient",
        "other_sender",
        "bad_signature",
        "bytes_differ",
    }


def test_every_cut_is_refused():
    codes = {refusal(PACKAGE[:end]) for end in range(len(PACKAGE))}

    assert codes == {"not_a_package", "bytes_differ"}


def test_anything_after_it_is_refused():
    assert refusal(PACKAGE + b"\x00") == "bytes_differ"


@pytest.mark.parametrize(
    ("bent", "code"),
    [
        ({"recipient": print_of(fixed_key("pusat lain"))}, "other_recipient"),
        ({"sender": public(fixed_key("perangkat lain"))}, "other_sender"),
        ({"kind": PackageKind.ANSWER}, "other_kind"),
        ({"key": OTHER_SEAL_KEY}, "not_opened"),
    ],
)
def test_package_for_or_from_somebody_else_is_refused(bent, code):
    assert refusal(**bent) == code


def test_package_signed_by_somebody_else_in_the_sender_s_name_is_refused():
    head, _, sealed = parts()

    assert refusal(resigned(head, sealed, key=fixed_key("orang lain"))) == "bad_signature"


def test_ciphertext_under_another_head_of_the_same_sender_does_not_open():
    _, _, sealed = parts()
    moved = replace(HEAD, made_at_ms=START_MS + 1).bound()
    head = canonical_bytes(moved | {"sha256": hashlib.sha256(sealed).hexdigest()})

    assert refusal(resigned(head, sealed)) == "not_opened"


def test_ciphertext_that_is_none_does_not_open():
    head = canonical_bytes(HEAD.bound() | {"sha256": hashlib.sha256(b"x").hexdigest()})

    assert refusal(resigned(head, b"x")) == "not_opened"


@pytest.mark.parametrize(
    ("bent", "code"),
    [
        ({"kind": "letter"}, "head_form"),
        ({"from": "x"}, "head_form"),
        ({"to": 1}, "head_form"),
        ({"deployment": "both"}, "head_form"),
        ({"made_at_ms": "now"}, "head_form"),
        ({"sha256": ""}, "head_form"),
        ({"path": "../../keys.json"}, "head_form"),
        ({"v": True}, "head_form"),
        ({"v": 2}, "version_unknown"),
    ],
)
def test_head_of_another_form_is_refused(bent, code):
    _, _, sealed = parts()
    sound = HEAD.bound() | {"sha256": hashlib.sha256(sealed).hexdigest()}

    assert refusal(resigned(canonical_bytes(sound | bent), sealed)) == code


@pytest.mark.parametrize("head", [b"", b"{}", b"[]", b'{"v":1,"v":1}', b"\xff", b"[" * 4000])
def test_head_that_is_none_is_refused(head):
    assert refusal(resigned(head, b"")) == "head_form"


def test_head_written_in_another_way_is_refused():
    head, _, sealed = parts()

    assert refusal(resigned(head.replace(b'":', b'": '), sealed)) == "head_form"


@pytest.mark.parametrize(
    ("package", "code"),
    [
        (b"", "not_a_package"),
        (b"SQLite format 3\x00" + bytes(200), "not_a_package"),
        (PACKAGE_MAGIC + struct.pack(">I", 5000) + bytes(6000), "not_a_package"),
        (PACKAGE_MAGIC + bytes(PACKAGE_BYTES), "too_large"),
    ],
)
def test_another_file_is_refused(package, code):
    assert refusal(package) == code


def test_package_beyond_the_limit_is_not_made():
    too_much = bytes(PACKAGE_BYTES - 100)

    with pytest.raises(PackageBroken, match="too_large"):
        seal_package(too_much, HEAD, key=DEVICE, seal_to=SEAL_KEY.public_key().public_bytes_raw())


def test_package_is_not_signed_in_another_s_name():
    with pytest.raises(ValueError, match="sender"):
        seal_package(b"", HEAD, key=CENTRE, seal_to=SEAL_KEY.public_key().public_bytes_raw())
