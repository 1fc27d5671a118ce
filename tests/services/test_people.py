import os
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posko_app.domain.records import OfficerState
from posko_app.errors import Defect, MachineError, OperatorError, PoskoError
from posko_app.store.keyfile_disk import read_key_file, write_key_file
from posko_app.store.pin import VeilBroken
from posko_app.store.slot import Lock, make_slot, open_box
from posko_app.store.unlock import NewOfficer, _next_revision, add_officer, refreshed
from posko_app.training import published_passphrases
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.services.desks import (
    PENYELIA,
    PETUGAS,
    SANDI,
    SANDI_DUA,
    make_store,
    opened,
    record,
)
from tests.support.low_cost import LOW

PIN, PIN_DUA, PIN_SALAH = "274913", "580246", "194728"


def key_of(action) -> str:
    with pytest.raises(OperatorError) as error:
        action()
    return error.value.key


def add_colleague(desk):
    return desk.officers.add(PETUGAS, passphrase=SANDI_DUA).result(timeout=20)


def sign_on_colleague(desk):
    desk.session.set_pin(PIN)
    add_colleague(desk)
    unlocked = desk.officers.unlock(PETUGAS, passphrase=SANDI_DUA).result(timeout=20)
    return desk.session.sign_on(unlocked, pin=PIN_DUA)


def test_the_first_officer_is_a_penyelia_who_added_himself(desk):
    (first,) = desk.officers.list().result()

    assert (first.name, first.role, first.state) == (PENYELIA, "penyelia", OfficerState.ACTIVE)
    assert (first.added_by, first.confirmed) == (first.fingerprint, False)


def test_an_added_officer_opens_the_store_with_his_own_passphrase(directory, clock):
    with opened(directory, clock=clock) as desk:
        add_colleague(desk)

    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        saved = record(desk, clock, notes="a")
        assert saved.row.officer == PETUGAS
        assert desk.integrity.verify().result(timeout=20).ok


def test_each_entry_is_signed_by_the_officer_whose_turn_it_is(desk, clock):
    first = record(desk, clock, notes="a")
    sign_on_colleague(desk)
    second = record(desk, clock, notes="b")
    assert desk.session.switch(PIN).name == PENYELIA
    third = record(desk, clock, notes="c")

    assert [r.row.officer for r in (first, second, third)] == [PENYELIA, PETUGAS, PENYELIA]
    assert desk.integrity.verify().result(timeout=20).ok


def test_a_wrong_pin_changes_nothing_and_the_fifth_breaks_the_veil(desk):
    sign_on_colleague(desk)

    assert [desk.session.switch(PIN_SALAH) for _ in range(4)] == [None] * 4
    assert (desk.session.current.name, desk.session.tries_left) == (PETUGAS, 1)
    with pytest.raises(VeilBroken):
        desk.session.switch(PIN_SALAH)


def test_signing_off_forgets_the_pin_and_the_last_one_cannot(desk):
    colleague = sign_on_colleague(desk)

    desk.session.sign_off(colleague.person)

    assert desk.session.current.name == PENYELIA
    assert desk.session.switch(PIN_DUA) is None
    with pytest.raises(Defect):
        desk.session.sign_off(desk.session.current.person)


def test_only_a_penyelia_adds_officers(directory, clock):
    with opened(directory, clock=clock) as desk:
        add_colleague(desk)

    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        refused = desk.officers.add("LAIN CONTOH", passphrase=SANDI)
        assert key_of(refused.result) == "session.only_penyelia"
        assert len(desk.officers.list().result()) == 2


@pytest.mark.parametrize(
    ("name", "passphrase", "key"),
    [
        (PENYELIA.lower(), SANDI_DUA, "vault.name_taken"),
        ("  ", SANDI_DUA, "vault.name_empty"),
        (PETUGAS, "pendek", "vault.passphrase_short"),
    ],
)
def test_a_newcomer_without_name_or_good_passphrase_is_refused(desk, name, passphrase, key):
    assert key_of(desk.officers.add(name, passphrase=passphrase).result) == key
    assert len(desk.officers.list().result()) == 1


def test_a_changed_passphrase_opens_and_the_old_one_does_not(directory, clock):
    with opened(directory, clock=clock) as desk:
        person = desk.session.current.person
        desk.officers.change_passphrase(person, old=SANDI, new=SANDI_DUA).result(timeout=20)

    with opened(directory, clock=clock, passphrase=SANDI_DUA) as desk:
        assert desk.session.current.person == person
    assert key_of(lambda: opened(directory, clock=clock).__enter__()) == "vault.wrong_passphrase"


def test_a_wrong_old_passphrase_changes_nothing(directory, clock):
    with opened(directory, clock=clock) as desk:
        person = desk.session.current.person
        refused = desk.officers.change_passphrase(person, old=SANDI_DUA, new=SANDI_DUA)
        assert key_of(refused.result) == "vault.wrong_passphrase"

    with opened(directory, clock=clock):
        pass


def test_guessing_the_old_passphrase_at_an_open_desk_makes_one_wait(directory, clock):
    with opened(directory, clock=clock) as desk:
        person = desk.session.current.person

        def guess(old):
            return desk.officers.change_passphrase(person, old=old, new=SANDI_DUA)

        assert key_of(guess("bukan ini kata sandinya").result) == "vault.wrong_passphrase"
        assert key_of(guess("bukan ini kata sandinya").result) == "vault.wrong_passphrase"
        assert key_of(guess(SANDI).result) == "vault.wait"
        clock.now += timedelta(seconds=10)
        guess(SANDI).result(timeout=20)


def test_an_older_key_file_put_back_under_an_open_desk_is_refused(directory, clock):
    """A passphrase that was changed because somebody saw it must not work again."""
    before = (directory / "keys.json").read_bytes()
    with opened(directory, clock=clock) as desk:
        person = desk.session.current.person
        desk.officers.change_passphrase(person, old=SANDI, new=SANDI_DUA).result(timeout=20)
        for name in ("keys.json", "keys.copy.json", "keys.previous.json"):
            (directory / name).write_bytes(before)

        for attempt in (
            desk.officers.unlock(PENYELIA, passphrase=SANDI),
            desk.officers.add(PETUGAS, passphrase=SANDI_DUA),
            desk.officers.change_passphrase(person, old=SANDI, new=SANDI_DUA),
        ):
            with pytest.raises(MachineError) as refused:
                attempt.result(timeout=20)
            assert refused.value.key == "vault.key_file_old"


def leave_a_slot_without_a_statement(desk, directory):
    """What a power cut between key file and journal leaves."""
    unlocked = refreshed(directory, desk.session.unlocked)
    new = NewOfficer(PETUGAS, Role.PETUGAS, SANDI_DUA)
    key_file, _ = add_officer(unlocked, new, policy=LOW, random_bytes=os.urandom)
    write_key_file(directory, key_file)


def test_a_slot_nobody_stated_is_taken_away_at_the_next_start(directory, clock):
    with opened(directory, clock=clock) as desk:
        leave_a_slot_without_a_statement(desk, directory)

    with opened(directory, clock=clock, officer=PENYELIA):
        assert [slot.name for slot in read_key_file(directory).key_file.slots] == [PENYELIA]

    with opened(directory, clock=clock) as desk:
        add_colleague(desk)


def test_a_slot_nobody_stated_opens_nothing_to_sign_with(directory, clock):
    with opened(directory, clock=clock) as desk:
        leave_a_slot_without_a_statement(desk, directory)

    as_orphan = opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA)

    assert key_of(as_orphan.__enter__) == "session.not_introduced"
    with opened(directory, clock=clock, officer=PENYELIA):
        pass


def forge(directory, desk, **told):
    """What somebody who once unlocked can make at home: a key file of his own, well sealed."""
    unlocked = refreshed(directory, desk.session.unlocked)
    own = unlocked.key_file.slot_named(PETUGAS)
    lock = Lock(unlocked.key_file.store_id, SANDI_DUA, LOW)
    officer = replace(open_box(own, lock), **told)
    slot = make_slot(officer, lock, store_key=unlocked.store_key, random_bytes=os.urandom)
    slots = tuple(slot if item is own else item for item in unlocked.key_file.slots)
    write_key_file(
        directory, _next_revision(replace(unlocked.key_file, slots=slots), unlocked.store_key)
    )


@pytest.mark.parametrize("what", ["keys", "person", "name", "role"])
def test_a_forged_slot_signs_nothing_whoever_it_claims_to_be(directory, clock, what):
    """Else every entry saved under it would be one the journal refuses for ever."""
    with opened(directory, clock=clock) as desk:
        add_colleague(desk)
        told = {
            "keys": {"sign": Ed25519PrivateKey.generate()},
            "person": {"person": "a" * 32},
            "name": {"name": "ORANG LAIN"},
            "role": {"role": Role.PENYELIA},
        }[what]
        forge(directory, desk, **told)
    name = "ORANG LAIN" if what == "name" else PETUGAS
    forged = opened(directory, clock=clock, officer=name, passphrase=SANDI_DUA)

    with pytest.raises(PoskoError) as refused:
        forged.__enter__()

    key = "session.not_introduced" if what == "keys" else "vault.key_file_changed"
    assert refused.value.key == key
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        assert desk.integrity.verify().result(timeout=20).ok


# Making a store


def test_a_store_is_never_made_over_another(directory, clock):
    before = {p.name: p.read_bytes() for p in directory.iterdir()}

    with pytest.raises(MachineError) as refused:
        make_store(directory, clock=clock)

    assert refused.value.key == "store.exists"
    assert {p.name: p.read_bytes() for p in directory.iterdir()} == before


def test_keys_without_a_store_are_somebodys_and_never_replaced(directory, clock):
    (directory / "posko.db").unlink()
    before = (directory / "keys.json").read_bytes()

    with pytest.raises(MachineError) as refused:
        make_store(directory, clock=clock)

    assert refused.value.key == "store.exists"
    assert (directory / "keys.json").read_bytes() == before


@pytest.mark.parametrize("left", [["keys.json"], ["keys.json", "keys.copy.json"], []])
def test_an_unfinished_store_is_begun_anew(directory, clock, left):
    for path in list(directory.iterdir()):
        if path.name not in left:
            path.unlink()
    (directory / "unfinished").write_bytes(b"")

    make_store(directory, clock=clock)

    with opened(directory, clock=clock) as desk:
        assert desk.integrity.verify().result(timeout=20).ok
    assert not (directory / "unfinished").exists()


def test_a_marker_left_beside_a_whole_store_harms_nothing(directory, clock):
    (directory / "unfinished").write_bytes(b"")

    with pytest.raises(MachineError):
        make_store(directory, clock=clock)
    with opened(directory, clock=clock):
        pass

    assert not (directory / "unfinished").exists()


def test_a_store_without_custodians_warns_for_good(desk):
    assert "status.no_escrow" in desk.status.status().result().warnings


def test_a_weak_passphrase_makes_no_store(tmp_path, clock, monkeypatch):
    monkeypatch.setattr("tests.services.desks.SANDI", "123456789012345")

    assert key_of(lambda: make_store(tmp_path / "x", clock=clock)).startswith("vault.passphrase")
    assert not (tmp_path / "x").exists()


def test_a_live_store_takes_no_passphrase_that_is_printed_for_training(
    tmp_path, clock, monkeypatch
):
    monkeypatch.setattr("tests.services.desks.SANDI", published_passphrases()[0])

    live = {"clock": clock, "deployment": Deployment.LIVE}
    assert key_of(lambda: make_store(tmp_path / "x", **live)) == "vault.passphrase_known"
    make_store(tmp_path / "y", clock=clock)
