import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from posko_app.errors import Defect, MachineError, OperatorError, PoskoError
from posko_app.store.connection import create_database, open_database
from posko_app.store.escrow import Custodian
from posko_app.store.kdf import SHIPPED
from posko_app.store.keyfile_codec import decode, encode
from posko_app.store.keyfile_disk import COPY, CURRENT, write_key_file
from posko_app.store.seal import Purpose, unseal
from posko_app.store.unlock import (
    ATTEMPTS,
    NewOfficer,
    add_officer,
    change_passphrase,
    create_key_file,
    drop_slot,
    open_slot,
    unlock,
)
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.support.low_cost import LOW

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSPHRASE = "jeruk bukit perahu lontar"
FIRST = NewOfficer("CONTOH NAMA SATU", Role.PENYELIA, PASSPHRASE)
SECOND = NewOfficer("CONTOH NAMA DUA", Role.PETUGAS, "angin tenang sawah pelita")


def make(random_bytes, *, first=FIRST, policy=LOW, custodians=()):
    return create_key_file(
        first,
        deployment=Deployment.TRAINING,
        post="el-tari",
        policy=policy,
        random_bytes=random_bytes,
        custodians=custodians,
    )


@pytest.fixture
def made(random_bytes, tmp_path):
    unlocked = make(random_bytes)
    write_key_file(tmp_path, unlocked.key_file)
    return unlocked


@pytest.fixture
def with_two(made, random_bytes, tmp_path):
    key_file, newcomer = add_officer(made, SECOND, policy=LOW, random_bytes=random_bytes)
    write_key_file(tmp_path, key_file)
    return replace(made, key_file=key_file), newcomer


def opened(directory, passphrase=PASSPHRASE, *, now=NOW, **options):
    return unlock(directory, passphrase=passphrase, policy=LOW, now=now, **options)


def refusal(call) -> PoskoError:
    with pytest.raises(PoskoError) as caught:
        call()
    return caught.value


def private(officer):
    return officer.sign.private_bytes_raw(), officer.seal.private_bytes_raw()


def test_passphrase_leads_to_the_keys_and_the_store_key(made, tmp_path):
    again = opened(tmp_path)

    assert again.store_key == made.store_key
    assert private(again.officer) == private(made.officer)
    assert again.key_file == made.key_file
    assert (again.officer.name, again.officer.role) == ("CONTOH NAMA SATU", Role.PENYELIA)


def test_key_reached_opens_the_database(made, tmp_path):
    path = tmp_path / "posko.db"
    create_database(path, made.store_key.database_hex()).close()

    open_database(path, opened(tmp_path).store_key.database_hex()).close()


def test_unlocks_at_the_real_cost(random_bytes, tmp_path):
    real = make(random_bytes, policy=SHIPPED)
    write_key_file(tmp_path, real.key_file)

    again = unlock(tmp_path, passphrase=PASSPHRASE, policy=SHIPPED, now=NOW)

    assert again.store_key == real.store_key


def test_passphrase_typed_in_another_unicode_form_unlocks(random_bytes, tmp_path):
    typed = "sup\u00e9r k\u00f6pi \u0141abuan b\u00e1jo"
    write_key_file(tmp_path, make(random_bytes, first=replace(FIRST, passphrase=typed)).key_file)

    decomposed = unicodedata.normalize("NFD", typed)

    assert decomposed != typed
    assert opened(tmp_path, decomposed).officer.name == FIRST.name


def test_wrong_passphrase_is_named_and_says_nothing_else(made, tmp_path):
    error = refusal(lambda: opened(tmp_path, "jeruk bukit perahu kelapa"))

    assert str(error) == "vault.wrong_passphrase"
    assert isinstance(error, OperatorError)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_damage_of_one_copy_is_no_reason_to_stay_locked_but_is_named(made, tmp_path):
    (tmp_path / CURRENT).write_bytes(b"damage")

    assert opened(tmp_path).unsound == (CURRENT,)


def test_two_officers_must_be_told_apart(with_two, tmp_path):
    assert refusal(lambda: opened(tmp_path)).key == "vault.choose_officer"


@pytest.mark.parametrize("typed", ["CONTOH NAMA DUA", "contoh nama dua", " Contoh  Nama Dua "])
def test_officer_is_found_by_name_however_it_is_typed(with_two, tmp_path, typed):
    again = opened(tmp_path, SECOND.passphrase, officer=typed)

    assert again.officer.name == "CONTOH NAMA DUA"


def test_officer_is_found_by_person_id(with_two, tmp_path):
    _, newcomer = with_two

    again = opened(tmp_path, SECOND.passphrase, officer=newcomer.person)

    assert private(again.officer) == private(newcomer)


def test_unknown_officer_is_named(with_two, tmp_path):
    assert refusal(lambda: opened(tmp_path, officer="CONTOH LAIN")).key == "vault.unknown_officer"


def test_every_officer_reaches_the_same_store_key(with_two, tmp_path):
    made, newcomer = with_two

    assert opened(tmp_path, officer=FIRST.name).store_key == made.store_key
    other = opened(tmp_path, SECOND.passphrase, officer=SECOND.name)
    assert other.store_key == made.store_key
    assert other.officer.fingerprint == newcomer.fingerprint != made.officer.fingerprint


def test_ones_passphrase_does_not_open_anothers_slot(with_two, tmp_path):
    error = refusal(lambda: opened(tmp_path, SECOND.passphrase, officer=FIRST.name))

    assert error.key == "vault.wrong_passphrase"


def test_petugas_adds_nobody(with_two, random_bytes):
    made, newcomer = with_two
    third = replace(SECOND, name="CONTOH NAMA TIGA")

    error = refusal(
        lambda: add_officer(
            replace(made, officer=newcomer), third, policy=LOW, random_bytes=random_bytes
        )
    )

    assert error.key == "vault.only_penyelia"


@pytest.mark.parametrize("name", ["CONTOH NAMA SATU", "contoh  nama satu"])
def test_name_in_use_is_refused(made, random_bytes, name):
    new = replace(SECOND, name=name)

    error = refusal(lambda: add_officer(made, new, policy=LOW, random_bytes=random_bytes))

    assert error.key == "vault.name_taken"


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_name_must_be_one(made, random_bytes, name):
    new = replace(SECOND, name=name)

    error = refusal(lambda: add_officer(made, new, policy=LOW, random_bytes=random_bytes))

    assert error.key == "vault.name_empty"


def test_adding_writes_nothing_by_itself(made, random_bytes, tmp_path):
    before = (tmp_path / CURRENT).read_bytes()

    key_file, _ = add_officer(made, SECOND, policy=LOW, random_bytes=random_bytes)

    assert (tmp_path / CURRENT).read_bytes() == before
    assert key_file.revision == made.key_file.revision + 1


def test_changed_passphrase_opens_the_same_keys_and_the_old_one_nothing(
    made, random_bytes, tmp_path
):
    new = "rimbun kelapa ombak senja"
    key_file = change_passphrase(
        made, old=PASSPHRASE, new=new, policy=LOW, random_bytes=random_bytes
    )
    write_key_file(tmp_path, key_file)

    assert refusal(lambda: opened(tmp_path)).key == "vault.wrong_passphrase"
    again = opened(tmp_path, new, now=NOW + timedelta(seconds=2))
    assert private(again.officer) == private(made.officer)
    assert again.store_key == made.store_key


def test_passphrase_is_not_changed_without_the_old_one(made, random_bytes):
    error = refusal(
        lambda: change_passphrase(
            made, old="jeruk bukit", new="rimbun", policy=LOW, random_bytes=random_bytes
        )
    )

    assert error.key == "vault.wrong_passphrase"


def test_changing_ones_passphrase_leaves_the_others_slot_alone(with_two, random_bytes, tmp_path):
    made, _ = with_two
    write_key_file(
        tmp_path,
        change_passphrase(made, old=PASSPHRASE, new="baru", policy=LOW, random_bytes=random_bytes),
    )

    assert opened(tmp_path, SECOND.passphrase, officer=SECOND.name).store_key == made.store_key
    assert opened(tmp_path, "baru", officer=FIRST.name).store_key == made.store_key


def test_slot_that_got_no_statement_is_dropped(with_two, tmp_path):
    made, newcomer = with_two
    write_key_file(tmp_path, drop_slot(made, newcomer.person))

    again = opened(tmp_path)

    assert [slot.name for slot in again.key_file.slots] == ["CONTOH NAMA SATU"]


def test_nobody_drops_his_own_slot_or_one_that_is_not_there(with_two):
    made, _ = with_two

    assert refusal(lambda: drop_slot(made, made.officer.person)).key == "vault.own_slot"
    assert refusal(lambda: drop_slot(made, "0" * 32)).key == "vault.no_slot"
    assert isinstance(refusal(lambda: drop_slot(made, "0" * 32)), Defect)


def test_custodian_opens_the_store_key(random_bytes):
    custodian = X25519PrivateKey.from_private_bytes(random_bytes(32))
    public = custodian.public_key().public_bytes_raw()
    made = make(random_bytes, custodians=(Custodian("CONTOH KUSTODIAN", public),))

    seal = decode(encode(made.key_file)).escrow[0]

    assert seal.name == "CONTOH KUSTODIAN"
    secret = unseal(
        seal.sealed[0].blob,
        custodian,
        purpose=Purpose.ESCROW,
        store_id=made.key_file.store_id,
        generation=1,
    )
    assert secret == made.store_key.secret


def test_salts_nonces_and_keys_are_never_used_twice(with_two, random_bytes):
    made, _ = with_two
    changed = change_passphrase(
        made, old=PASSPHRASE, new=PASSPHRASE, policy=LOW, random_bytes=random_bytes
    )
    slots = (*made.key_file.slots, changed.slots[0])

    assert len({slot.salt for slot in slots}) == 3
    assert len({slot.nonce for slot in slots}) == 3
    assert len({slot.box for slot in slots}) == 3


def test_wait_follows_the_schedule_and_survives_a_restart(made, tmp_path):
    """Each call reads the file anew, as a restarted process does."""
    now, waits = NOW, []
    for _ in range(12):
        assert refusal(lambda now=now: opened(tmp_path, "salah", now=now)).key == (
            "vault.wrong_passphrase"
        )
        error = refusal(lambda now=now: opened(tmp_path, now=now))
        assert error.key == "vault.wait"
        waits.append(error.params["seconds"])
        now += timedelta(seconds=waits[-1])

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 300, 300, 300]
    assert opened(tmp_path, now=now).officer.name == FIRST.name
    assert opened(tmp_path, now=now).officer.name == FIRST.name


def test_waiting_costs_the_one_who_missed_and_nobody_else(with_two, tmp_path):
    refusal(lambda: opened(tmp_path, "salah", officer=FIRST.name))

    assert refusal(lambda: opened(tmp_path, officer=FIRST.name)).key == "vault.wait"
    assert opened(tmp_path, SECOND.passphrase, officer=SECOND.name).officer.name == SECOND.name


def test_try_is_counted_before_it_is_made(made, tmp_path):
    """Ending the process during the second that a try takes must not make it free."""
    forged = replace(made.key_file.slots[0], cost=replace(LOW.cost, lanes=99))
    (tmp_path / CURRENT).write_bytes(encode(replace(made.key_file, slots=(forged,), revision=9)))

    assert refusal(lambda: opened(tmp_path)).key == "vault.kdf_refused"

    (tmp_path / CURRENT).write_bytes((tmp_path / COPY).read_bytes())
    assert refusal(lambda: opened(tmp_path)).key == "vault.wait"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"[" * 100_000, b'{"a": 1}', b"null", b"{" + b"x" * 99_999]
)
def test_damaged_attempts_file_keeps_nobody_out(made, tmp_path, content):
    (tmp_path / ATTEMPTS).write_bytes(content)

    assert opened(tmp_path).officer.name == FIRST.name


def test_attempts_file_that_cannot_be_written_keeps_nobody_out(made, tmp_path):
    (tmp_path / ATTEMPTS).mkdir()

    assert refusal(lambda: opened(tmp_path, "salah")).key == "vault.wrong_passphrase"
    assert opened(tmp_path).officer.name == FIRST.name


def test_attempts_file_holds_no_name_and_no_passphrase(with_two, tmp_path):
    refusal(lambda: opened(tmp_path, "salah satu kata sandi", officer=FIRST.name))

    content = (tmp_path / ATTEMPTS).read_text()

    assert "CONTOH" not in content
    assert "salah" not in content


def test_key_file_of_another_store_is_not_this_ones(made, random_bytes, tmp_path):
    """Both pass on their own; the database tells them apart."""
    path = tmp_path / "posko.db"
    create_database(path, made.store_key.database_hex()).close()
    other = make(random_bytes)

    error = refusal(lambda: open_database(path, other.store_key.database_hex()))

    assert error.key == "store.foreign"
    assert isinstance(error, MachineError)


def test_slot_sealed_to_somebody_else_is_a_changed_file(with_two):
    made, _ = with_two
    one, two = made.key_file.slots
    forged = replace(made.key_file, slots=(replace(one, sealed=two.sealed), two))

    error = refusal(lambda: open_slot(forged, forged.slots[0], passphrase=PASSPHRASE, policy=LOW))

    assert error.key == "vault.key_file_changed"


def test_name_is_kept_in_one_form_without_marks_nobody_sees(random_bytes):
    typed = NewOfficer("  CONTOH\u202e  Rene\u0301\n", Role.PENYELIA, PASSPHRASE)

    (slot,) = make(random_bytes, first=typed).key_file.slots

    assert slot.name == "CONTOH Ren\u00e9"
