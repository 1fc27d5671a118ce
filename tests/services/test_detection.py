"""What a save states about itself: prior facts, the level, the ruleset."""

import json

import pytest

from posko_app.errors import Defect
from posko_app.services.detection import DetectionService
from posko_app.services.imports import RowOutcome
from tests.services.desks import opened, record
from tests.services.rules import erase, unreadable_catalogue

CONTACT = "0812 9900 0001"
STORED = "+6281299000001"
MINOR = {
    "traveller__dob_ktp": "2010-01-01",
    "claimed__purpose": "kerja_ln",
}


def facts_of(desk, subject, statement=0):
    return desk.screening.show(subject).result().statements[statement].sets


def travellers(desk, clock, number, **answers):
    """Record so many different people with one contact."""
    return [
        record(
            desk,
            clock,
            traveller__name=f"CONTOH NAMA {one}",
            traveller__nik=f"99010160010800{one:02}",
            recruiter__contact=CONTACT,
            recruiter__channel="perorangan",
            **answers,
        ).subject
        for one in range(number)
    ]


def test_a_recorded_screening_states_its_level_and_the_ruleset(desk, clock):
    saved = record(desk, clock, traveller__name="CONTOH", **MINOR)

    facts = facts_of(desk, saved.subject)
    assert (saved.row.level, facts["shown_level"]) == ("merah", "merah")
    assert facts["ruleset"] == desk.detection.ruleset.hash
    assert facts["watch_hit"] is False
    assert "watch_entry" not in facts


def test_prior_facts_are_looked_up_at_save_and_never_taken_from_a_draft(desk, clock):
    first, second, third = travellers(desk, clock, 3, prior__contact_repeats=9, watch_hit=True)

    counts = [facts_of(desk, s)["prior.contact_repeats"] for s in (first, second, third)]
    assert counts == [0, 1, 2]
    assert facts_of(desk, third)["watch_hit"] is False


def test_what_the_officer_was_shown_is_stated_though_the_judgement_differs(desk, clock):
    saved = record(desk, clock, shown_level="hijau", **MINOR)

    assert facts_of(desk, saved.subject)["shown_level"] == "hijau"
    assert saved.row.level == "merah"


@pytest.mark.parametrize("shown", ["HIJAU", "ungu", "", 1, None])
def test_a_level_nobody_can_have_been_shown_is_not_stated(desk, clock, shown):
    saved = record(desk, clock, shown_level=shown, ruleset="0" * 64, **MINOR)

    facts = facts_of(desk, saved.subject)
    assert (facts["shown_level"], facts["ruleset"]) == ("merah", desk.detection.ruleset.hash)


def test_a_draft_is_told_what_other_records_say(desk, clock):
    (one,) = travellers(desk, clock, 1)
    typed = {"traveller.name": "CONTOH LAIN", "recruiter.contact": CONTACT}

    others = desk.detection.prior(typed).result()
    itself = desk.detection.prior({"recruiter.contact": CONTACT}, subject=one).result()

    assert others["prior.contact_repeats"] == 1
    assert others["watch_hit"] is False
    assert itself["prior.contact_repeats"] == 0


def test_a_draft_that_cannot_be_read_yet_is_told_all_the_same(desk, clock):
    typed = {"traveller.dob_ktp": "31-31-1999", "prior.contact_repeats": 8}

    assert desk.detection.prior(typed).result()["prior.contact_repeats"] == 0


def test_a_judge_of_the_active_ruleset_is_for_the_calling_thread(desk):
    judge = desk.detection.judge()

    assert judge is not desk.detection.judge()
    assert judge.ruleset == desk.detection.ruleset
    assert judge.judge({"officer_ticks.coe_forced_or_afraid": True}).level == "merah"


def test_the_packaged_ruleset_is_kept_once_by_its_hash(directory, clock):
    for _ in range(2):
        with opened(directory, clock=clock) as desk:
            record(desk, clock, traveller__name="CONTOH")
            (kept,) = desk.rulesets.list().result()
            assert (kept.hash, kept.origin) == (desk.detection.ruleset.hash, "packaged")


def test_a_damaged_installation_stops_no_save_and_says_so_when_asked(desk, clock, caplog):
    broken = DetectionService(desk.screening._store, packaged=unreadable_catalogue, clock=clock)
    desk.screening._detection = broken

    saved = record(desk, clock, shown_level="hijau", **MINOR)
    done = desk.screening.correct(saved.subject, changes={"notes": "a"}, reason="b").result()

    assert (saved.row.level, done.row.level) == (None, None)
    assert "ruleset" not in facts_of(desk, saved.subject)
    with pytest.raises(Defect, match=r"detection\.no_ruleset"):
        _ = broken.ruleset
    assert "detection.no_ruleset" in caplog.text


# Imports


def test_imported_forms_are_judged_and_state_nothing_they_brought(desk, tmp_path):
    row = {
        "paper_no": "1",
        "occurred_at": "2026-11-20T08:00:00+08:00",
        "traveller": {"dob_ktp": "2010-01-01"},
        "claimed": {"purpose": "kerja_ln"},
        "prior": {"contact_repeats": 7},
        "shown_level": "hijau",
    }
    file = tmp_path / "forms.jsonl"
    file.write_text(json.dumps(row) + "\n")

    (first,) = desk.imports.import_file(file)
    (again,) = desk.imports.import_file(file)

    facts = facts_of(desk, first.id)
    assert (facts["shown_level"], facts["prior.contact_repeats"]) == ("merah", 0)
    assert (again.result, again.id) == (RowOutcome.DUPLICATE, first.id)


# Corrections


def corrected(desk, subject, **changes):
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    done = desk.screening.correct(subject, changes=paths, reason="lihat KTP").result()
    return done, desk.screening.show(subject).result().statements[-1].sets


def test_a_correction_states_the_level_of_the_merged_facts(desk, clock):
    subject = record(desk, clock, **MINOR).subject

    done, sets = corrected(desk, subject, traveller__dob_ktp="1990-01-01")

    assert (done.row.level, sets["shown_level"]) == ("hijau", "hijau")
    assert sets["ruleset"] == desk.detection.ruleset.hash


def test_a_correction_looks_up_again_only_what_it_may_have_changed(desk, clock):
    travellers(desk, clock, 2)
    subject = record(desk, clock, traveller__name="CONTOH LAIN").subject

    _, other = corrected(desk, subject, notes="tidak mengubah apa pun")
    _, contact = corrected(desk, subject, recruiter__contact=CONTACT)
    _, again = corrected(desk, subject, recruiter__contact=None)

    assert not [path for path in other if path.startswith("prior.")]
    assert contact["prior.contact_repeats"] == 2
    assert (contact["prior.identity_reused"], contact["watch_hit"]) == (0, False)
    assert "watch_entry" not in contact
    assert again["prior.contact_repeats"] == 0


def test_nobody_states_a_level_by_correcting_it(desk, clock):
    subject = record(desk, clock, **MINOR).subject

    _, sets = corrected(desk, subject, shown_level="hijau", prior__contact_repeats=5, notes="a")

    assert sets["shown_level"] == "merah"
    assert "prior.contact_repeats" not in sets


def test_a_void_states_no_level(desk, clock):
    subject = record(desk, clock, **MINOR).subject

    desk.screening.void(subject, reason="uji").result()

    sets = facts_of(desk, subject, statement=1)
    assert set(sets) == {"voided", "correction_reason"}


def test_a_screening_from_before_there_were_rules_is_judged_when_it_is_corrected(desk, clock):
    subject = without_rules(desk, clock)

    _, sets = corrected(desk, subject, notes="baru")

    assert (sets["shown_level"], sets["prior.contact_repeats"]) == ("merah", 0)


def without_rules(desk, clock):
    active, desk.screening._detection = (
        desk.screening._detection,
        DetectionService(desk.screening._store, packaged=unreadable_catalogue, clock=clock),
    )
    subject = record(desk, clock, **MINOR).subject
    desk.screening._detection = active
    return subject


def test_two_corrections_that_disagree_show_the_more_urgent_level_until_one_settles(desk, clock):
    subject = record(desk, clock, **MINOR).subject
    seen = desk.screening.show(subject).result().frontier
    for born in ("1990-01-01", "2009-01-01"):
        desk.screening.correct(
            subject, changes={"traveller.dob_ktp": born}, reason="KTP", based_on=seen
        ).result()

    between, _ = corrected(desk, subject, notes="belum jelas")
    settled, sets = corrected(desk, subject, traveller__dob_ktp="1990-01-01")

    assert between.row.level == "merah"
    assert (settled.row.level, sets["shown_level"]) == ("hijau", "hijau")


def test_prior_facts_in_dispute_are_settled_by_the_next_correction_that_knows_both(desk, clock):
    travellers(desk, clock, 1)
    subject = record(desk, clock, traveller__name="CONTOH LAIN").subject
    seen = desk.screening.show(subject).result().frontier
    for changes in ({"recruiter.contact": CONTACT}, {"traveller.nik": "9901016001080000"}):
        desk.screening.correct(subject, changes=changes, reason="x", based_on=seen).result()
    rivals = desk.screening.show(subject).result().conflicts

    corrected(desk, subject, notes="baru")

    history = desk.screening.show(subject).result()
    assert [path for path in rivals if path.startswith("prior.")]
    assert history.conflicts == {}


def test_a_contact_in_dispute_leaves_what_was_looked_up_alone(desk, clock):
    travellers(desk, clock, 1)
    subject = record(desk, clock, traveller__name="CONTOH LAIN", recruiter__contact=CONTACT).subject
    seen = desk.screening.show(subject).result().frontier
    for contact in ("081299000002", "081299000003"):
        desk.screening.correct(
            subject, changes={"recruiter.contact": contact}, reason="x", based_on=seen
        ).result()

    _, sets = corrected(desk, subject, traveller__name="CONTOH BARU")

    assert not [path for path in sets if path.startswith("prior.")]


def test_prior_facts_outlive_the_erasure_of_the_contact(desk, clock):
    travellers(desk, clock, 2)
    subject = record(desk, clock, traveller__name="CONTOH LAIN", recruiter__contact=CONTACT).subject
    erase(desk, subject, "contacts", "identity")

    _, sets = corrected(desk, subject, companions__n="0")

    values = desk.screening.show(subject).result().values
    assert not [path for path in sets if path.startswith("prior.")]
    assert values["prior.contact_repeats"] == 2
