import sys

import pytest

from posko_app.bootstrap import UNFINISHED, create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.domain.screening import Draft
from posko_app.errors import MachineError, OperatorError
from posko_app.store.keyfile_disk import write_key_file
from posko_app.store.unlock import NewOfficer, add_officer, unlock
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.support.low_cost import LOW

pytestmark = pytest.mark.store
PASSPHRASE = "lontar sasando gerbang pagi"
OTHER = "jagung bose periuk tanah liat"


@pytest.fixture
def world(clock, random_bytes):
    return {"policy": LOW, "clock": clock, "random_bytes": random_bytes}


def made(directory, world, **more):
    choices = {
        "post": Post.EL_TARI,
        "deployment": Deployment.TRAINING,
        "officer": "CONTOH PETUGAS SATU",
        "passphrase": PASSPHRASE,
    }
    create_store(directory, **(choices | more), **world)


@pytest.fixture
def directory(tmp_path, world):
    made(tmp_path / "data", world)
    return tmp_path / "data"


def opened(directory, world, **more):
    return open_desk(directory, **({"officer": None, "passphrase": PASSPHRASE} | more), **world)


def test_new_store_opens_for_its_first_officer_and_says_what_it_lacks(directory, world):
    desk = opened(directory, world)

    name, warnings = desk.session.current.name, desk.status.warnings()
    checked = desk.integrity.verify().result()
    desk.close()

    assert (name, warnings) == ("CONTOH PETUGAS SATU", ("status.no_escrow",))
    assert (checked.ok, checked.entries) == (True, 2)


def test_screening_is_there_after_closing_and_opening(directory, world, clock):
    desk = opened(directory, world)
    draft = Draft("0" * 32, {"traveller.name": "CONTOH SATU"}, clock(), clock())
    saved = desk.screening.record(draft).result()
    desk.close()

    desk = opened(directory, world)
    history = desk.screening.show(saved.subject).result()
    desk.close()

    assert history.row.receipt == saved.receipt
    assert history.values["traveller.name"] == "CONTOH SATU"


def test_store_is_never_made_over_another(directory, world):
    before = (directory / "posko.db").read_bytes()

    with pytest.raises(MachineError, match=r"store\.exists"):
        made(directory, world)

    assert (directory / "posko.db").read_bytes() == before


def test_attempt_cut_before_the_database_had_its_name_is_made_again(directory, world):
    (directory / UNFINISHED).touch()
    (directory / "posko.db").unlink()

    made(directory, world)

    assert not (directory / UNFINISHED).exists()
    opened(directory, world).close()


def test_key_file_without_a_database_is_somebodys_and_stays(directory, world):
    (directory / "posko.db").unlink()
    before = (directory / "keys.json").read_bytes()

    with pytest.raises(MachineError, match=r"store\.exists"):
        made(directory, world)

    assert (directory / "keys.json").read_bytes() == before


def test_other_files_in_the_folder_stay(tmp_path, world):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kertas.csv").write_text("paper_no\n")

    made(tmp_path / "data", world)

    assert (tmp_path / "data" / "kertas.csv").read_text() == "paper_no\n"


@pytest.mark.parametrize("below", ["", "data", "_internal/data"])
def test_an_installed_program_keeps_no_data_in_its_own_folder(tmp_path, world, monkeypatch, below):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Posko" / "posko"))

    with pytest.raises(OperatorError, match=r"program\.data_inside"):
        made(tmp_path / "Posko" / below, world)
    assert not (tmp_path / "Posko").exists()
    made(tmp_path / "Posko data", world)


def test_folder_that_cannot_be_written_is_named(tmp_path, world):
    (tmp_path / "data").write_text("a file where a folder should be")

    with pytest.raises(MachineError, match=r"store\.no_access"):
        made(tmp_path / "data", world)


def test_guessable_passphrase_makes_no_store(tmp_path, world):
    with pytest.raises(OperatorError, match=r"vault\.passphrase"):
        made(tmp_path / "data", world, passphrase="rahasia")

    assert not (tmp_path / "data").exists()


def test_officer_added_in_one_run_signs_in_the_next(directory, world, clock):
    desk = opened(directory, world)
    desk.officers.add("CONTOH PETUGAS DUA", passphrase=OTHER).result()
    desk.close()

    desk = opened(directory, world, officer="contoh petugas dua", passphrase=OTHER)
    draft = Draft("1" * 32, {"traveller.name": "CONTOH DUA"}, clock(), clock())
    row = desk.screening.record(draft).result().row
    verified = desk.integrity.verify().result()
    desk.close()

    assert row.officer == "CONTOH PETUGAS DUA"
    assert verified.ok


def test_slot_without_a_statement_opens_nothing_and_goes_at_the_next_start(directory, world):
    unlocked = unlock(directory, passphrase=PASSPHRASE, policy=LOW, now=world["clock"]())
    newcomer = NewOfficer("CONTOH TANPA PERNYATAAN", Role.PETUGAS, OTHER)
    key_file, _ = add_officer(unlocked, newcomer, policy=LOW, random_bytes=world["random_bytes"])
    write_key_file(directory, key_file)

    with pytest.raises(OperatorError, match=r"session\.not_introduced"):
        opened(directory, world, officer="CONTOH TANPA PERNYATAAN", passphrase=OTHER)
    opened(directory, world, officer="CONTOH PETUGAS SATU").close()

    with pytest.raises(OperatorError, match=r"vault\.unknown_officer"):
        opened(directory, world, officer="CONTOH TANPA PERNYATAAN", passphrase=OTHER)


def test_damaged_copies_of_the_key_file_are_mended_at_the_start(directory, world):
    whole = (directory / "keys.json").read_bytes()
    (directory / "keys.json").write_bytes(whole[:-1])

    opened(directory, world).close()

    assert (directory / "keys.json").read_bytes() == whole


def missed(directory, world, clock, times):
    for _ in range(times):
        clock.forward(minutes=5)
        with pytest.raises(OperatorError, match=r"vault\.wrong_passphrase"):
            opened(directory, world, passphrase=OTHER)
    clock.forward(minutes=5)


def kinds(desk):
    store = desk.screening._store
    return store.read(lambda unit: [e.entry.header.kind for e in unit.entries()]).result()


def test_many_wrong_tries_in_a_row_are_stated_once_somebody_is_in(directory, world, clock):
    missed(directory, world, clock, 5)

    desk = opened(directory, world)
    stated, sound = kinds(desk), desk.integrity.verify().result().ok
    desk.close()
    desk = opened(directory, world)
    again = kinds(desk)
    desk.close()

    assert (stated, sound) == (["device", "officer", "system"], True)
    assert again == stated


def test_a_few_wrong_tries_are_a_tired_hand(directory, world, clock):
    missed(directory, world, clock, 4)

    desk = opened(directory, world)
    stated = kinds(desk)
    desk.close()

    assert stated == ["device", "officer"]
