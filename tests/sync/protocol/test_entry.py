import json
from dataclasses import replace
from pathlib import Path

import pytest

from sync.protocol.canonical import Malformed, canonical_bytes
from sync.protocol.entry import (
    BadSignature,
    Entry,
    Header,
    Kind,
    PartMismatch,
    check_parts,
    check_signature,
    open_part,
    part_hash,
    receipt_of,
    seal_part,
    sign_entry,
)
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public

pytestmark = pytest.mark.domain
GOLDEN = Path(__file__).parent / "golden" / "entry.json"
OFFICER = fixed_key("petugas contoh")


def a_screening() -> Entry:
    return ChainMaker().screening(OFFICER)


def test_golden_entry_is_made_byte_for_byte():
    entry = a_screening()

    made = {
        "header": entry.header_bytes.decode(),
        "signature": entry.signature.hex(),
        "parts": {name: part.hex() for name, part in entry.parts.items()},
        "hash": entry.hash,
        "leaf": entry.leaf.hex(),
        "receipt": entry.receipt,
    }

    assert made == json.loads(GOLDEN.read_text("utf-8"))


def test_header_bytes_decode_to_the_same_header():
    entry = a_screening()

    assert Header.decode(entry.header_bytes).encode() == entry.header_bytes


def test_header_keeps_seen_checkpoints_sorted_by_feed():
    seen = [
        {"feed": "el-tari", "root": "0" * 64, "size": 3},
        {"feed": "shared", "root": "1" * 64, "size": 0},
    ]
    found = json.loads(a_screening().header_bytes) | {"seen": seen}

    header = Header.decode(canonical_bytes(found))

    assert [(s.feed, s.size) for s in header.seen] == [("el-tari", 3), ("shared", 0)]


def test_unknown_header_field_of_a_newer_version_is_passed_over():
    found = json.loads(a_screening().header_bytes) | {"later": "x"}

    assert Header.decode(canonical_bytes(found)).kind == "screening"


@pytest.mark.parametrize(
    "bent",
    [
        {"id": "not-a-uuid"},
        {"deployment": "demo"},
        {"kind": ""},
        {"subject": "AB" * 16},
        {"device": "00"},
        {"epoch": "0" * 15},
        {"seq": 0},
        {"prev": "z" * 64},
        {"hlc": "0"},
        {"signer": ""},
        {"based_on": ["b", "a"]},
        {"based_on": ["zz"]},
        {"based_on": ""},
        {"based_on": {}},
        {"seen": ""},
        {"id": "01890a5d-ac96-474a-bcce-b302099a8057"},  # version 4: tells no time
        {"parts": {"facts": "short"}},
        {
            "seen": [
                {"feed": "b", "root": "0" * 64, "size": 1},
                {"feed": "a", "root": "0" * 64, "size": 1},
            ]
        },
        {"seen": [{"feed": "a", "root": "0", "size": 1}]},
        {"seen": [{"feed": "a", "root": "0" * 64, "size": -1}]},
        {"seen": [{"feed": "a"}]},
        {"seen": "no list"},
        {"v": 0},
        {"min_reader": True},
        {"seq": "1"},
        {"kind": 7},
        {"parts": []},
    ],
)
def test_bent_header_is_refused(bent: dict[str, object]):
    found = json.loads(a_screening().header_bytes) | bent

    with pytest.raises(Malformed):
        Header.decode(canonical_bytes(found))


def test_header_in_another_spelling_is_refused():
    spaced = json.dumps(json.loads(a_screening().header_bytes)).encode()

    with pytest.raises(Malformed, match="not_canonical"):
        Header.decode(spaced)


def test_missing_header_field_is_refused():
    found = json.loads(a_screening().header_bytes)
    del found["prev"]

    with pytest.raises(Malformed):
        Header.decode(canonical_bytes(found))


def test_signature_of_another_key_is_refused():
    entry = a_screening()

    with pytest.raises(BadSignature, match="signer"):
        check_signature(entry, public(fixed_key("orang lain")))


def test_cut_signature_is_refused():
    entry = a_screening()

    with pytest.raises(BadSignature, match="signer"):
        check_signature(replace(entry, signature=entry.signature[:63]), public(OFFICER))


@pytest.mark.parametrize("index", range(64))
def test_every_changed_signature_byte_is_found(index: int):
    entry = a_screening()
    changed = bytearray(entry.signature)
    changed[index] ^= 1

    with pytest.raises(BadSignature, match="signature"):
        check_signature(replace(entry, signature=bytes(changed)), public(OFFICER))


def test_changed_part_is_found_and_erased_part_is_named():
    entry = a_screening()
    other = seal_part({"purpose": "keluarga"}, bytes(16))

    with pytest.raises(PartMismatch):
        check_parts(replace(entry, parts=dict(entry.parts) | {"facts": other}))
    with pytest.raises(PartMismatch):
        check_parts(replace(entry, parts=dict(entry.parts) | {"notes": other}))
    assert check_parts(replace(entry, parts={"facts": entry.parts["facts"]})) == ("identity",)


def test_signing_parts_the_header_does_not_name_is_refused():
    header = a_screening().header

    with pytest.raises(PartMismatch):
        sign_entry(header, {}, OFFICER)


def test_entry_over_the_limit_is_refused():
    part = seal_part({f"note{n}": "a" * 10_000 for n in range(7)}, bytes(16))
    header = replace(a_screening().header, parts={"notes": part_hash(part)})

    with pytest.raises(Malformed, match="entry_too_large"):
        sign_entry(header, {"notes": part}, OFFICER)


def test_salt_of_another_length_is_refused():
    with pytest.raises(Malformed, match="salt_length"):
        seal_part({}, b"short")


@pytest.mark.parametrize(
    ("text", "code"), [("e\u0301", "text_not_nfc"), ("x" * 10_001, "text_too_long")]
)
def test_text_the_format_forbids_is_never_sealed(text, code):
    for content in ({"a": text}, {"a": {"b": text}}, {"a": ["", text]}):
        with pytest.raises(Malformed, match=code):
            seal_part(content, bytes(16))


def test_an_entry_shown_by_mistake_shows_nobody():
    assert "CONTOH" not in repr(a_screening())


def test_part_opens_to_what_was_sealed():
    assert open_part(seal_part({"a": {"b": 1}}, bytes(16))) == {"a": {"b": 1}}


def test_receipt_is_ten_lower_case_characters_of_the_hash():
    entry = a_screening()

    assert entry.receipt == receipt_of(entry.hash)
    assert len(entry.receipt) == 10
    assert entry.receipt == entry.receipt.lower()


def test_stripped_signature_changes_the_leaf():
    entry = a_screening()

    assert replace(entry, signature=b"").leaf != entry.leaf


def test_signer_fingerprint_stands_in_the_header():
    assert a_screening().header.signer == print_of(OFFICER)
    assert a_screening().header.kind == Kind.SCREENING
