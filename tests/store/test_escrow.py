import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.errors import OperatorError
from posko_app.store.escrow import Custodian, read_custodians


def key(number: int) -> bytes:
    private = X25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return private.public_key().public_bytes_raw()


def row(number: int, **changes):
    public = base64.b64encode(key(number)).decode()
    return {"name": f"CONTOH KUSTODIAN {number}", "public": public} | changes


def refusal(found) -> str:
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    with pytest.raises(OperatorError) as caught:
        read_custodians(data)
    return str(caught.value)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_custodians_are_read(start):
    data = start + json.dumps([row(1), row(2)]).encode()

    assert read_custodians(data) == (
        Custodian("CONTOH KUSTODIAN 1", key(1)),
        Custodian("CONTOH KUSTODIAN 2", key(2)),
    )


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"{}", b"7", b"[", b"[" * 100_000, b"[" + b" " * 70_000 + b"]"]
)
def test_what_is_no_json_list_is_named(data):
    assert refusal(data) == "vault.escrow_not_json"


def test_empty_list_is_named():
    assert refusal([]) == "vault.escrow_empty"


@pytest.mark.parametrize(
    "bad",
    [
        7,
        {},
        {"name": "CONTOH"},
        row(2, extra=1),
        row(2, name=7),
        row(2, name=" "),
        row(2, name="x" * 201),
        row(2, public=None),
    ],
)
def test_incomplete_row_is_named_by_its_number(bad):
    assert refusal([row(1), bad]) == "vault.escrow_form number=2"


@pytest.mark.parametrize("raw", [b"", b"\x09" * 31, b"\x09" * 33, bytes(32), b"\x01" + bytes(31)])
def test_key_of_wrong_length_or_low_order_is_named(raw):
    bad = row(2, public=base64.b64encode(raw).decode())

    assert refusal([row(1), bad]) == "vault.escrow_key number=2"


@pytest.mark.parametrize("text", ["!" * 44, "é", "ab" * 32, "x"])
def test_key_that_is_not_base64_of_32_bytes_is_named(text):
    assert refusal([row(1), row(2, public=text)]) == "vault.escrow_key number=2"


@pytest.mark.parametrize("changes", [{"name": "contoh  kustodian 1"}, {"public": row(1)["public"]}])
def test_same_custodian_twice_is_named(changes):
    assert refusal([row(1), row(2, **changes)]) == "vault.escrow_duplicate number=2"
