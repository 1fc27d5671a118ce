"""What cannot be read here is kept, counts for nothing, and stands in nobody's way."""

from dataclasses import replace

import pytest

from posko_app.services.sync_ledger import StoreLedger
from posko_app.store import readable
from posko_app.store.sync_journal import StoreJournal
from sync.device.ports import Outcome
from sync.protocol.entry import Kind, part_hash, seal_part, sign_entry
from sync.protocol.messages import SHARED
from tests.support.stores import raw
from tests.support.sync_stores import Guest
from tests.sync.device.little_centre import wire_of
from tests.sync.device.writers import DeskWriter


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
    shown = StoreLedger(here.store, StoreJournal(here.store)).figures()
    assert shown.set_aside == (reason is not None)
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
