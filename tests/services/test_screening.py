from datetime import date, timedelta

import pytest

from posko_app.domain.records import ListQuery, Sending
from posko_app.errors import OperatorError
from posko_app.services.judged import without_stated
from tests.services.desks import DRAFT_ID, draft, opened, record

TEXTS = [
    "CONTOH NAMA SATU",
    'Ba\'i Contoh "Ndao", S.Pd.',
    "Ñuwa Tëtun Çontoh",
    "💡👧🏽 contoh 𠀀",
    "x" * 5000,
]


def shown(desk, subject):
    return desk.screening.show(subject).result(timeout=20)


def key_of(future) -> str:
    with pytest.raises(OperatorError) as error:
        future.result(timeout=20)
    return error.value.key


def test_a_recorded_screening_is_listed_shown_and_not_yet_sent(desk, clock):
    typed = draft(clock, traveller__name="CONTOH NAMA SATU", decision="tunda")

    saved = desk.screening.record(typed).result()

    (row,) = desk.screening.search(ListQuery()).result().rows

    assert (row.subject, row.name, row.decision) == (saved.subject, "CONTOH NAMA SATU", "tunda")
    assert (row.sending, row.level, row.receipt) == (Sending.SAVED, "hijau", saved.receipt)
    assert row.occurred_at == typed.started_at


def test_without_a_decision_it_is_recorded_as_not_decided_and_says_what_is_missing(desk, clock):
    saved = record(desk, clock, traveller__name="CONTOH NAMA SATU")

    assert saved.row.decision == "belum_diputuskan"
    assert "decision" in saved.missing
    assert "traveller.name" not in saved.missing


def test_a_time_and_a_decision_emptied_again_keep_the_record_in_its_day(desk, clock):
    saved = record(desk, clock, traveller__name="CONTOH", occurred_at=" ", decision="")

    (row,) = desk.day.day(date(2026, 11, 24)).result().rows
    assert (row.subject, row.decision) == (saved.subject, "belum_diputuskan")
    assert shown(desk, saved.subject).values["decision"] == "belum_diputuskan"


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_survives_a_reopened_store(directory, clock, text):
    with opened(directory, clock=clock) as desk:
        subject = record(desk, clock, traveller__name=text, notes=text).subject

    with opened(directory, clock=clock) as desk:
        values = shown(desk, subject).values

    assert (values["traveller.name"], values["notes"]) == (text, text)


def test_what_cannot_be_stored_is_refused_and_the_draft_stays(desk, clock):
    bad = draft(clock, traveller__sex="X")
    desk.screening.save_draft(bad).result()

    assert key_of(desk.screening.record(bad)) == "screening.problems"
    assert desk.screening.open_drafts().result() == (bad,)
    assert desk.screening.search(ListQuery()).result().rows == ()


def test_a_draft_with_a_broken_character_is_refused_with_a_sentence(desk, clock):
    refused = desk.screening.save_draft(draft(clock, notes="a\ud800b"))

    assert key_of(refused) == "screening.not_storable"


def test_recording_drops_the_draft_in_the_same_save(desk, clock):
    typed = draft(clock, traveller__name="CONTOH")
    desk.screening.save_draft(typed).result()

    desk.screening.record(typed).result()

    assert desk.screening.open_drafts().result() == ()


def test_a_dropped_draft_is_gone(desk, clock):
    desk.screening.save_draft(draft(clock, notes="a")).result()

    desk.screening.drop_draft(DRAFT_ID).result()

    assert desk.screening.open_drafts().result() == ()


# Corrections


def test_a_correction_states_only_what_changed_and_why(desk, clock):
    subject = record(desk, clock, traveller__name="CONTOH SATU", notes="tetap").subject

    desk.screening.correct(
        subject, changes={"traveller.name": "CONTOH DUA", "notes": "tetap"}, reason="salah ketik"
    ).result()

    history = shown(desk, subject)
    assert history.values["traveller.name"] == "CONTOH DUA"
    assert without_stated(history.statements[1].sets) == {
        "traveller.name": "CONTOH DUA",
        "correction_reason": "salah ketik",
    }
    assert history.statements[1].based_on == (history.statements[0].entry_id,)


@pytest.mark.parametrize(
    ("changes", "reason", "key"),
    [
        ({"notes": "sama"}, "alasan", "correction.empty"),
        ({"decision": "tunda"}, "alasan", "correction.empty"),
        ({}, "alasan", "correction.empty"),
        ({"notes": "lain"}, "  ", "correction.reason_missing"),
        ({"traveller.sex": "X"}, "alasan", "screening.problems"),
        ({"notes": "lain"}, "x" * 10_001, "screening.problems"),
    ],
)
def test_an_empty_or_unreasoned_correction_is_refused(desk, clock, changes, reason, key):
    subject = record(desk, clock, notes="sama", decision="tunda").subject

    assert key_of(desk.screening.correct(subject, changes=changes, reason=reason)) == key
    assert len(shown(desk, subject).statements) == 1


@pytest.mark.parametrize("emptied", [None, "", "  "])
def test_no_correction_takes_a_record_out_of_every_day(desk, clock, emptied):
    subject = record(desk, clock, traveller__name="CONTOH").subject

    refused = desk.screening.correct(subject, changes={"occurred_at": emptied}, reason="salah")

    assert key_of(refused) == "correction.time_missing"
    assert len(desk.day.day(date(2026, 11, 24)).result().rows) == 1


def test_a_correction_of_an_unknown_version_or_screening_is_refused(desk, clock):
    one, two = (record(desk, clock, notes=text).subject for text in "ab")
    other = shown(desk, two).frontier

    refused = desk.screening.correct(one, changes={"notes": "c"}, reason="x", based_on=other)
    absent = desk.screening.correct("0" * 32, changes={"notes": "c"}, reason="x")

    assert key_of(refused) == "correction.unknown_version"
    assert key_of(absent) == "store.no_such_screening"


def conflict(desk, clock, path="traveller.name", values=("SATU", "DUA"), **answers):
    subject = record(desk, clock, **answers).subject
    seen = shown(desk, subject).frontier
    for value in values:
        desk.screening.correct(
            subject, changes={path: value}, reason="lihat KTP", based_on=seen
        ).result()
    return subject


def test_two_corrections_of_one_version_are_a_conflict_shown_and_settled(desk, clock):
    subject = conflict(desk, clock, traveller__name="CONTOH")
    rivals = shown(desk, subject).conflicts["traveller.name"]
    assert sorted(str(rival.value) for rival in rivals) == ["DUA", "SATU"]

    desk.screening.correct(subject, changes={"traveller.name": "DUA"}, reason="KTP").result()

    history = shown(desk, subject)
    assert history.conflicts == {}
    assert history.values["traveller.name"] == "DUA"


def test_a_conflict_can_be_settled_by_withdrawing_both(desk, clock):
    subject = conflict(desk, clock, traveller__name="CONTOH")

    desk.screening.correct(subject, changes={"traveller.name": None}, reason="ragu").result()

    history = shown(desk, subject)
    assert (history.conflicts, history.values.get("traveller.name")) == ({}, None)


def test_a_correction_of_something_else_leaves_a_conflict_and_the_day_alone(desk, clock):
    times = ("2026-11-24T01:00:00Z", "2026-11-24T02:00:00Z")
    subject = conflict(desk, clock, path="occurred_at", values=times)

    desk.screening.correct(subject, changes={"notes": "baru"}, reason="lengkapi").result()

    history = shown(desk, subject)
    assert "occurred_at" in history.conflicts
    assert history.values["occurred_on"] == "2026-11-24"
    assert history.row.occurred_on.isoformat() == "2026-11-24"


def test_a_derived_fact_in_dispute_is_settled_with_its_sources(desk, clock):
    subject = record(desk, clock, traveller__dob_ktp="2000-01-01").subject
    seen = shown(desk, subject).frontier
    for changes in ({"traveller.dob_ktp": "1990-01-01"}, {"occurred_at": "2026-01-01T00:00:00Z"}):
        desk.screening.correct(subject, changes=changes, reason="x", based_on=seen).result()
    assert "ages.ktp" in shown(desk, subject).conflicts

    desk.screening.correct(subject, changes={"notes": "baru"}, reason="x").result()

    history = shown(desk, subject)
    assert (history.conflicts, history.values["ages.ktp"]) == ({}, 36)


# Voiding


def test_a_voided_screening_stays_readable_and_is_voided_once(desk, clock):
    subject = record(desk, clock, traveller__name="CONTOH").subject

    desk.screening.void(subject, reason="tercatat dua kali").result()

    history = shown(desk, subject)
    assert history.values["voided"] is True
    assert history.row.voided
    assert history.values["occurred_on"] == "2026-11-24"
    assert key_of(desk.screening.void(subject, reason="lagi")) == "void.already"


def test_everything_stated_verifies(desk, clock):
    subject = conflict(desk, clock, traveller__name="CONTOH")
    desk.screening.void(subject, reason="uji").result()

    result = desk.integrity.verify().result(timeout=30)

    assert (result.ok, result.entries) == (True, 6)


def test_the_last_departure_is_that_of_the_screening_saved_last_today(desk, clock):
    assert desk.screening.last_departure().result() == {}

    record(desk, clock, traveller__name="CONTOH SATU", departure__carrier="Lion Air")
    record(desk, clock, traveller__name="CONTOH DUA", departure__carrier="Pelni")

    assert desk.screening.last_departure().result() == {"departure.carrier": "Pelni"}


@pytest.mark.parametrize(
    ("departs_on", "is_given"), [("2026-11-23", False), ("2026-11-24", True), ("2026-11-25", True)]
)
def test_a_departure_of_a_day_that_is_over_is_not_given(desk, clock, departs_on, is_given):
    record(desk, clock, traveller__name="CONTOH SATU", departure__departs_on=departs_on)

    assert bool(desk.screening.last_departure().result()) is is_given


def test_yesterdays_departure_is_not_given(desk, clock):
    record(desk, clock, traveller__name="CONTOH SATU", departure__carrier="Pelni")

    clock.now += timedelta(days=1)

    assert desk.screening.last_departure().result() == {}
