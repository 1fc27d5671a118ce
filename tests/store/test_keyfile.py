"""The key file: every change is refused or named, whoever makes it and however skilled."""

import hashlib
import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posko_app.errors import MachineError, OperatorError
from posko_app.store.kdf import SHIPPED, KdfCost
from posko_app.store.keyfile import Mac
from posko_app.store.keyfile_codec import decode, encode, maced_bytes
from posko_app.store.keyfile_disk import NAMES, write_key_file
from posko_app.store.unlock import NewOfficer, add_officer, create_key_file, open_slot, unlock
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.support.low_cost import LOW

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
FIRST = NewOfficer("CONTOH NAMA SATU", Role.PENYELIA, "jeruk bukit perahu lontar")
SECOND = NewOfficer("CONTOH NAMA DUA", Role.PETUGAS, "angin tenang sawah pelita")


def make(random_bytes, policy=LOW):
    return create_key_file(
        FIRST, deployment=Deployment.LIVE, post="el-tari", policy=policy, random_bytes=random_bytes
    )


@pytest.fixture
def one(random_bytes):
    return make(random_bytes)


@pytest.fixture
def two(one, random_bytes):
    key_file, _ = add_officer(one, SECOND, policy=LOW, random_bytes=random_bytes)
    return replace(one, key_file=key_file)


def outcome(data: bytes, policy=LOW, passphrase=FIRST.passphrase) -> str:
    """What unlocking this file's first slot comes to."""
    try:
        key_file = decode(data)
        open_slot(key_file, key_file.slots[0], passphrase=passphrase, policy=policy)
    except (MachineError, OperatorError) as error:
        return error.key
    return "unlocked"


def rehashed(body: bytes) -> bytes:
    return body + b"\n" + hashlib.sha256(body).hexdigest().encode()


def edited(key_file, change) -> bytes:
    """What somebody makes who edits the file and puts the right hash under it."""
    found = json.loads(encode(key_file).split(b"\n")[0])
    change(found)
    return rehashed(json.dumps(found, sort_keys=True, separators=(",", ":")).encode())


def test_file_is_canonical_json_a_newline_and_its_hash(one):
    data = encode(one.key_file)

    body, hash_line = data.split(b"\n")

    assert hash_line.decode() == hashlib.sha256(body).hexdigest()
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    assert decode(data) == one.key_file


def test_whole_file_unlocks(one):
    assert outcome(encode(one.key_file)) == "unlocked"


def test_every_changed_character_is_damage(two):
    data = encode(two.key_file)

    accepted = [
        (position, bit)
        for position, bit in itertools.product(range(len(data)), range(8))
        if outcome(changed(data, position, bit)) != "vault.key_file_damaged"
    ]

    print(f"characters={len(data)} changes={8 * len(data)}")
    assert accepted == []


def changed(data: bytes, position: int, bit: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :]


def test_every_changed_character_is_refused_even_with_the_right_hash(two):
    """Somebody who knows the format: one character changed, the hash made anew."""
    body = encode(two.key_file).split(b"\n")[0]

    outcomes = {
        position: outcome(rehashed(changed(body, position, 0))) for position in range(len(body))
    }

    assert "unlocked" not in outcomes.values()
    assert set(outcomes.values()) >= {
        "vault.key_file_damaged",
        "vault.key_file_changed",
        "vault.wrong_passphrase",
    }


def test_control_without_the_seal_a_changed_name_would_unlock(two):
    """What the HMAC alone finds: a name is bound by nothing else."""
    forged = edited(two.key_file, lambda found: found["slots"][1].update(name="CONTOH PALSU"))

    assert outcome(forged) == "vault.key_file_changed"


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["slots"].pop(1),
        lambda found: found["slots"].append(found["slots"][1]),
        lambda found: found.update(slots=[]),
        lambda found: found.update(macs=[]),
        lambda found: found["macs"].append(found["macs"][0]),
        lambda found: found.update(revision=found["revision"] + 1),
        lambda found: found.update(deployment="training"),
        lambda found: found.update(post="tenau"),
        lambda found: found.update(store_id="0" * 32),
        lambda found: found.update(extra=1),
        lambda found: found["slots"][0].update(extra=1),
        lambda found: found["slots"][0].update(sealed=[]),
        lambda found: found["slots"][0].update(person="0" * 32),
        lambda found: found["slots"][0].update(role="petugas"),
        lambda found: found["slots"][1].update(role="penyelia"),
        lambda found: found["slots"][0].update(sealed=found["slots"][1]["sealed"]),
        lambda found: found["slots"][0].update(sign_key=found["slots"][1]["sign_key"]),
        lambda found: found["slots"][0].update(seal_key=found["slots"][1]["seal_key"]),
        lambda found: found["slots"][0].update(box=found["slots"][1]["box"]),
        lambda found: found["slots"].reverse(),
        lambda found: found["slots"][0]["kdf"].update(iterations=2),
        lambda found: found["slots"][0]["kdf"].update(lanes=True),
        lambda found: found["slots"][0]["kdf"].update(memory_kib=64),
        lambda found: found["slots"][0]["sealed"][0].update(generation=2),
        lambda found: found["macs"][0].update(generation=2),
        lambda found: found.update(revision=0),
        lambda found: found.update(revision=True),
        lambda found: found.update(v=0),
        lambda found: found["slots"][0].update(name=None),
    ],
)
def test_skilled_edit_is_refused(two, change):
    assert outcome(edited(two.key_file, change)) != "unlocked"


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(revision=0),
        lambda found: found.update(revision=True),
        lambda found: found.update(v=0),
        lambda found: found["slots"][0]["kdf"].update(lanes=True),
        lambda found: found["slots"][0]["kdf"].update(iterations=0),
        lambda found: found["macs"][0].update(generation=0),
        lambda found: found["slots"][0].update(salt="A" * 32),
        lambda found: found["slots"][0].update(salt="a" * 34),
        lambda found: found["slots"][0].update(kdf=[]),
        lambda found: found.update(slots={}),
        lambda found: found.update(escrow=[1]),
        lambda found: found.update(deployment="other"),
    ],
)
def test_value_outside_the_format_is_damage_even_with_the_right_hash(two, change):
    assert outcome(edited(two.key_file, change)) == "vault.key_file_damaged"


@pytest.mark.parametrize("field", ["person", "store_id"])
def test_box_is_bound_to_its_person_and_store_even_for_somebody_with_the_store_key(two, field):
    """An insider can make the HMAC anew; the box still belongs to whom it was made for."""
    before = two.key_file
    if field == "person":
        slots = (replace(before.slots[0], person="0" * 32), before.slots[1])
        forged = replace(before, slots=slots)
    else:
        forged = replace(before, store_id="0" * 32)
    mac = Mac(1, two.store_key.mac(maced_bytes(forged)))

    assert outcome(encode(replace(forged, macs=(mac,)))) == "vault.wrong_passphrase"


def test_key_file_of_the_first_release_opens_for_ever():
    data = (Path(__file__).parent / "golden" / "keys-v1.json").read_bytes()
    key_file = decode(data)

    opened = open_slot(key_file, key_file.slots[1], passphrase=SECOND.passphrase, policy=LOW)

    assert encode(key_file) == data
    assert opened.officer.name == SECOND.name
    assert key_file.escrow[0].name == "CONTOH KUSTODIAN"


def test_file_of_a_newer_version_is_named_as_such(one):
    forged = edited(one.key_file, lambda found: found.update(v=2))

    assert outcome(forged) == "vault.key_file_newer"


def test_slot_of_another_laptop_does_not_open_this_store(two, random_bytes):
    other = make(random_bytes)
    forged = edited(
        two.key_file,
        lambda found: found.update(
            slots=json.loads(encode(other.key_file).split(b"\n")[0])["slots"]
        ),
    )

    assert outcome(forged) == "vault.wrong_passphrase"


def test_slot_and_store_id_of_another_laptop_fail_at_the_seal(two, random_bytes):
    """With the store id brought along the slot opens; the file around it is not its own."""
    other = json.loads(encode(make(random_bytes).key_file).split(b"\n")[0])
    forged = edited(
        two.key_file,
        lambda found: found.update(slots=other["slots"], store_id=other["store_id"]),
    )

    assert outcome(forged) == "vault.key_file_changed"


def test_wrong_passphrase_and_damage_are_two_different_sentences(one):
    data = encode(one.key_file)

    assert outcome(data, passphrase="jeruk bukit perahu kelapa") == "vault.wrong_passphrase"
    assert outcome(data[:-1] + b"x") == "vault.key_file_damaged"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"{}", b"{}\n", rehashed(b"{}"), rehashed(b"[]"), rehashed(b"\xff"), b"x" * 200],
)
def test_what_is_no_key_file_is_damage(data):
    with pytest.raises(MachineError, match=r"vault\.key_file_damaged"):
        decode(data)


@pytest.mark.parametrize("variant", [b" ", b"\n", b"\r\n"])
def test_other_bytes_for_the_same_value_are_damage(one, variant):
    body, hash_line = encode(one.key_file).split(b"\n")

    assert outcome(encode(one.key_file) + variant) == "vault.key_file_damaged"
    assert outcome(rehashed(body + variant)) == "vault.key_file_damaged"
    assert outcome(body + variant + hash_line.upper()) == "vault.key_file_damaged"


def test_nothing_secret_shows_in_any_repr(two):
    shown = repr(two) + repr(two.officer) + repr(two.store_key) + repr(FIRST)

    hidden = [two.store_key.secret, two.officer.sign.private_bytes_raw()]
    assert not [h for h in hidden if h.hex() in shown or repr(h)[2:-1] in shown]
    assert FIRST.passphrase not in shown
    assert two.store_key.database_hex() not in shown


def test_store_key_stands_nowhere_in_the_file(two):
    data = encode(two.key_file)

    assert two.store_key.secret.hex().encode() not in data
    assert two.store_key.database_hex().encode() not in data
    assert two.officer.sign.private_bytes_raw().hex().encode() not in data


def test_at_the_real_cost_every_kind_of_change_is_refused(random_bytes, tmp_path):
    real = make(random_bytes, SHIPPED)
    key_file = real.key_file
    write_key_file(tmp_path, key_file)

    again = unlock(tmp_path, passphrase=FIRST.passphrase, policy=SHIPPED, now=NOW)

    assert again.store_key == real.store_key
    body = encode(key_file).split(b"\n")[0]
    for position in range(0, len(body), len(body) // 12):
        damaged = changed(encode(key_file), position, 0)
        assert outcome(damaged, SHIPPED) == "vault.key_file_damaged"
        assert outcome(rehashed(changed(body, position, 0)), SHIPPED) != "unlocked"


COSTS = {
    "less memory": KdfCost(memory_kib=64 * 1024 - 1, iterations=3, lanes=4),
    "fewer passes": KdfCost(memory_kib=256 * 1024, iterations=2, lanes=4),
    "a terabyte": KdfCost(memory_kib=1024**3, iterations=3, lanes=4),
    "endless passes": KdfCost(memory_kib=256 * 1024, iterations=11, lanes=4),
    "many lanes": KdfCost(memory_kib=256 * 1024, iterations=3, lanes=9),
}


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_lowered_or_raised_cost_is_refused_before_it_is_used(one, cost):
    slot = replace(one.key_file.slots[0], cost=cost)
    forged = encode(replace(one.key_file, slots=(slot,)))

    assert outcome(forged, SHIPPED) == "vault.kdf_refused"


def test_shipped_reader_refuses_the_low_cost_of_the_tests(one, tmp_path):
    write_key_file(tmp_path, one.key_file)

    with pytest.raises(MachineError, match=r"vault\.kdf_refused"):
        unlock(tmp_path, passphrase=FIRST.passphrase, policy=SHIPPED, now=NOW)


def test_three_copies_stand_after_the_first_write(one, tmp_path):
    write_key_file(tmp_path, one.key_file)

    assert {(tmp_path / name).read_bytes() for name in NAMES} == {encode(one.key_file)}
