"""What rules see of answers."""

import pytest

from posko_app.domain.detection.facts import EMPTY, FACT_FIELDS, FACT_GROUPS, FactTable, facts_of
from posko_app.domain.screening import answers_from_cells

pytestmark = pytest.mark.domain


def test_every_group_is_there_even_when_nothing_was_recorded():
    assert facts_of({}) == EMPTY
    assert set(EMPTY) == set(FACT_GROUPS)
    assert all(members == {} for members in EMPTY.values())
    assert {"docs", "ages", "ticket", "officer_ticks", "prior", "mitigations"} <= set(EMPTY)


def test_facts_are_nested_and_code_lists_become_maps_to_true():
    facts = facts_of(
        {
            "purpose": "kerja_ln",
            "docs.visa": "kerja",
            "ages.ktp": 17,
            "officer_ticks.coe_speaks_for": True,
            "doc_returned": False,
        }
    )

    assert facts["purpose"] == "kerja_ln"
    assert facts["doc_returned"] is False
    assert facts["docs"] == {"visa": "kerja"}
    assert facts["ages"] == {"ktp": 17}
    assert facts["officer_ticks"] == {"coe_speaks_for": True}


def test_nothing_of_identity_contacts_or_notes_is_a_fact():
    answers, problems = answers_from_cells(
        {
            "traveller.nik": "9901016001080001",
            "traveller.name": "CONTOH NAMA SATU",
            "traveller.dob_ktp": "2008-01-20",
            "recruiter.contact": "081234567890",
            "notes": "catatan contoh",
        }
    )

    assert not problems
    assert facts_of(answers) == EMPTY
    assert not {"shown_level", "ruleset", "correction_reason"} & set(FACT_FIELDS)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("purpose", None),
        ("purpose", "kerja_bulan"),  # a newer version's code
        ("purpose", 3),
        ("ages.ktp", True),
        ("ages.ktp", "17"),
        ("doc_returned", 1),
        ("doc_returned", "ya"),
        ("officer_ticks.coe_speaks_for", False),
        ("officer_ticks.coe_unheard_of", True),
        ("docs", "ada"),
        ("docs.visa.kind", "kerja"),
        ("journey.final_city", 7),
    ],
)
def test_what_this_version_does_not_know_is_not_recorded(path, value):
    assert facts_of({path: value}) == EMPTY


def test_free_text_and_suggested_countries_are_kept_as_they_are():
    facts = facts_of({"journey.final_country": "ZW", "journey.final_city": "Kota Contoh"})

    assert facts["journey"] == {"final_country": "ZW", "final_city": "Kota Contoh"}


def test_a_table_reads_only_what_it_was_asked_for():
    table = FactTable(["purpose", "ages", "docs.visa"])
    answers = {"purpose": "pelaut", "ages.ktp": 3, "docs.visa": "kerja", "docs.kk": "ada"}

    assert table.read(answers) == {
        "purpose": "pelaut",
        "ages": {"ktp": 3},
        "docs": {"visa": "kerja"},
    }


def test_a_flat_table_nests_only_the_groups_it_was_asked_for():
    table = FactTable(["purpose", "docs", "docs.visa", "ages.ktp"], is_flat=True)
    answers = {"purpose": "pelaut", "ages.ktp": 3, "docs.visa": "kerja", "docs.kk": "ada"}

    assert table.read({}) == {"docs": {}}
    assert table.read(answers) == {
        "purpose": "pelaut",
        "ages__ktp": 3,
        "docs__visa": "kerja",
        "docs": {"visa": "kerja", "kk": "ada"},
    }


def test_reading_twice_shares_nothing():
    first = facts_of({"ages.ktp": 3})
    facts_of({"ages.other": 4})

    assert first["ages"] == {"ktp": 3}
    assert EMPTY["ages"] == {}
