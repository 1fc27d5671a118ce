"""Tampering by somebody who holds the key and knows the tables: each is found and named."""

from datetime import UTC, datetime

import pytest

from posko_app.domain.records import StoredFault, VerifyResult
from posko_app.errors import MachineError
from posko_app.store.integrity import SLICE_ENTRIES, Verification, last_entries_fault
from posko_app.store.journal import NewEntry
from posko_app.store.opening import Purpose
from sync.protocol.entry import Header, Kind, part_hash, seal_part, sign_entry
from tests.support.stores import correction, erasure, found_desk, petugas, raw, save, screening

GUARDS = (
    "entries_never_updated",
    "entries_never_deleted",
    "parts_never_updated",
    "parts_deleted_by_erasure_only",
    "erasures_never_updated",
    "erasures_never_deleted",
    "parts_stay_erased",
    "erasures_by_erasure_entry_only",
    "outbox_left_by_receipt_only",
    "feed_positions_never_deleted",
    "feed_positions_learn_once",
)


@pytest.fixture
def entries(desk, store):
    """Three screenings and a correction of the first, positions 3 to 6."""
    made = save(
        store,
        *(screening(desk, {"traveller.name": f"CONTOH {n}", "paper_no": f"A{n}"}) for n in "ABC"),
    )
    return made + save(store, correction(desk, made[0], {"traveller.name": "CONTOH D"}))


def tamper(store, *statements: tuple) -> None:
    for guard in GUARDS:
        raw(store, f"DROP TRIGGER IF EXISTS {guard}")
    raw(store, "PRAGMA foreign_keys = OFF")
    for sql, *params in statements:
        raw(store, sql, *params)


def fault(store) -> StoredFault | None:
    return store.verify().result().fault


def test_untouched_store_is_sound(store, entries):
    assert store.verify().result() == VerifyResult(ok=True, entries=6)


IDENTITY = "entry = (SELECT id FROM entries WHERE position = 4) AND name = 'identity'"
UNINDEX = (
    "INSERT INTO screenings_fts (screenings_fts, rowid, name, nik, passport, phone, origin,"
    " destination, recruiter) SELECT 'delete', position, name, nik, passport, phone, origin,"
    " destination, recruiter FROM screenings WHERE position = 4"
)
INVENT = (
    "INSERT INTO screenings (position, subject, decision, signer, corrections, conflict, voided,"
    " complete, receipt) VALUES (2, 'ff', 'boleh', '', 0, 0, 0, 0, 'aaaaaaaaaa')"
)
OTHER_SIGNATURE = (
    "UPDATE entries SET signature = (SELECT signature FROM entries WHERE position = 3),"
    " hash = ? WHERE position = 6"
)
BEND_IDENTITY = (
    "UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE name = 'identity' AND entry = ?"
)
TAMPERED = {
    "kind rewritten": ("UPDATE entries SET kind = 'tally' WHERE position = 4", "columns_differ"),
    "subject rewritten": (
        "UPDATE entries SET subject = replace(subject, subject, hex(zeroblob(16)))",
        "columns_differ",
    ),
    "header rewritten": (
        "UPDATE entries SET header = CAST(header || ' ' AS BLOB) WHERE position = 4",
        "header_malformed",
    ),
    "hash rewritten": (
        "UPDATE entries SET hash = replace(hash, substr(hash, 1, 4), '0000') WHERE position = 4",
        "columns_differ",
    ),
    "part rewritten": (
        f"UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE {IDENTITY}",
        "part_differs",
    ),
    "part removed": (f"DELETE FROM parts WHERE {IDENTITY}", "part_missing"),
    "part added": (
        "INSERT INTO parts SELECT id, 'notes', zeroblob(20) FROM entries WHERE position = 4",
        "part_differs",
    ),
    "entry removed": ("DELETE FROM entries WHERE position = 4", "chain_gap"),
    "erasure nobody stated": (
        "INSERT INTO erasures SELECT id, 'identity', id FROM entries WHERE position = 4",
        "erasure_unfounded",
    ),
    "row rewritten": (
        "UPDATE screenings SET decision = 'boleh' WHERE position = 4",
        "projection_differs",
    ),
    "row removed": ("DELETE FROM screenings WHERE position = 4", "projection_differs"),
    "row invented": (INVENT, "projection_differs"),
    "paper key removed": ("DELETE FROM paper_keys WHERE position = 4", "projection_differs"),
    "paper key rewritten": (
        "UPDATE paper_keys SET paper_no = 'Z' WHERE position = 4",
        "projection_differs",
    ),
    "index word lost": (UNINDEX, "index_differs"),
    "officer promoted": ("UPDATE officers SET role = 'petugas'", "officers_differ"),
    "officer renamed": ("UPDATE officers SET name = 'CONTOH LAIN'", "officers_differ"),
    "sealing key replaced": (
        "UPDATE officers SET seal_key = replace(seal_key, substr(seal_key, 1, 4), 'ffff')",
        "officers_differ",
    ),
    "confirmation nobody gave": ("UPDATE officers SET confirmed = 1", "officers_differ"),
    "entry taken from the queue": ("DELETE FROM outbox WHERE position = 4", "outbox_differs"),
    "time rewritten": (
        "UPDATE entries SET recorded_at = '2026-11-24T01:00:01+00:00' WHERE position = 4",
        "columns_differ",
    ),
    "time without a zone": (
        "UPDATE entries SET recorded_at = '2026-11-24T01:00:00' WHERE position = 4",
        "columns_differ",
    ),
    "officer removed": ("DELETE FROM officers", "officers_differ"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_named(store, entries, what):
    sql, code = TAMPERED[what]
    tamper(store, (sql,))

    found = fault(store)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("year", [1931, 1970, 2026, 9998])
def test_time_of_a_wrong_clock_is_no_fault(desk, store, clock, year):
    clock.now = datetime(year, 3, 4, 5, 6, 7, 891_999, tzinfo=UTC)
    save(store, screening(desk, {"traveller.name": "CONTOH"}))

    assert fault(store) is None


def test_first_fault_names_its_entry_and_how_far_all_was_well(store, entries):
    tamper(store, *((BEND_IDENTITY, entries[n].header.id) for n in (2, 1)))

    result = store.verify().result()

    assert result == VerifyResult(False, 3, StoredFault("part_differs", entries[1].header.id))


def test_signature_of_somebody_else_is_found(desk, store, entries):
    tamper(store, (OTHER_SIGNATURE, "0" * 64))

    assert fault(store).code == "columns_differ"  # the hash covers the signature


def test_entry_of_a_stranger_is_found(desk, store, entries):
    """Somebody with the key appends a whole, well-formed entry by an officer nobody introduced."""
    stranger = petugas("CONTOH ORANG LAIN", desk.random_bytes)
    new = screening(desk, {"traveller.name": "CONTOH PALSU"})
    forged = type(new)(new.kind, new.subject, new.parts, stranger)
    save(store, forged)

    assert fault(store) == StoredFault("signer_unknown", last_id(store))


def test_rewritten_and_resigned_entry_breaks_the_chain_after_it(desk, store, entries):
    """Even an officer with his own key cannot change what others built upon."""
    old = entries[1]
    stored = {"facts": seal_part({"decision": "boleh"}, bytes(16))}
    fields = {name: getattr(old.header, name) for name in Header.__slots__}
    fields |= {"parts": {"facts": part_hash(stored["facts"])}}
    forged = sign_entry(Header(**fields), stored, desk.officer.sign)
    tamper(
        store,
        ("DELETE FROM parts WHERE entry = ?", old.header.id),
        ("INSERT INTO parts VALUES (?, 'facts', ?)", old.header.id, stored["facts"]),
        (
            "UPDATE entries SET header = ?, signature = ?, hash = ? WHERE id = ?",
            forged.header_bytes,
            forged.signature,
            forged.hash,
            old.header.id,
        ),
    )

    assert fault(store).code in {"projection_differs", "prev_differs"}
    assert last(store) in {"prev_differs", None}


def last_id(store) -> str:
    return raw(store, "SELECT id FROM entries ORDER BY position DESC LIMIT 1")[0][0]


def last(store) -> str | None:
    found = store.read(
        lambda unit: last_entries_fault(unit.connection, unit.shared.journal.device)
    ).result()
    return found and found.code


def test_lawful_erasure_is_no_fault_and_another_parts_is(desk, store, entries):
    victim = entries[1].header.id

    def erase(unit):
        by = unit.append(erasure(desk, victim, "identity"))
        unit.erase(victim, "identity", by_entry=by.header.id)
        return by.header.id

    by = store.write(erase).result()
    assert fault(store) is None

    store.write(lambda unit: unit.erase(victim, "facts", by_entry=by)).result()

    assert fault(store) == StoredFault("erasure_unfounded", victim)


def test_only_an_erasure_entry_erases_whatever_another_says(desk, store, entries):
    victim = entries[1].header.id
    items = {"items": [{"entry": victim, "parts": ["identity"]}]}
    export = NewEntry(Kind.EXPORT, "0" * 32, {"facts": items}, desk.officer)
    (by,) = save(store, export)
    tamper(store, ("INSERT INTO erasures VALUES (?, 'identity', ?)", victim, by.header.id))

    assert fault(store) == StoredFault("erasure_unfounded", victim)


def test_promotion_in_the_table_of_officers_opens_nothing(desk, store):
    tamper(store, ("UPDATE officers SET role = 'petugas'",))
    store.close()

    with pytest.raises(MachineError) as refused:
        desk.open()

    assert refused.value.params == {"code": "officers_differ"}


def test_officer_whose_name_was_erased_is_still_known(desk, store):
    own = raw(store, "SELECT id FROM entries WHERE kind = 'officer'")[0][0]

    def erase(unit):
        by = unit.append(erasure(desk, own, "identity"))
        unit.erase(own, "identity", by_entry=by.header.id)

    store.write(erase).result()

    assert [officer.name for officer in store.read(lambda u: u.officers()).result()] == [None]
    assert fault(store) is None


def test_journal_cut_back_is_found_by_the_mirror(desk, store, entries):
    tamper(
        store,
        ("DELETE FROM outbox WHERE position = 6",),
        ("DELETE FROM parts WHERE entry = (SELECT id FROM entries WHERE position = 6)",),
        ("DELETE FROM entries WHERE position = 6",),
        ("UPDATE screenings SET name = 'CONTOH A', corrections = 0 WHERE position = 3",),
        ("INSERT INTO screenings_fts (screenings_fts) VALUES ('rebuild')",),
    )

    assert fault(store) == StoredFault("head_mirror")


BASES = {
    "guard dropped": ("DROP TRIGGER entries_never_deleted", "schema_differs"),
    "trigger that deletes": (
        "CREATE TRIGGER kept AFTER INSERT ON entries BEGIN DELETE FROM outbox; END",
        "schema_differs",
    ),
    "index dropped": ("DROP INDEX screenings_by_day", "schema_differs"),
    "table put in": ("CREATE TABLE shelf (name TEXT) STRICT", "schema_differs"),
    "another epoch": ("UPDATE device SET epoch = '0000000000000000'", "device_differs"),
    "another post": ("UPDATE device SET post = 'tenau'", "device_differs"),
    "live for training": ("UPDATE device SET deployment = 'live'", "device_differs"),
    "another signing key": ("UPDATE device SET sign_key = zeroblob(32)", "device_differs"),
    "another sealing key": ("UPDATE device SET seal_key = zeroblob(32)", "device_differs"),
}


@pytest.mark.parametrize("what", BASES)
def test_what_stands_under_the_entries_is_checked_too(desk, store, what):
    sql, code = BASES[what]
    raw(store, sql)
    store.close()

    with pytest.raises(MachineError) as refused:
        desk.open()
    assert (refused.value.key, refused.value.params) == ("store.journal_fault", {"code": code})

    only = desk.open(purpose=Purpose.VERIFY)
    assert fault(only).code == code
    only.close()


def test_chain_of_a_laptop_that_came_through_no_centre_is_found(desk, store, entries, tmp_path):
    other = found_desk(tmp_path / "lain", clock=desk.clock, random_bytes=desk.random_bytes)
    foreign = other.open()
    columns = "id, kind, subject, device, epoch, seq, signer, hlc, recorded_at, hash, header"
    rows = raw(foreign, f"SELECT {columns}, signature FROM entries WHERE seq = 1")
    parts = raw(foreign, "SELECT * FROM parts WHERE entry = ?", rows[0][0])
    foreign.close()
    raw(
        store, f"INSERT INTO entries ({columns}, signature) VALUES ({','.join('?' * 12)})", *rows[0]
    )
    raw(store, "INSERT INTO parts VALUES (?, ?, ?)", *parts[0])
    raw(store, "INSERT INTO outbox VALUES (7, 'pending', NULL)")

    assert fault(store) == StoredFault("device_differs", rows[0][0])


@pytest.mark.parametrize("position", [4, 99])
def test_word_put_into_the_index_is_found_when_nobody_waits(desk, store, entries, position):
    raw(store, "INSERT INTO screenings_fts (rowid, name) VALUES (?, 'PALSU')", position)
    store.close()
    only = desk.open(purpose=Purpose.VERIFY)

    assert fault(only) == StoredFault("index_differs")
    only.close()


def test_save_goes_between_the_slices_of_a_check(desk, store):
    save(store, *(screening(desk, {}) for _ in range(3 * SLICE_ENTRIES)))
    check = store.verify()

    save(store, screening(desk, {"traveller.name": "CONTOH DI TENGAH"}))

    assert not check.done()
    assert check.result().ok


def test_check_ends_where_the_journal_ended_when_it_began(desk, store, entries):
    check = Verification(mirror=desk.files.mirror, thorough=False)
    store.read(check.step).result()

    save(store, screening(desk, {}))

    while (result := store.read(check.step).result()) is None:
        pass
    assert result == VerifyResult(ok=True, entries=6)


def test_closing_ends_a_running_check(desk, store):
    save(store, *(screening(desk, {}) for _ in range(3 * SLICE_ENTRIES)))
    check = store.verify()

    store.close()

    assert check.cancelled()


def test_last_entries_are_checked_with_the_signers_introduced_long_before(desk, store, entries):
    def found(count):
        task = store.read(
            lambda unit: last_entries_fault(
                unit.connection, unit.shared.journal.device, count=count
            )
        )
        return task.result()

    assert [found(count) for count in (1, 2, 4, 100)] == [None] * 4

    tamper(store, (f"UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE {IDENTITY}",))

    assert found(2) is None  # older than what the start looks at
    assert found(3) == StoredFault("part_differs", entries[1].header.id)


def test_store_with_a_faulty_journal_opens_only_to_be_verified(desk, store, entries):
    tamper(store, (f"UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE {IDENTITY}",))
    store.close()
    before = desk.files.database.read_bytes()

    with pytest.raises(MachineError) as refused:
        desk.open()
    assert (refused.value.key, refused.value.params) == (
        "store.journal_fault",
        {"code": "part_differs"},
    )
    only = desk.open(purpose=Purpose.VERIFY)
    result = only.verify().result()
    only.close()

    assert result.fault == StoredFault("part_differs", entries[1].header.id)
    assert desk.files.database.read_bytes() == before
