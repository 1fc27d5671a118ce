"""Whom another laptop or a centre introduced is known here, and has no say here."""

from dataclasses import replace

import pytest

from posko_app.domain.records import OfficerState
from posko_app.errors import OperatorError
from posko_app.services.introductions import state_officer
from posko_app.services.session import record_of
from posko_app.store import m0001_first_release as first
from posko_app.store import m0004_sync as fourth
from sync.device.ports import Outcome
from sync.protocol.entry import Kind
from sync.protocol.messages import SHARED
from sync.protocol.people import Action, DeviceStatement, Role
from sync.protocol.statements import Confirmation, Confirmed, Verdict
from tests.support.stores import petugas, raw
from tests.support.sync_stores import Guest, sync_all
from tests.sync.device.little_centre import LittleCentre, wire_of
from tests.sync.device.writers import DeskWriter
from tests.sync.protocol.makers import fixed_key, print_of, public

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
    for stranger in (newcomer, there.desk.officer):
        with pytest.raises(OperatorError, match="not_introduced"):
            here.store.read(lambda u, who=stranger: record_of(u, who)).result()
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
