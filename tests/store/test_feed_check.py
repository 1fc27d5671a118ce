"""Somebody with the key changes what came through a feed, or what proves it: each is named."""

import pytest

from posko_app.domain.records import StoredFault
from posko_app.store import readable
from sync.device.ports import Outcome
from sync.protocol.entry import Kind
from tests.support.stores import raw
from tests.support.sync_stores import laptop_of
from tests.sync.device.little_centre import LittleCentre

GUARDS = (
    *("entries_never_updated", "entries_never_deleted", "parts_never_updated"),
    *("parts_deleted_by_erasure_only", "outbox_left_by_receipt_only"),
    *("feed_positions_never_deleted", "feed_positions_learn_once"),
)


@pytest.fixture
def here(tmp_path, clock, random_bytes):
    """Laptop `satu`: two own screenings are sent, two of `dua` are here, a third one waits."""
    centre = LittleCentre()
    laptops = [
        laptop_of(tmp_path / name, centre, clock=clock, random_bytes=random_bytes)
        for name in ("satu", "dua")
    ]
    for laptop in laptops:
        for letter in "AB":
            laptop.screen({"traveller.name": f"CONTOH {letter}", "decision": "tunda"})
    here, there = laptops
    for laptop in (here, there, here):
        assert laptop.sync().outcome is Outcome.DONE
    there.store.close()
    here.screen({"traveller.name": "CONTOH C"})
    yield here
    here.store.close()


def tamper(laptop, *statements: str) -> None:
    for guard in GUARDS:
        raw(laptop.store, f"DROP TRIGGER IF EXISTS {guard}")
    raw(laptop.store, "PRAGMA foreign_keys = OFF")
    for sql in statements:
        raw(laptop.store, sql)


def fault(laptop) -> StoredFault | None:
    return laptop.store.verify().result().fault


def test_untouched_feeds_are_sound(here):
    checked = here.store.verify().result()

    assert (checked.ok, checked.entries) == (True, 10)


POST = "feed = 'el-tari'"
FOREIGN = "(SELECT max(position) FROM screenings WHERE name IN ('CONTOH A', 'CONTOH B'))"
FOREIGN_PART = f"name = 'facts' AND entry = (SELECT id FROM entries WHERE position = {FOREIGN})"
LAST = f"(SELECT max(position) FROM feed_positions WHERE {POST})"
PLACE_OF_FOREIGN = f"{POST} AND entry = {FOREIGN}"
SWAP = (
    f"UPDATE feed_positions SET leaf = (SELECT leaf FROM feed_positions WHERE {POST}"
    f" AND position = 4) WHERE {POST} AND position = 3"
)
CROSS = (
    f"UPDATE feed_positions SET entry = CASE entry WHEN 3 THEN 4 ELSE 3 END WHERE {POST}"
    " AND entry IN (3, 4)"
)
TAMPERED = {
    "leaf changed": (
        (f"UPDATE feed_positions SET leaf = zeroblob(32) WHERE {POST} AND position = 2",),
        "feed_differs",
    ),
    "leaves swapped": ((SWAP,), "feed_differs"),
    "root changed": (
        (f"UPDATE feed_positions SET root = zeroblob(32) WHERE {POST} AND position = 2",),
        "feed_differs",
    ),
    "entries crossed": (
        ("DROP INDEX feed_positions_by_entry", CROSS),
        "leaf_differs",
    ),
    "position dropped": (
        (f"DELETE FROM feed_positions WHERE {POST} AND position = 3",),
        "outbox_differs",
    ),
    "last position dropped": (
        (f"DELETE FROM feed_positions WHERE {POST} AND position = {LAST}",),
        "device_differs",
    ),
    "foreign entry dropped": (
        (
            f"DELETE FROM parts WHERE entry = (SELECT id FROM entries WHERE position = {FOREIGN})",
            f"DELETE FROM entries WHERE position = {FOREIGN}",
            *(f"DELETE FROM {t} WHERE position = {FOREIGN}" for t in ("movements", "contact_keys")),
            f"DELETE FROM screenings WHERE position = {FOREIGN}",
            "INSERT INTO screenings_fts (screenings_fts) VALUES ('rebuild')",
        ),
        "feed_entry_missing",
    ),
    "foreign entry and its link dropped": (
        (
            f"DELETE FROM parts WHERE entry = (SELECT id FROM entries WHERE position = {FOREIGN})",
            f"DELETE FROM entries WHERE position = {FOREIGN}",
            *(f"DELETE FROM {t} WHERE position = {FOREIGN}" for t in ("movements", "contact_keys")),
            f"UPDATE feed_positions SET entry = NULL WHERE {PLACE_OF_FOREIGN}",
            f"DELETE FROM screenings WHERE position = {FOREIGN}",
            "INSERT INTO screenings_fts (screenings_fts) VALUES ('rebuild')",
        ),
        "feed_entry_missing",
    ),
    "waiting entry taken from the queue": (
        ("DELETE FROM outbox WHERE position = (SELECT max(position) FROM entries)",),
        "outbox_differs",
    ),
    "foreign part rewritten": (
        (f"UPDATE parts SET stored = CAST(stored || ' ' AS BLOB) WHERE {FOREIGN_PART}",),
        "part_differs",
    ),
    "foreign part removed": (
        (f"DELETE FROM parts WHERE {FOREIGN_PART}",),
        "part_missing",
    ),
    "foreign row rewritten": (
        (f"UPDATE screenings SET decision = 'boleh' WHERE position = {FOREIGN}",),
        "projection_differs",
    ),
    "foreign entry hidden": (
        (
            f"INSERT INTO quarantine VALUES ({FOREIGN}, '{readable.MISPLACED}')",
            *(f"DELETE FROM {t} WHERE position = {FOREIGN}" for t in ("movements", "contact_keys")),
            f"DELETE FROM screenings WHERE position = {FOREIGN}",
            "INSERT INTO screenings_fts (screenings_fts) VALUES ('rebuild')",
        ),
        "quarantine_differs",
    ),
    "own entry hidden": (
        (f"INSERT INTO quarantine VALUES (3, '{readable.KIND_UNKNOWN}')",),
        "quarantine_differs",
    ),
    "size put back": (
        (f"UPDATE feeds SET size = size - 1, cursor = 0 WHERE {POST}",),
        "feed_differs",
    ),
    "cursor put ahead": (
        (
            f"UPDATE feed_positions SET entry = NULL WHERE {POST} AND entry = 3",
            "INSERT INTO outbox VALUES (3, 'pending', NULL)",
        ),
        "feed_entry_missing",
    ),
    "checkpoint changed": (
        (f"UPDATE feeds SET checkpoint = CAST(checkpoint || ' ' AS BLOB) WHERE {POST}",),
        "checkpoint_differs",
    ),
    "checkpoint dropped": (
        (f"UPDATE feeds SET checkpoint = NULL WHERE {POST}",),
        "checkpoint_differs",
    ),
    "another centre pinned": (
        ("UPDATE centre SET sign_key = zeroblob(32)",),
        "checkpoint_differs",
    ),
    "centre dropped": (("DELETE FROM centre",), "feed_differs"),
    "chain head put back": ((f"UPDATE chains SET seq = 1 WHERE {POST}",), "chains_differ"),
    "officer of another laptop moved here": (
        ("UPDATE officers SET device = (SELECT device FROM entries ORDER BY position LIMIT 1)",),
        "officers_differ",
    ),
    "confirmation nobody gave": (("UPDATE officers SET confirmed = 1",), "officers_differ"),
    "more acknowledged than was": (("UPDATE settled_epochs SET seq = seq + 1",), "settled_differs"),
    "less acknowledged than was": (("UPDATE settled_epochs SET seq = seq - 1",), "settled_differs"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_named(here, what):
    statements, code = TAMPERED[what]
    tamper(here, *statements)

    found = fault(here)

    assert found is not None
    assert found.code == code


def test_a_store_whose_guard_was_dropped_is_named_even_if_nothing_else_was_done(here):
    tamper(here)

    assert fault(here) == StoredFault("schema_differs")


def test_a_start_finds_what_was_done_to_the_newest_entries(here):
    raw(here.store, "DROP TRIGGER parts_never_updated")
    statements, _ = TAMPERED["foreign part rewritten"]
    raw(here.store, statements[0])
    here.store.close()

    with pytest.raises(Exception, match="journal_fault") as refused:
        here.desk.open()

    assert refused.value.params == {"code": "part_differs"}


def test_a_check_ends_where_the_feeds_ended_when_it_came_to_them(here):
    here.state(Kind.DAY, {"on": "2026-11-24"})
    check = here.store.verify()

    here.sync()

    assert check.result().ok
