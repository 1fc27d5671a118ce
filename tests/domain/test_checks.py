from datetime import date

import pytest

from posko_app.domain.checks import RECORD_BYTES, Problem, missing, problems

TODAY = date(2026, 3, 10)
COMPLETE = {
    "traveller.nik": "9902015711890003",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.sex": "P",
    "traveller.dob_ktp": "1989-11-17",
    "traveller.origin": "Kab. Contoh",
    "departure.carrier": "Maskapai Contoh",
    "claimed.purpose": "keluarga",
    "journey.final_city": "Kota Contoh",
    "decision": "boleh",
}


def without(*paths):
    return {path: value for path, value in COMPLETE.items() if path not in paths}


def test_nothing_typed_has_no_problems_and_misses_everything_in_form_order():
    assert problems({}, today=TODAY) == ()
    assert missing({}) == (
        "traveller.nik",
        "traveller.name",
        "traveller.sex",
        "traveller.dob_ktp",
        "traveller.origin",
        "departure.carrier",
        "claimed.purpose",
        "journey.final_city",
        "decision",
    )


def test_a_complete_record_misses_nothing():
    assert missing(COMPLETE) == ()
    assert problems(COMPLETE, today=TODAY) == ()


@pytest.mark.parametrize(
    ("left_out", "instead"),
    [
        ("traveller.nik", {"traveller.passport": "X0000000"}),
        ("traveller.nik", {"traveller.id_shown": "tidak_ada"}),
        ("traveller.nik", {"traveller.no_id_reason": "hilang"}),
        ("traveller.dob_ktp", {"traveller.age_stated": 30}),
        ("claimed.purpose", {"purpose": "wisata"}),
        ("journey.final_city", {"journey.final_country": "MY"}),
        ("journey.final_city", {"journey.final_known": False}),
    ],
)
def test_another_answer_will_do(left_out, instead):
    assert missing(without(left_out)) == (left_out,)
    assert missing(without(left_out) | instead) == ()


def test_work_asks_for_the_recruitment_and_the_ticket():
    work = {**COMPLETE, "admitted.purpose": "kerja_ln"}

    assert missing(work) == ("recruiter.channel", "ticket.payer")


@pytest.mark.parametrize(
    ("decision", "needed"),
    [
        ("belum_diputuskan", ("decision",)),
        ("tunda", ("decision_reason",)),
        ("rujuk", ("decision_reason", "handed_to")),
        ("serah_terima", ("decision_reason", "handed_to")),
    ],
)
def test_a_decision_other_than_boleh_needs_its_reason(decision, needed):
    assert missing({**COMPLETE, "decision": decision}) == needed


def test_a_coded_reason_or_a_note_will_do():
    delayed = {**COMPLETE, "decision": "tunda"}

    assert missing({**delayed, "decision_reason.lain": True}) == ()
    assert missing({**delayed, "decision_note": "Menunggu surat."}) == ()


def test_only_what_cannot_be_stored_is_a_problem():
    doubtful = {
        "traveller.nik": "12",
        "traveller.passport": "??",
        "traveller.phone": "0812",
        "traveller.dob_ktp": "2030-01-01",
    }

    assert problems(doubtful, today=TODAY) == ()


def test_a_value_that_cannot_be_read_is_a_problem():
    found = problems({"traveller.dob_ktp": "31-02-1990", "decision": "x"}, today=TODAY)

    assert found == (
        Problem("traveller.dob_ktp", "not_a_date"),
        Problem("decision", "unknown_code"),
    )


def test_a_screening_later_than_tomorrow_is_a_problem():
    at = {"occurred_at": "2026-03-11T23:59+08:00"}
    later = {"occurred_at": "2026-03-12T00:00+08:00"}

    assert problems(at, today=TODAY) == ()
    assert problems(later, today=TODAY) == (Problem("occurred_at", "in_future"),)


def test_answers_that_would_not_fit_into_an_entry_are_a_problem():
    full = {"notes": "é" * 10_000, "decision_note": "é" * 10_000}

    assert problems(full, today=TODAY) == ()
    assert problems({**full, "traveller.name": "é" * 5_000}, today=TODAY) == (
        Problem("", "record_too_large"),
    )
    assert RECORD_BYTES < 64 * 1024
