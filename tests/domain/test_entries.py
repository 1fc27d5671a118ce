import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.entries import (
    SOURCES,
    STATED_AT_SAVE,
    UnknownField,
    changes,
    derive,
    join_parts,
    split_parts,
)
from posko_app.domain.fields import FIELDS, every_path, field_at
from posko_app.domain.fold import PER_ENTRY, Statement, fold
from posko_app.domain.screening import tidy

CANARIES = {
    "traveller.name": "CANARY-NAME",
    "traveller.nik": "9902015711890003",
    "traveller.passport": "X0000001",
    "traveller.village": "CANARY-VILLAGE",
    "traveller.address": "CANARY-ADDRESS",
    "traveller.phone": "+6281200000000",
    "traveller.dob_ktp": "1989-11-17",
    "traveller.dob_other": "1990-11-17",
    "traveller.dob_stated": "1991-01-01",
    "occurred_at": "2026-03-09T23:41:27Z",
    "recruiter.name": "CANARY-RECRUITER",
    "recruiter.contact": "CANARY-CONTACT",
    "employer.name": "CANARY-EMPLOYER",
    "guardian.name": "CANARY-GUARDIAN",
    "notes": "CANARY-NOTES",
}
SCREENING = {
    "occurred_at": "2026-03-09T23:55:00Z",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.nik": "9902015711890003",
    "traveller.dob_ktp": "1989-11-17",
    "claimed.purpose": "keluarga",
    "officer_ticks.coe_speaks_for": True,
}
every_answer = st.dictionaries(
    st.sampled_from(every_path()), st.text(max_size=9) | st.booleans() | st.integers(0, 9)
)


@given(every_answer)
def test_joining_undoes_splitting(answers):
    assert join_parts(split_parts(answers)) == answers


@given(every_answer)
def test_every_answer_goes_to_the_part_of_its_field(answers):
    for name, content in split_parts(answers).items():
        for path in join_parts({name: content}):
            assert field_at(path).part == name


def test_code_lists_become_maps_and_null_withdraws():
    correction = {"officer_ticks.coe_speaks_for": None, "decision": "tunda"}

    assert split_parts(correction) == {
        "facts": {"officer_ticks": {"coe_speaks_for": None}, "decision": "tunda"}
    }


def test_a_part_without_content_is_absent():
    assert split_parts({}) == {}


def test_a_path_without_a_field_has_no_part():
    with pytest.raises(UnknownField):
        split_parts({"invented": 1})


def test_joining_keeps_what_a_newer_version_wrote():
    parts = {"facts": {"newer": {"list": ["x", {"y": 1}], "half": 0.5}, "decision": "boleh"}}

    assert join_parts(parts) == {"newer.list.0": "x", "newer.list.1.y": 1, "decision": "boleh"}


def test_nothing_that_can_be_erased_leaks_into_facts():
    clean, problems = tidy(CANARIES)
    written = str(split_parts(derive(clean))["facts"])

    assert problems == ()
    for canary in CANARIES.values():
        assert canary not in written
        assert canary in str(split_parts(derive(clean)))


def test_facts_are_derived_from_the_civil_day_at_the_posko():
    derived = derive(
        {
            "occurred_at": "2026-03-09T23:55:00Z",
            "traveller.nik": "9902015711890003",
            "traveller.dob_ktp": "1989-11-17",
            "traveller.dob_other": "2008-03-10",
            "traveller.dob_stated": "2008-03-11",
            "claimed.purpose": "keluarga",
            "admitted.purpose": "kerja_dn",
        }
    )

    facts = {path: derived[path] for path in SOURCES}
    assert facts == {
        "occurred_on": "2026-03-10",
        "occurred_hour": 7,
        "ages.ktp": 36,
        "ages.other": 18,
        "ages.stated": 17,
        "dobs_differ": True,
        "nik_dob_match": True,
        "purpose": "kerja_dn",
    }


@pytest.mark.parametrize(
    ("answers", "derived"),
    [
        ({}, {}),
        ({"purpose": "wisata"}, {"purpose": "wisata"}),
        ({"purpose": "wisata", "claimed.purpose": "pindah"}, {"purpose": "wisata"}),
        ({"claimed.purpose": "pindah"}, {"purpose": "pindah"}),
        ({"traveller.dob_ktp": "1989-11-17"}, {}),
        ({"traveller.dob_ktp": "1989-11-17", "traveller.nik": "12"}, {}),
        (
            {"traveller.dob_ktp": "1989-11-18", "traveller.nik": "9902015711890003"},
            {"nik_dob_match": False},
        ),
        (
            {"traveller.dob_ktp": "1989-11-18", "traveller.dob_stated": "1989-11-18"},
            {"dobs_differ": False},
        ),
    ],
)
def test_what_is_not_known_is_not_derived(answers, derived):
    assert {p: v for p, v in derive(answers).items() if p in SOURCES} == derived


def test_a_stated_age_counts_when_no_date_is_stated():
    at = {"occurred_at": "2026-03-09T23:55:00Z"}

    assert derive({**at, "traveller.age_stated": 17})["ages.stated"] == 17
    both = {**at, "traveller.age_stated": 17, "traveller.dob_stated": "2000-01-01"}
    assert derive(both)["ages.stated"] == 26


def test_a_birth_date_after_the_screening_gives_no_age():
    answers = {"occurred_at": "2026-03-09T23:55:00Z", "traveller.dob_ktp": "2027-01-01"}

    assert "ages.ktp" not in derive(answers)


def test_old_derived_facts_are_replaced():
    stale = {**SCREENING, "ages.ktp": 3, "dobs_differ": True, "notes": None}

    assert derive(stale)["ages.ktp"] == 36
    assert "dobs_differ" not in derive(stale)
    assert "notes" not in derive(stale)


def test_a_correction_states_only_what_changed():
    before = derive(SCREENING)
    after = {**before, "traveller.name": "CONTOH NAMA DUA"}
    del after["officer_ticks.coe_speaks_for"]

    assert changes(before, after) == {
        "traveller.name": "CONTOH NAMA DUA",
        "officer_ticks.coe_speaks_for": None,
    }
    assert changes(before, before) == {}


def test_true_and_one_are_different_answers():
    assert changes({"job.known": True}, {"job.known": 1}) == {"job.known": 1}


def test_a_source_brings_its_derived_facts_even_when_they_stay_equal():
    before = derive(SCREENING)

    stated = changes(before, {**before, "traveller.dob_ktp": "1989-11-16"})

    assert stated == {
        "traveller.dob_ktp": "1989-11-16",
        "ages.ktp": 36,
        "dobs_differ": None,
        "nik_dob_match": False,
    }


def test_a_filled_purpose_follows_the_statements_and_a_chosen_one_stays():
    before = derive(SCREENING)

    assert changes(before, {**before, "admitted.purpose": "kerja_ln"}) == {
        "admitted.purpose": "kerja_ln",
        "purpose": "kerja_ln",
    }
    chosen = {**before, "purpose": "pindah"}
    assert changes(before, chosen) == {"purpose": "pindah"}
    assert changes(chosen, {**chosen, "admitted.purpose": "kerja_ln"})["purpose"] == "pindah"


def test_a_purpose_goes_with_the_last_statement():
    before = derive(SCREENING)
    after = {path: value for path, value in before.items() if path != "claimed.purpose"}

    assert changes(before, after) == {"claimed.purpose": None, "purpose": None}


def merged(*corrections):
    saved = Statement("a", (), derive(SCREENING))
    apart = [Statement(f"b{n}", ("a",), sets) for n, sets in enumerate(corrections)]
    return [saved, *apart], fold([saved, *apart])


def correction(**answers):
    before = derive(SCREENING)
    return changes(before, before | {p.replace("__", "."): v for p, v in answers.items()})


def test_derived_facts_that_clash_after_a_merge_are_settled_by_the_next_correction():
    statements, folded = merged(
        correction(traveller__dob_ktp="1999-11-17"),
        correction(occurred_at="2026-12-09T23:55:00Z"),
    )
    assert set(folded.conflicts) == {"ages.ktp"}

    sets = changes(folded.values, folded.values, conflicts=folded.conflicts)

    after = fold([*statements, Statement("c", folded.frontier, sets)])
    assert after.conflicts == {}
    assert after.values["ages.ktp"] == 27


def test_a_derived_fact_that_can_no_longer_be_derived_is_settled_as_withdrawn():
    statements, folded = merged(
        correction(traveller__dob_ktp=None), correction(occurred_at="2026-12-09T23:55:00Z")
    )
    assert set(folded.conflicts) == {"ages.ktp"}

    sets = changes(folded.values, folded.values, conflicts=folded.conflicts)

    after = fold([*statements, Statement("c", folded.frontier, sets)])
    assert sets == {"ages.ktp": None}
    assert after.conflicts == {}


def test_a_derived_fact_stays_open_while_a_source_of_it_does():
    _, folded = merged(
        correction(traveller__dob_ktp="1999-11-17"), correction(traveller__dob_ktp="1989-11-18")
    )

    sets = changes(folded.values, {**folded.values, "notes": "x"}, conflicts=folded.conflicts)

    assert sets == {"notes": "x"}


def without_identity(answers):
    return {p: v for p, v in answers.items() if field_at(p).part != "identity"}


def test_derived_facts_survive_a_correction_after_their_sources_were_erased():
    before = without_identity(derive(SCREENING))

    assert changes(before, {**before, "decision": "boleh"}) == {"decision": "boleh"}


def test_a_clash_of_derived_facts_whose_sources_were_erased_is_left_as_it_is():
    saved = Statement("a", (), without_identity(derive(SCREENING)))
    apart = [Statement(n, ("a",), {"ages.ktp": age}) for n, age in (("b", 20), ("c", 30))]
    folded = fold([saved, *apart])

    sets = changes(folded.values, {**folded.values, "notes": "x"}, conflicts=folded.conflicts)

    assert sets == {"notes": "x"}


def test_a_chosen_purpose_can_be_taken_back():
    assert changes({"purpose": "pindah"}, {}) == {"purpose": None}


def test_settling_a_conflict_states_the_field_even_as_withdrawn():
    statements, folded = merged(
        correction(traveller__dob_ktp="1999-11-17"), correction(traveller__dob_ktp="1989-11-18")
    )

    sets = changes(
        folded.values, {**folded.values, "traveller.dob_ktp": None}, conflicts=folded.conflicts
    )

    after = fold([*statements, Statement("c", folded.frontier, sets)])
    assert after.conflicts == {}
    assert "traveller.dob_ktp" not in after.values
    assert "ages.ktp" not in after.values


@given(every_answer, every_answer)
def test_a_screening_and_its_correction_fold_to_the_corrected_answers(before, after):
    saved = derive(before)
    corrected = derive(after)

    sets = changes(saved, corrected)
    folded = fold([Statement("a", (), saved), Statement("b", ("a",), sets)])

    apart = PER_ENTRY | {"purpose"}
    ours = {p: v for p, v in folded.values.items() if p not in apart}
    assert ours == {p: v for p, v in corrected.items() if p not in apart}


def test_every_derived_field_of_the_table_names_its_sources():
    assert {f.path for f in FIELDS if f.derived} == set(SOURCES) - {"purpose"} | STATED_AT_SAVE
    assert all(field_at(source) for sources in SOURCES.values() for source in sources)
