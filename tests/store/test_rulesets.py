"""Rulesets are kept by hash for ever; one that is not what it was is named and never used."""

import pytest

from posko_app.domain.detection.ruleset_read import RulesetFaults, ruleset_hash
from posko_app.domain.records import RulesetOrigin, StoredFault
from posko_app.errors import MachineError
from posko_app.store.connection import Error
from tests.support.rulesets import packaged, packaged_hash, with_version
from tests.support.stores import raw, save, screening

SUSPECT = {"purpose": "kerja_ln", "docs.visa": "wisata"}


def put(store, files, origin="packaged"):
    return store.write(lambda unit: unit.put_ruleset(files, origin)).result()


def damage(store, sql: str, *params) -> None:
    raw(store, "DROP TRIGGER rulesets_never_updated")
    raw(store, sql, *params)


def ruleset_here(store, hash_: str):
    return store.read(lambda unit: unit.ruleset(hash_)).result()


def fault(store) -> StoredFault | None:
    return store.verify().result().fault


def test_a_ruleset_is_found_again_by_its_hash_after_a_restart(desk, store, clock):
    record = put(store, packaged())
    store.close()

    again = desk.open()
    found = ruleset_here(again, record.hash)
    records = again.read(lambda unit: unit.rulesets()).result()
    sound = again.verify().result().ok
    again.close()

    assert (found.hash, found.files) == (packaged_hash(), dict(packaged()))
    assert records == (record,)
    assert (record.id, record.version, record.stored_at) == (found.id, found.version, clock())
    assert sound


def test_what_is_not_here_is_none(store):
    assert ruleset_here(store, "0" * 64) is None
    assert store.read(lambda unit: unit.judge(SUSPECT, "0" * 64)).result() is None
    assert store.read(lambda unit: unit.rulesets()).result() == ()


def test_the_same_ruleset_again_changes_nothing(store, clock):
    first = put(store, packaged())
    clock.now = clock.now.replace(hour=9)

    assert put(store, packaged(), "installed") == first
    assert first.origin is RulesetOrigin.PACKAGED


def test_a_ruleset_whose_write_was_undone_is_not_here(desk, store):
    def fail(unit):
        hash_ = unit.put_ruleset(packaged(), "packaged").hash
        assert unit.judge(SUSPECT, hash_) is not None
        raise KeyError

    with pytest.raises(KeyError):
        store.write(fail).result()
    save(store, screening(desk, {**SUSPECT, "ruleset": packaged_hash()}))

    assert ruleset_here(store, packaged_hash()) is None
    assert raw(store, "SELECT rule, unjudged FROM screenings") == [(None, packaged_hash())]


def test_rulesets_stand_in_the_order_they_came(store, clock):
    hashes = [put(store, files).hash for files in (with_version("9"), packaged())]

    assert [r.hash for r in store.read(lambda unit: unit.rulesets()).result()] == hashes


def test_files_that_make_no_ruleset_are_not_kept(store):
    files = {name: text for name, text in packaged().items() if name != "levels.toml"}

    with pytest.raises(RulesetFaults):
        put(store, files)

    assert store.read(lambda unit: unit.rulesets()).result() == ()


GUARDS = {
    "changed": ("UPDATE rulesets SET version = '2'", "rulesets_never_updated"),
    "deleted": ("DELETE FROM rulesets", "rulesets_never_deleted"),
    "replaced": (
        "INSERT OR REPLACE INTO rulesets SELECT * FROM rulesets",
        "rulesets_never_deleted",
    ),
}


@pytest.mark.parametrize("what", GUARDS)
def test_no_ruleset_is_ever_changed_or_deleted(store, what):
    sql, guard = GUARDS[what]
    put(store, packaged())

    with pytest.raises(Error):
        raw(store, sql)

    raw(store, f"DROP TRIGGER {guard}")
    raw(store, sql)  # it was the guard that refused


DAMAGED = {
    "a rule changed": "UPDATE rulesets SET files = CAST(replace(files, 'kerja', 'karya') AS BLOB)",
    "no longer JSON": "UPDATE rulesets SET files = CAST(files || '}' AS BLOB)",
    "written in another way": "UPDATE rulesets SET files = CAST(files || ' ' AS BLOB)",
    "half a character": 'UPDATE rulesets SET files = CAST(\'{"a":"\\ud800"}\' AS BLOB)',
    "emptied": 'UPDATE rulesets SET files = CAST(\'{"a":""}\' AS BLOB)',
}
MISLABELLED = {
    "another version": "UPDATE rulesets SET version = '99'",
    "another name": "UPDATE rulesets SET id = 'lain'",
    "another date": "UPDATE rulesets SET issued_on = '1999-01-01'",
    "another hash": "UPDATE rulesets SET hash = replace(hash, substr(hash, 1, 4), 'ffff')",
}


@pytest.mark.parametrize("what", DAMAGED | MISLABELLED)
def test_a_damaged_ruleset_is_named_by_the_check(desk, store, what):
    put(store, with_version("7"))
    assert fault(store) is None

    damage(store, (DAMAGED | MISLABELLED)[what])

    (hash_,) = raw(store, "SELECT hash FROM rulesets")[0]
    assert fault(store) == StoredFault("ruleset_damaged", hash_)


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_ruleset_is_never_used_and_no_save_waits_for_it(desk, store, what):
    hash_ = put(store, packaged()).hash
    damage(store, DAMAGED[what])
    raw(store, RESTORE_GUARD)
    store.close()
    again = desk.open()

    with pytest.raises(MachineError) as refused:
        ruleset_here(again, hash_)
    judged = again.read(lambda unit: unit.judge(SUSPECT, hash_)).result()
    save(again, screening(desk, {**SUSPECT, "ruleset": hash_, "shown_level": "kuning"}))
    again.close()

    assert refused.value.key == "store.ruleset_damaged"
    assert judged is None


RESTORE_GUARD = (
    "CREATE TRIGGER rulesets_never_updated BEFORE UPDATE ON rulesets\n"
    "BEGIN SELECT RAISE(ABORT, 'append_only'); END"
)


def test_a_ruleset_this_program_cannot_read_is_no_damage(desk, store):
    hash_ = put(store, packaged()).hash
    newer = {"ruleset.toml": 'id = "baru"\nversion = "9"\nissued_on = "2030-01-01"\n'}
    text = newer["ruleset.toml"].replace("\n", "\\n").replace('"', '\\"')

    raw(
        store,
        "INSERT INTO rulesets VALUES"
        " (?, 'baru', '9', '2030-01-01', 'installed', CAST(? AS BLOB), '2026-11-24')",
        ruleset_hash(newer),
        f'{{"ruleset.toml":"{text}"}}',
    )

    with pytest.raises(MachineError) as refused:
        ruleset_here(store, ruleset_hash(newer))

    assert refused.value.key == "store.ruleset_unreadable"
    assert ruleset_here(store, hash_) is not None
    assert fault(store) is None
