"""Official lists and rulesets changed beside the journal, by somebody who holds the store key."""

import pytest

from posko_app.domain.registers import Register
from posko_app.store.journal import NewEntry
from posko_app.store.register_check import REGISTER_IMPORTED, rows_hash
from sync.protocol.entry import Kind
from sync.protocol.people import Role
from tests.services.desks import PENYELIA, PETUGAS, opened
from tests.services.registers import P3MI, csv, put, xlsx
from tests.services.rules import published
from tests.services.test_rulesets import colleague

MINE = "+6281299000009"
TAMPERED = {
    "a contact exchanged": f"UPDATE register_rows SET contact = '{MINE}' WHERE row_key = '4.0'",
    "a row more": (
        "INSERT INTO register_rows (register, row_key, name, name_key, contact, status, source_row)"
        f" VALUES ('p3mi', '99.0', 'A', 'a', '{MINE}', 'berlaku', 99)"
    ),
    "a row less": "DELETE FROM register_rows WHERE row_key = '4.0'",
    "valid for ever": "UPDATE register_rows SET valid_to = NULL, status = 'berlaku'",
    "a list of its own": (
        "INSERT INTO register_rows (register, row_key, name, name_key, contact, status, source_row)"
        f" VALUES ('lain', '1.0', 'A', 'a', '{MINE}', 'berlaku', 1)"
    ),
    "younger than it is": "UPDATE registers SET as_of = '2026-11-24'",
    "of another file": "UPDATE registers SET sha256 = replace(sha256, substr(sha256, 1, 1), '0')",
}


def fault(desk):
    return desk.integrity.verify().result(timeout=60).fault


def on_disk(desk, task):
    return desk.replay._store.write(task).result()


def test_lists_as_handed_in_are_sound_also_the_second_time(desk, tmp_path):
    put(desk, Register.P3MI, csv(tmp_path / "lama.csv", "Nama,Nomor", "PT CONTOH TUA,9"))
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI))

    assert fault(desk) is None


@pytest.mark.parametrize("how", TAMPERED)
def test_a_list_changed_beside_the_journal_is_found(desk, tmp_path, how):
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI))
    assert fault(desk) is None

    on_disk(desk, lambda unit: unit.connection.execute(TAMPERED[how]).rowcount)

    assert fault(desk).code == "register_differs"


def test_a_list_that_a_petugas_vouches_for_is_none(desk, tmp_path):
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI))
    petugas = colleague(desk, PETUGAS, Role.PETUGAS)

    def task(unit):
        unit.connection.execute("DELETE FROM register_rows")
        unit.connection.execute("UPDATE registers SET rows = 0")
        query = "SELECT sha256, as_of FROM registers"
        sha256, as_of = unit.connection.execute(query).fetchone()
        facts = {"action": REGISTER_IMPORTED, "register": "p3mi", "sha256": sha256}
        facts |= {"as_of": as_of, "rows": 0, "rows_hash": rows_hash(())}
        entry = unit.append(NewEntry(Kind.ACCESS, "f" * 32, {"facts": facts}, petugas))
        unit.connection.execute("UPDATE registers SET entry = ?", (entry.header.id,))

    on_disk(desk, task)

    assert fault(desk).code == "register_differs"


def test_an_installed_ruleset_that_was_taken_away_is_missed(directory, clock, tmp_path):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        file = published(tmp_path)
        hash_ = desk.rulesets.install(file, second=colleague(desk)).result(timeout=20).hash

        def task(unit):
            trigger = "SELECT sql FROM sqlite_schema WHERE name = 'rulesets_never_deleted'"
            (made_by,) = unit.connection.execute(trigger).fetchone()
            unit.connection.execute("DROP TRIGGER rulesets_never_deleted")
            unit.connection.execute("DELETE FROM rulesets WHERE hash = ?", (hash_,))
            unit.connection.execute(made_by)

        on_disk(desk, task)
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        found = fault(desk)
        assert (found.code, found.entry) == ("ruleset_missing", hash_)
