"""What comes from other laptops counts here like our own, and whoever it is has no say here."""

from dataclasses import replace

import pytest

from posko_app.domain.records import ListQuery, OfficerState
from posko_app.services.introductions import state_officer
from posko_app.store import m0001_first_release as first
from posko_app.store import m0004_sync as fourth
from posko_app.store import page_intake, readable, taking_in
from sync.device.ports import AlarmCode, FeedState, Outcome
from sync.protocol.entry import Kind, Seen, part_hash, seal_part, sign_entry
from sync.protocol.messages import SHARED
from sync.protocol.people import Action, DeviceStatement, Role
from sync.protocol.statements import Confirmation, Confirmed, Verdict
from tests.support.stores import petugas, raw
from tests.support.sync_stores import laptop_of
from tests.sync.device.little_centre import LittleCentre, wire_of
from tests.sync.device.writers import DeskWriter
from tests.sync.protocol.makers import fixed_key, print_of, public

ROWS = (
    "SELECT subject, name, decision, corrections, conflict, voided, receipt FROM screenings"
    " ORDER BY subject"
)
TALLIES = "SELECT on_day, reason, voided FROM tallies ORDER BY 1, 2, 3"


@pytest.fixture
def centre():
    return LittleCentre()


@pytest.fixture
def make(tmp_path, centre, clock, random_bytes):
    """Make laptops by name; each store must be sound at the end, and open again."""
    made = []

    def found(name: str, post: str = "el-tari"):
        place = tmp_path / name
        laptop = laptop_of(place, centre, clock=clock, random_bytes=random_bytes, post=post)
        made.append(laptop)
        return laptop

    yield found
    for laptop in made:
        checked = laptop.store.verify().result()
        assert checked.fault is None
        laptop.reopen()
        laptop.store.close()


@pytest.fixture
def two(make):
    return make("satu"), make("dua")


def sync_all(*laptops) -> None:
    """Let everybody send and then everybody pull, until nothing moves."""
    for _ in range(2):
        for laptop in laptops:
            assert laptop.sync().outcome is Outcome.DONE


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


WATCHED = {"ground": "laporan_polisi", "owner": "Kantor Contoh", "expires_on": "2027-01-31"}


def watch(laptop, subject: str) -> None:
    parts = {
        "identity": {"case_ref": "LP/1/CONTOH"},
        "contacts": {"contact": "+6281200000001"},
        "notes": {"notes": "alasan contoh"},
    }
    laptop.state(Kind.WATCH, {"action": "add", **WATCHED}, subject=subject, parts=parts)


def test_a_watched_contact_of_another_post_is_watched_here(make):
    here, other = make("satu"), make("dua", post="tenau")
    watch(other, "a" * 32)

    sync_all(other, here)

    (entry,) = here.store.read(lambda u: u.watch_entries()).result()
    assert (entry.contact, entry.officer) == ("+6281200000001", "CONTOH PETUGAS DUA")
    assert raw(here.store, "SELECT count(*) FROM screenings") == [(0,)]


def test_only_what_a_penyelia_of_that_laptop_adds_is_watched(make, centre):
    here, other = make("satu"), make("dua", post="tenau")
    newcomer = petugas("CONTOH PETUGAS BARU", other.desk.random_bytes)
    add_officer(other, newcomer)
    other.desk.officer, penyelia = newcomer, other.desk.officer
    with pytest.raises(Exception, match="no_such_watch"):
        watch(other, "b" * 32)
    other.desk.officer = penyelia
    watch(other, "c" * 32)

    sync_all(other, here)

    found = here.store.read(lambda u: u.watch_entries()).result()
    assert [entry.subject for entry in found] == ["c" * 32]


def add_officer(laptop, newcomer) -> None:
    adder = laptop.desk.officer
    laptop.store.write(lambda unit: state_officer(unit, newcomer, adder=adder)).result()


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


def test_officers_of_other_laptops_are_known_and_have_no_say(two):
    here, there = two
    newcomer = petugas("CONTOH PETUGAS BARU", there.desk.random_bytes)
    add_officer(there, newcomer)

    sync_all(there, here)

    known = {o.fingerprint: o for o in here.store.read(lambda u: u.officers()).result()}
    assert {o.name: o.here for o in known.values()} == {
        "CONTOH PETUGAS SATU": True,
        "CONTOH PETUGAS DUA": False,
        "CONTOH PETUGAS BARU": False,
    }
    roles = here.store.read(lambda u: u.roles()).result()
    assert set(roles.penyelia(10**6)) == {here.desk.officer.fingerprint}
    save_as(here, newcomer)
    assert here.store.verify().result().fault.code == "signer_unknown"
    raw(here.store, "DROP TRIGGER entries_never_deleted")
    undo_last(here)


def save_as(laptop, officer) -> None:
    """Save a screening signed by somebody, past every service."""
    before, laptop.desk.officer = laptop.desk.officer, officer
    laptop.screen({"traveller.name": "CONTOH PALSU"})
    laptop.desk.officer = before


def undo_last(laptop) -> None:
    """Take the newest entry back, so that the store is sound again."""
    position = "(SELECT max(position) FROM entries)"
    raw(laptop.store, "DROP TRIGGER outbox_left_by_receipt_only")
    raw(laptop.store, "DROP TRIGGER parts_deleted_by_erasure_only")
    raw(laptop.store, "PRAGMA foreign_keys = OFF")
    for table in ("outbox", "screenings", "movements", "contact_keys", "paper_keys"):
        raw(laptop.store, f"DELETE FROM {table} WHERE position = {position}")
    raw(laptop.store, "INSERT INTO screenings_fts (screenings_fts) VALUES ('rebuild')")
    entry = f"(SELECT id FROM entries WHERE position = {position})"
    raw(laptop.store, f"DELETE FROM parts WHERE entry = {entry}")
    raw(laptop.store, f"DELETE FROM entries WHERE position = {position}")
    guard = first.APPEND_ONLY.format(table="entries", verb="delete", event="DELETE")
    for statement in (guard, first.PARTS_DELETE_NEEDS_ERASURE, fourth.OUTBOX_BY_RECEIPT):
        raw(laptop.store, statement)
    laptop.desk.files.mirror.unlink()


def test_the_centre_confirms_an_officer_and_takes_it_back(two, centre):
    here, there = two
    sync_all(there, here)
    key = there.desk.officer.fingerprint
    (entry,) = raw(there.store, "SELECT id FROM entries WHERE kind = 'officer' AND seq = 2")[0]

    def say(verdict: Verdict) -> bool:
        person = there.desk.officer.person
        stated = Confirmation(verdict, Confirmed.OFFICER, key, entry, person)
        centre.state(Kind.CONFIRMATION, stated.facts())
        sync_all(here, there)
        return here.store.read(
            lambda u: next(o.confirmed for o in u.officers() if o.fingerprint == key)
        ).result()

    assert [say(Verdict.CONFIRM), say(Verdict.REVOKE), say(Verdict.CONFIRM)] == [True, False, True]


def test_an_officer_who_got_new_keys_or_left_is_told_so(make, centre):
    here = make("satu")
    writer = DeskWriter("laptop ketiga", post="tenau")

    second, third = fixed_key("petugas kedua"), fixed_key("petugas ketiga")
    entries = [*writer.first_two(), writer.added(writer.officer_key, second, Role.PETUGAS)]
    person = entries[-1].header.subject
    renewed = writer.statement(third, role=Role.PETUGAS, action=Action.NEW_KEY)

    renewed = replace(renewed, person=person).cosigned_by(third)
    entries.append(writer.officer(writer.officer_key, renewed))
    for entry in entries:
        centre.log(SHARED).append(wire_of(entry))
    here.sync()
    states = states_of(here)
    assert states[print_of(second)] is OfficerState.REPLACED
    assert states[print_of(third)] is OfficerState.ACTIVE

    gone = replace(renewed, action=Action.REMOVE, cosign=())
    centre.log(SHARED).append(wire_of(writer.officer(writer.officer_key, gone)))
    here.sync()

    assert states_of(here)[print_of(third)] is OfficerState.REMOVED


def states_of(laptop) -> dict:
    found = laptop.store.read(lambda u: u.officers()).result()
    return {officer.fingerprint: officer.state for officer in found}


class Guest:
    """A sister laptop that writes what no program of ours would, straight into the centre."""

    def __init__(self, centre, name="laptop tamu") -> None:
        self.centre, self.writer = centre, DeskWriter(name)
        for entry in self.writer.first_two():
            self.put(entry)

    def put(self, entry) -> None:
        self.centre.log("el-tari").append(wire_of(entry))

    def state(self, kind, parts, **bent):
        entry = self.writer.entry(kind, self.writer.officer_key, parts, **bent)
        self.put(entry)
        return entry


class Unheard:
    value = "ramalan"


ODD = {
    "kind": (Unheard, {"facts": {"a": 1}}, {}, readable.KIND_UNKNOWN),
    "version": (Kind.SCREENING, {"facts": {"a": 1}}, {"min_reader": 2}, readable.VERSION_NEWER),
    "part": (Kind.SCREENING, {"gambar": {"a": 1}}, {}, readable.PART_UNKNOWN),
    "time": (
        Kind.SCREENING,
        {"facts": {"a": 1}},
        {"id": "f0000000-0000-7000-8000-000000000001"},
        readable.TIME_UNREADABLE,
    ),
    "erasure": (Kind.ERASURE, {"facts": {"items": [3]}}, {}, readable.CONTENT_UNREADABLE),
    "day": (Kind.DAY, {"facts": {"a": 1}}, {}, None),
}


@pytest.mark.parametrize("what", ODD)
def test_what_cannot_be_read_is_kept_and_set_aside(make, centre, what):
    here, guest = make("satu"), Guest(centre)
    kind, parts, bent, reason = ODD[what]
    odd = guest.state(kind, parts, **bent)
    after = guest.state(Kind.SCREENING, {"identity": {"traveller": {"name": "CONTOH AKHIR"}}})

    report = here.sync()

    assert report.outcome is Outcome.DONE
    kept = "SELECT q.reason FROM entries e LEFT JOIN quarantine q USING (position) WHERE id = ?"
    assert raw(here.store, kept, odd.header.id) == [(reason,)]
    names = raw(here.store, "SELECT subject, name FROM screenings")
    assert names == [(after.header.subject, "CONTOH AKHIR")]


def test_an_entry_counts_once_the_part_that_nobody_could_read_is_erased(make, centre):
    here, guest = make("satu"), Guest(centre)
    writer = guest.writer
    stored = {
        "facts": seal_part({"decision": "tunda"}, bytes(16)),
        "notes": bytes(16) + b"{no JSON",
    }
    fields = {"parts": {name: part_hash(part) for name, part in stored.items()}}
    before = writer.seq, writer.prev
    plain = writer.screened()
    header = replace(plain.header, **fields)
    odd = sign_entry(header, stored, writer.officer_key)
    writer.seq, writer.prev = before[0] + 1, odd.hash
    guest.put(odd)
    here.sync()
    assert raw(here.store, "SELECT reason FROM quarantine") == [(readable.CONTENT_UNREADABLE,)]
    guest.put(writer.erasure(odd.header.id, ["notes"]))

    here.sync()

    assert raw(here.store, "SELECT reason FROM quarantine") == []
    assert raw(here.store, "SELECT decision FROM screenings") == [("tunda",)]


def test_a_correction_that_cannot_be_read_changes_nothing(make, centre):
    here, guest = make("satu"), Guest(centre)
    made = here.screen({"traveller.name": "CONTOH SATU"})
    here.sync()
    guest.state(
        Kind.CORRECTION,
        {"identity": {"traveller": {"name": "CONTOH PALSU"}}},
        subject=made.header.subject,
        min_reader=2,
    )

    here.sync()
    here.correct(made, {"decision": "tunda"})

    assert raw(here.store, "SELECT name, corrections FROM screenings") == [("CONTOH SATU", 1)]


@pytest.mark.parametrize(
    "facts",
    [
        {
            "decision": 7,
            "occurred_on": ["x"],
            "shown_level": {"a": 1},
            "ruleset": 3,
            "voided": "ya",
        },
        {
            "occurred_on": "9999-99-99",
            "paper_no": 5,
            "ages": 3,
            "traveller": "x",
            "decision": "\u0000",
        },
        {"occurred_on": True, "prior": [1, [2]], "placement": {"scheme": False}, "": {"": ""}},
    ],
)
def test_strange_answers_fold_to_a_strange_row_and_break_nothing(make, centre, facts):
    here, guest = make("satu"), Guest(centre)
    odd = guest.state(Kind.SCREENING, {"facts": facts, "contacts": {"recruiter": {"contact": 5}}})

    assert here.sync().outcome is Outcome.DONE

    assert raw(here.store, "SELECT subject FROM screenings") == [(odd.header.subject,)]


def test_a_screening_with_the_id_of_another_is_set_aside(make, centre):
    here, guest = make("satu"), Guest(centre)
    made = here.screen({"traveller.name": "CONTOH SATU"})
    here.sync()
    guest.state(Kind.SCREENING, {"facts": {"decision": "boleh"}}, subject=made.header.subject)

    here.sync()

    assert raw(here.store, "SELECT name FROM screenings") == [("CONTOH SATU",)]
    assert raw(here.store, "SELECT reason FROM quarantine") == [(readable.SUBJECT_TAKEN,)]


def test_a_screening_in_the_shared_feed_is_no_screening_here(make, centre):
    here = make("satu")
    writer = DeskWriter("laptop tamu", post="tenau")
    for entry in [*writer.first_two(), writer.screened()]:
        centre.log(SHARED).append(wire_of(entry))

    here.sync()

    assert raw(here.store, "SELECT count(*) FROM screenings") == [(0,)]
    assert raw(here.store, "SELECT reason FROM quarantine") == [(readable.MISPLACED,)]


def test_what_a_centre_said_with_the_key_it_had_before_is_kept_and_moves_nothing(make, centre):
    here = make("satu")
    key = here.desk.officer.fingerprint
    (entry,) = raw(here.store, "SELECT id FROM entries WHERE kind = 'officer'")[0]
    stated = Confirmation(Verdict.CONFIRM, Confirmed.OFFICER, key, entry, here.desk.officer.person)
    before = LittleCentre("pusat dengan kunci lama")
    before.state(Kind.CONFIRMATION, stated.facts())
    for wire in before.log(SHARED).entries:
        centre.log(SHARED).append(wire)

    assert here.sync().outcome is Outcome.DONE

    assert raw(here.store, "SELECT count(*) FROM entries WHERE kind = 'confirmation'") == [(1,)]
    assert raw(here.store, "SELECT confirmed FROM officers") == [(0,)]


def test_a_stranger_who_states_our_device_shuts_nobody_out(make, centre):
    here, guest = make("satu"), Guest(centre)

    writer = guest.writer
    writer.new_epoch()
    stated = DeviceStatement(public(writer.device).hex(), "ab" * 32, "el-tari", "training")
    guest.put(
        writer.entry(Kind.DEVICE, writer.device, {"facts": stated.facts()}, subject=here.device)
    )

    here.sync()
    here.reopen()

    assert here.journal.newest_device_entry().header.device == here.device


def test_access_entries_of_another_laptop_open_nothing(two):
    here, there = two
    there.state(Kind.ACCESS, {"action": "register_imported", "register": "contoh"})

    sync_all(there, here)

    assert here.store.read(lambda u: u.own_entries_of(Kind.ACCESS)).result() == ()
    assert len(here.store.read(lambda u: u.entries_of(Kind.ACCESS)).result()) == 1


def test_new_entries_state_what_was_seen_of_the_logs(two):
    here, there = two
    before = here.screen({"traveller.name": "CONTOH SATU"})
    sync_all(here, there)

    after = here.screen({"traveller.name": "CONTOH DUA"})

    told = [(s.feed, s.size, s.root) for s in after.header.seen]
    states = [here.journal.feed(feed) for feed in ("el-tari", SHARED)]
    assert before.header.seen == ()
    assert told == [(s.feed, s.size, s.root) for s in states]
    here.reopen()
    again = here.screen({"traveller.name": "CONTOH TIGA"})
    assert again.header.seen == after.header.seen


def test_another_history_shown_to_a_sister_is_found(make, centre):
    here, guest = make("satu"), Guest(centre)
    here.screen({"traveller.name": "CONTOH SATU"})
    here.sync()

    guest.writer.seen = (Seen("el-tari", 2, "ab" * 32),)
    odd = guest.state(Kind.SHIFT, {"facts": {"a": 1}})

    here.sync()

    (alarm,) = here.journal.standing_alarms()
    assert alarm.alarm.code is AlarmCode.SPLIT_VIEW
    assert alarm.alarm.detail["entry"] == odd.header.id


def test_a_claim_about_more_than_is_verified_here_waits(make, centre):
    here, guest = make("satu"), Guest(centre)

    guest.writer.seen = (Seen(SHARED, 99, "ab" * 32),)
    guest.state(Kind.SHIFT, {"facts": {"a": 1}})

    here.sync()

    assert here.journal.standing_alarms() == ()
    assert raw(here.store, "SELECT feed, size FROM claims") == [(SHARED, 99)]


def test_a_save_goes_in_between_the_pieces_of_a_page(make, centre, monkeypatch):

    monkeypatch.setattr(taking_in, "SLICE_S", 0.0)
    here, guest = make("satu"), Guest(centre)
    for _ in range(20):
        guest.state(Kind.SCREENING, {"identity": {"traveller": {"name": "CONTOH"}}})
    cursors, saved = [], []
    before = taking_in.take_slice

    def noticed(unit, state, checked, *, centre):
        cursors.append((state.feed, state.cursor))
        if len(cursors) == 5:  # queued while the store thread is busy, and it goes first
            saved.append(here.store.write(lambda u: u.last_position()))
        return before(unit, state, checked, centre=centre)

    monkeypatch.setattr(page_intake, "take_slice", noticed)
    here.sync()

    assert len(set(cursors)) == len(cursors) > 20
    assert saved[0].result() < raw(here.store, "SELECT max(position) FROM entries")[0][0]
