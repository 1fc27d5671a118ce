"""What other laptops stated counts here like our own."""

from posko_app.domain.records import ListQuery
from posko_app.store import page_intake, taking_in
from sync.device.ports import FeedState, Outcome
from sync.protocol.entry import Kind
from tests.support.stores import raw
from tests.support.sync_stores import Guest, sync_all

ROWS = (
    "SELECT subject, name, decision, corrections, conflict, voided, receipt FROM screenings"
    " ORDER BY subject"
)


TALLIES = "SELECT on_day, reason, voided FROM tallies ORDER BY 1, 2, 3"


def rows(laptop) -> list:
    return raw(laptop.store, ROWS)


def test_a_screening_of_a_sister_laptop_is_a_row_with_its_officer(two):
    here, there = two
    there.screen({"traveller.name": "CONTOH TAMU", "decision": "tunda"})

    sync_all(there, here)

    (row,) = here.store.read(lambda u: u.list_screenings(ListQuery(text="tamu"))).result().rows
    assert (row.name, row.officer) == ("CONTOH TAMU", "CONTOH PETUGAS DUA")
    assert rows(here) == rows(there)


def test_corrections_from_both_sides_fold_alike_whatever_came_first(two):
    here, there = two
    made = there.screen({"traveller.name": "CONTOH TAMU", "decision": "tunda"})
    sync_all(there, here)
    here.correct(made, {"decision": "rujuk"})
    there.correct(made, {"decision": "boleh"})
    there.correct(made, {"traveller.name": "CONTOH LAIN"})

    sync_all(here, there)

    assert rows(here) == rows(there)
    (row,) = rows(here)
    assert (row[1], row[3], row[4]) == ("CONTOH LAIN", 3, 1)


def test_a_count_taken_back_on_both_laptops_is_taken_back_once(two):
    here, there = two
    on = {"on": "2026-11-24", "hour": 9, "reason": "rombongan"}
    counted = there.state(Kind.TALLY, on)
    there.state(Kind.TALLY, on)
    sync_all(there, here)
    for laptop in two:
        facts = {"takes_back": counted.header.id}
        laptop.state(Kind.TALLY, facts, based_on=(counted.header.id,))

    sync_all(here, there)

    told = [("2026-11-24", "rombongan", 0), ("2026-11-24", "rombongan", 1)]
    assert (raw(here.store, TALLIES), raw(there.store, TALLIES)) == (told, told)


def test_an_erasure_elsewhere_takes_the_part_and_its_words_here(two):
    here, there = two
    made = there.screen({"traveller.name": "CONTOH TAMU", "notes": "catatan"})
    own = here.screen({"traveller.name": "CONTOH SENDIRI"})
    sync_all(there, here)
    by = there.erase(made.header.id, "identity", "notes")
    there.erase(own.header.id, "identity")

    sync_all(there, here)

    parts = raw(here.store, "SELECT name FROM parts WHERE entry = ?", made.header.id)
    assert [name for (name,) in parts] == ["facts"]
    assert raw(here.store, "SELECT name FROM screenings ORDER BY position") == [(None,), (None,)]
    found = here.store.read(lambda u: u.list_screenings(ListQuery(text="contoh"))).result()
    assert found.rows == ()
    told = raw(here.store, "SELECT part, by_entry FROM erasures WHERE entry = ?", made.header.id)
    assert dict(told) == {"identity": by.header.id, "notes": by.header.id}


def test_an_entry_that_was_erased_before_it_came_is_whole_once_its_erasure_is_here(two):
    here, there = two
    made = there.screen({"traveller.name": "CONTOH TAMU", "notes": "catatan"})
    there.erase(made.header.id, "notes")

    sync_all(there, here)

    assert raw(here.store, "SELECT count(*) FROM came_without") == [(0,)]
    assert raw(here.store, "SELECT part FROM erasures") == [("notes",)]
    assert list(here.journal.missing_parts()) == []


def test_of_two_erasures_the_first_in_the_log_counts_on_both_laptops(two):
    here, there = two
    made = there.screen({"traveller.name": "CONTOH TAMU", "notes": "catatan"})
    sync_all(there, here)
    late = here.erase(made.header.id, "notes")
    first_there = there.erase(made.header.id, "notes")
    there.sync()

    sync_all(here, there)

    for laptop in two:
        places = laptop.journal.holdings("el-tari", start=1, end=99, limit_bytes=10**9)
        erased = {p.entry.header.id: dict(p.erased) for p in places}
        assert erased[made.header.id] == {"notes": first_there.header.id}
    assert raw(here.store, "SELECT by_entry FROM erasures") == [(late.header.id,)]


def test_a_log_opened_anew_may_lack_what_nobody_held(make, centre):
    here, guest = make("satu"), Guest(centre)
    lost = guest.state(Kind.SCREENING, {"facts": {"decision": "boleh"}})
    kept = guest.state(Kind.SCREENING, {"facts": {"decision": "tunda"}})
    here.journal.new_generation(FeedState("el-tari", generation=1))
    log = centre.log("el-tari")
    log.generation = 1
    entries = [wire for wire in log.entries if wire.entry.hash != lost.hash]
    log.cut(0)
    for wire in entries:
        log.append(wire)

    assert here.sync().outcome is Outcome.DONE

    assert raw(here.store, "SELECT subject FROM screenings") == [(kept.header.subject,)]


def test_a_part_gone_for_an_erasure_that_nobody_stated_is_told(two, centre):
    here, there = two
    made = there.screen({"traveller.name": "CONTOH TAMU", "notes": "catatan"})
    there.sync()
    position = centre.placed[made.header.id]
    centre.strip("el-tari", position, "notes", by="019ab000-0000-7000-8000-000000000001")

    here.sync()

    assert list(here.journal.missing_parts()) == [(position, made.header.id, "notes")]


def test_what_says_who_may_sign_is_never_erased(make, centre):
    here, guest = make("satu"), Guest(centre)
    (own,) = raw(here.store, "SELECT id FROM entries WHERE kind = 'officer'")[0]
    device = centre.log("el-tari").entries[0].entry.header.id
    here.sync()
    erasure = guest.writer.erasure(own, ["facts", "identity"])
    guest.put(erasure)
    guest.put(guest.writer.erasure(device, ["facts"]))

    here.sync()

    assert raw(here.store, "SELECT entry, part FROM erasures") == [(own, "identity")]
    here.screen({"traveller.name": "CONTOH SATU"})


def test_a_save_goes_in_between_the_pieces_of_a_page(make, centre, monkeypatch):

    monkeypatch.setattr(taking_in, "SLICE_S", 0.0)
    here, guest = make("satu"), Guest(centre)
    for _ in range(20):
        guest.state(Kind.SCREENING, {"identity": {"traveller": {"name": "CONTOH"}}})
    cursors, saved = [], []
    before = taking_in.take_slice

    def noticed(unit, state, checked, *, centres):
        cursors.append((state.feed, state.cursor))
        if len(cursors) == 5:  # queued while the store thread is busy, and it goes first
            saved.append(here.store.write(lambda u: u.last_position()))
        return before(unit, state, checked, centres=centres)

    monkeypatch.setattr(page_intake, "take_slice", noticed)
    here.sync()

    assert len(set(cursors)) == len(cursors) > 20
    assert saved[0].result() < raw(here.store, "SELECT max(position) FROM entries")[0][0]
