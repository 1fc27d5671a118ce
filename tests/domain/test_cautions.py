from datetime import date

import pytest

from posko_app.domain.cautions import cautions
from posko_app.domain.problem import Caution

TODAY = date(2026, 3, 10)
WITH_WHOM = Caution("companions.n", "child_with_whom")
BELU_NIK = "5304011711890003"
KUPANG_NIK = "5301011711890003"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({"traveller.nik": "12"}, [Caution("traveller.nik", "nik_length", {"count": 2})]),
        (
            {"traveller.nik": "9902015711890003", "traveller.dob_ktp": "1989-11-18"},
            [Caution("traveller.dob_ktp", "nik_dob_differs")],
        ),
        ({"traveller.nik": "9902015711890003", "traveller.dob_ktp": "1989-11-17"}, []),
        (
            {"traveller.nik": KUPANG_NIK, "traveller.origin": "Alor"},
            [Caution("traveller.origin", "nik_region_differs", {"kabupaten": "Kab. Kupang"})],
        ),
        ({"traveller.nik": KUPANG_NIK, "traveller.origin": "kabupaten kupang"}, []),
        ({"traveller.nik": "5302011711890003", "traveller.origin": "SoE, TTS"}, []),
        (
            {"traveller.nik": BELU_NIK, "traveller.origin": "Kab. Malaka"},
            [Caution("traveller.nik", "nik_region_split")],
        ),
        (
            {"traveller.nik": BELU_NIK, "traveller.origin": "Kab. Alor"},
            [
                Caution("traveller.nik", "nik_region_split"),
                Caution("traveller.origin", "nik_region_differs", {"kabupaten": "Kab. Belu"}),
            ],
        ),
        ({"traveller.kk": "123"}, [Caution("traveller.kk", "kk_length", {"count": 3})]),
        ({"traveller.kk": "9902 0111 0311 0001"}, []),
        ({"traveller.dob_ktp": "2030-01-01"}, [Caution("traveller.dob_ktp", "born_in_future")]),
        (
            {"traveller.dob_ktp": "1900-01-01"},
            [Caution("traveller.dob_ktp", "age_unlikely", {"age": 126})],
        ),
        (
            {"traveller.dob_stated": "2009-03-11"},
            [Caution("traveller.dob_stated", "minor", {"age": 16}), WITH_WHOM],
        ),
        ({"traveller.dob_stated": "2008-03-10"}, []),
        (
            {"traveller.dob_stated": "2008-03-10", "occurred_at": "2026-03-08T23:00:00Z"},
            [Caution("traveller.dob_stated", "minor", {"age": 17}), WITH_WHOM],
        ),
        (
            {"traveller.age_stated": 17},
            [Caution("traveller.age_stated", "minor", {"age": 17}), WITH_WHOM],
        ),
        ({"traveller.age_stated": 18}, []),
        (
            {"traveller.dob_ktp": "1990-01-01", "traveller.dob_other": "1991-01-01"},
            [Caution("traveller.dob_other", "dobs_differ")],
        ),
        ({"traveller.passport": "X0000000"}, []),
        ({"traveller.passport": "12"}, [Caution("traveller.passport", "passport_form")]),
        (
            {"traveller.passport_expires_on": "2026-03-09"},
            [Caution("traveller.passport_expires_on", "passport_expired")],
        ),
        (
            {"traveller.passport_expires_on": "2026-08-09"},
            [Caution("traveller.passport_expires_on", "passport_expires", {"months": 4})],
        ),
        ({"traveller.passport_expires_on": "2026-09-10"}, []),
        ({"traveller.phone": "0812"}, [Caution("traveller.phone", "phone_incomplete")]),
        ({"traveller.phone": "+6281234567890"}, []),
        ({"traveller.phone": "60123456789"}, [Caution("traveller.phone", "phone_country")]),
        ({"recruiter.contact": "K-V01"}, []),
        ({"recruiter.contact": "081234"}, [Caution("recruiter.contact", "phone_incomplete")]),
        (
            {"departure.departs_on": "2026-03-09"},
            [Caution("departure.departs_on", "departs_before_screening")],
        ),
        ({"departure.departs_on": "2026-03-10"}, []),
    ],
)
def test_a_caution_for_what_looks_doubtful_and_none_for_the_rest(answers, expected):
    assert list(cautions(answers, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("companions", "expected"),
    [
        ({}, [WITH_WHOM]),
        ({"companions.n": 0}, []),
        ({"companions.n": 2}, [Caution("companions.relation", "child_relation")]),
        ({"companions.n": 2, "companions.relation": "keluarga"}, []),
        ({"companions.n": "dua"}, []),
    ],
)
def test_with_whom_a_child_travels_has_to_be_asked(companions, expected):
    found = cautions({"traveller.age_stated": 12, **companions}, today=TODAY)

    assert list(found[1:]) == expected
    assert not cautions({"traveller.age_stated": 30, **companions}, today=TODAY)
