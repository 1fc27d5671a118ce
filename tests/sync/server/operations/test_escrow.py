"""Custodians: who may open backups."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.server.escrow import Custodian, name_custodians, named_custodians, read_custodians
from sync.server.refusal import OperationRefused

ONE = X25519PrivateKey.from_private_bytes(b"1" * 32).public_key().public_bytes_raw()
TWO = X25519PrivateKey.from_private_bytes(b"2" * 32).public_key().public_bytes_raw()


def base64_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def listed(*pairs) -> bytes:
    return json.dumps([{"name": name, "public": public} for name, public in pairs]).encode()


def test_named_custodians_are_remembered_until_others_are_named(tmp_path):
    file = tmp_path / "custodians.json"
    assert named_custodians(tmp_path / "keys") == ()
    (tmp_path / "keys").mkdir()

    for names in (["KUSTODIAN SATU", "KUSTODIAN DUA"], ["KUSTODIAN TIGA"]):
        keys = [ONE, TWO][: len(names)]
        file.write_bytes(listed(*zip(names, map(base64_of, keys), strict=True)))
        name_custodians(tmp_path / "keys", file)

        expected = tuple(Custodian(n, k) for n, k in zip(names, keys, strict=True))
        assert named_custodians(tmp_path / "keys") == expected


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"{", "escrow.not_json"),
        (b"{}", "escrow.not_json"),
        (b" " * 70_000, "escrow.not_json"),
        (b"[]", "escrow.empty"),
        (b'[{"name": "A"}]', "escrow.form"),
        (b'[{"name": 1, "public": "x"}]', "escrow.form"),
        (listed((" ", base64_of(ONE))), "escrow.form"),
        (listed(("A", "###")), "escrow.key"),
        (listed(("A", base64_of(b"short"))), "escrow.key"),
        (listed(("A", base64_of(bytes(32)))), "escrow.key"),
        (listed(("A", base64_of(ONE)), ("B", base64_of(ONE))), "escrow.duplicate"),
        (listed(("A", base64_of(ONE)), ("A", base64_of(TWO))), "escrow.duplicate"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(content, key):
    with pytest.raises(OperationRefused) as refused:
        read_custodians(content)

    assert refused.value.key == key


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OperationRefused) as refused:
        name_custodians(tmp_path, tmp_path / "absent.json")

    assert refused.value.key == "escrow.unreadable"
