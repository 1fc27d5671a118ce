"""A screening's history in words: versions, conflicts, what was erased."""

from dataclasses import replace

import pytest

from posko_app.domain.fields import field_at
from posko_app.domain.problem import Problem
from posko_app.domain.records import Sending
from posko_app.i18n import load_catalogue
from posko_app.ui.rincian_model import Change, conflicts_of, groups_of, timeline_of
from posko_app.ui.rincian_words import field_words, problem_words, read_words, value_words
from tests.ui.makers_pages import AT, history, statement

CATALOGUE = load_catalogue()
FIRST = statement("a", {"traveller.name": "CONTOH SATU", "departure.to": "SUB", "occurred_hour": 9})


def test_both_versions_of_a_field_are_readable():
    told = history(
        FIRST,
        statement("b", {"traveller.name": "CONTOH DUA", "correction_reason": "Dibaca ulang."}, "a"),
    )

    newest, oldest = timeline_of(told, CATALOGUE)

    assert newest.changes == (Change("Nama", "CONTOH SATU", "CONTOH DUA"),)
    assert (newest.title, newest.reason) == ("Koreksi", "Dibaca ulang.")
    assert (oldest.title, oldest.changes) == ("Pemeriksaan", ())


def test_every_laptop_shows_the_same_order_whichever_entry_reached_it_first():
    first = replace(FIRST, log_position=5)
    early = statement("b", {"departure.to": "BTH"}, "a", log_position=6)
    late = statement("c", {"departure.to": "DPS"}, "a", log_position=7)
    waiting = statement("d", {"departure.to": "SUB"}, "b", "c")

    orders = [
        [event.entry_id for event in timeline_of(history(*arrived), CATALOGUE)]
        for arrived in ((first, early, late, waiting), (first, late, early, waiting))
    ]

    assert orders == [["d", "c", "b", "a"]] * 2


def test_a_rivals_value_never_shows_as_what_was_changed():
    told = history(
        FIRST,
        statement("b", {"departure.to": "BTH"}, "a"),
        statement("c", {"departure.to": "DPS"}, "a"),
    )

    befores = [event.changes[0].before for event in timeline_of(told, CATALOGUE)[:2]]

    assert befores == ["SUB", "SUB"]


def test_conflict_shows_every_value_with_who_said_it_and_its_key():
    told = history(
        FIRST,
        statement("b", {"departure.to": "BTH"}, "a"),
        statement("c", {"departure.to": "DPS"}, "a", officer=None),
    )

    (conflict,) = conflicts_of(told, CATALOGUE)

    assert [(r.key, r.words, r.who) for r in conflict.rivals] == [
        ("1", "BTH", "CONTOH PETUGAS SATU"),
        ("2", "DPS", "petugas tidak dikenal"),
    ]


def test_values_of_two_laptops_stand_side_by_side_with_who_which_and_when():
    told = history(
        FIRST,
        statement("b", {"departure.to": "BTH"}, "a"),
        statement("c", {"departure.to": "DPS"}, "a", here=False, device="b7c2" + "0" * 60),
    )

    (conflict,) = conflicts_of(told, CATALOGUE)

    assert [(r.words, r.who, r.when) for r in conflict.rivals] == [
        ("BTH", "CONTOH PETUGAS SATU", "24-11-2026 09.00"),
        ("DPS", "CONTOH PETUGAS SATU · laptop B7C2", "24-11-2026 09.00"),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "menunggu kirim"),
        ({"sending": Sending.NEEDS_PERSON}, "perlu tindakan, lihat Sinkron"),
        (
            {"sending": Sending.SENT, "known_at": AT, "log_position": 118},
            "terkirim 24-11-2026 09.00 · nomor 118 di pusat",
        ),
        (
            {"here": False, "sending": Sending.SENT, "known_at": AT, "log_position": 119},
            "diterima 24-11-2026 09.00 · nomor 119 di pusat",
        ),
        ({"sending": Sending.SENT}, "menunggu kirim"),  # no proof, no claim
    ],
)
def test_each_entry_says_how_far_it_got_and_claims_nothing_without_proof(changes, words):
    (event,) = timeline_of(history(statement("a", {"decision": "boleh"}, **changes)), CATALOGUE)

    assert event.sending == words


def test_settled_conflict_is_gone():
    told = history(
        FIRST,
        statement("b", {"departure.to": "BTH"}, "a"),
        statement("c", {"departure.to": "DPS"}, "a"),
        statement("d", {"departure.to": "DPS"}, "b", "c"),
    )

    assert conflicts_of(told, CATALOGUE) == ()


def test_void_and_erased_parts_say_so():
    told = history(
        statement("a", {"departure.to": "SUB"}, erased=("identity", "notes")),
        statement("b", {"voided": True, "correction_reason": "Dua kali."}, "a"),
    )

    voided, first = timeline_of(told, CATALOGUE)

    assert (voided.title, voided.changes, voided.reason) == ("Dibatalkan", (), "Dua kali.")
    assert first.erased == "Bagian ini sudah dihapus menurut aturan: identitas, catatan."


def test_groups_follow_the_form_and_leave_derived_facts_out():
    told = history(
        statement(
            "a",
            {
                "departure.to": "SUB",
                "traveller.name": "CONTOH SATU",
                "occurred_hour": 9,
                "officer_ticks.coe_speaks_for": True,
                "officer_ticks.coe_visible_injury": None,
            },
        )
    )

    groups = groups_of(told, CATALOGUE)

    assert [group.title for group in groups] == ["Identitas", "Keberangkatan", "Tanda"]
    assert [line.value for line in groups[2].lines] == ["Pengantar selalu menjawab untuknya"]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("traveller.nik", "9902015711890003", "9902 0157 1189 0003"),
        ("traveller.nik", "123", "123"),
        ("traveller.dob_ktp", "1989-11-17", "17-11-1989"),
        ("occurred_at", "2026-11-24T01:00:00Z", "24-11-2026 09.00"),
        ("departure.departs_time", "07:55", "07.55"),
        ("journey.final_country", "MY", "Malaysia"),
        ("journey.final_country", "ZZ", "ZZ"),
        ("job.wage_idr", 1500000, "1.500.000"),
        ("journey.one_way", True, "Ya"),
        ("journey.one_way", False, "Tidak"),
        ("traveller.name", None, "–"),
        ("from.a.newer.version", "x", "x"),
    ],
)
def test_values_are_said_as_officers_write_them(path, value, words):
    assert value_words(path, value, CATALOGUE) == words


def test_field_of_a_newer_version_shows_its_path():
    assert field_words("from.a.newer.version", CATALOGUE) == "from.a.newer.version"


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("occurred_at", "24-11-2026 09.00", "2026-11-24T01:00:00Z"),
        ("traveller.dob_ktp", "17-11-1989", "1989-11-17"),
        ("traveller.name", "  ", None),
        ("job.wage_idr", "1.500.000", 1500000),
    ],
)
def test_typed_words_are_read_back(path, typed, value):
    assert read_words(field_at(path), typed) == value


def test_unreadable_words_say_why():
    read = read_words(field_at("traveller.dob_ktp"), "kemarin")

    assert isinstance(read, Problem)
    assert problem_words(read, CATALOGUE) == CATALOGUE.text("problem.not_a_date")
    assert problem_words(Problem("x", "unheard_of"), CATALOGUE).startswith("Isian ini")


def test_a_scanned_value_is_shown_only_where_it_differs_from_what_is_recorded():
    told = history(
        statement(
            "a",
            {
                "traveller.name": "REKAAN CONTOH",
                "traveller.passport": "X0000001",
                "scanned.name": "CONTOH REKAAN",
                "scanned.passport": "X0000000",
                "scanned.nationality": "IDN",
            },
        )
    )

    shown = {line.path for group in groups_of(told, CATALOGUE) for line in group.lines}

    assert {path for path in shown if path.startswith("scanned.")} == {
        "scanned.passport",
        "scanned.nationality",
    }
