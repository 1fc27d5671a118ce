import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.fields import FIELDS, FieldType, field_at
from posko_app.domain.problem import Problem
from posko_app.domain.values import from_text, stored_value

CASES = [
    ("traveller.name", "  contoh \u202enama\u0000  satu ", "contoh nama satu"),
    ("traveller.name", "E\u0301va", "\u00c9va"),
    ("traveller.name", "baris\nsatu", "baris satu"),
    ("notes", "baris satu \r\n baris\tdua\n", "baris satu\nbaris dua"),
    ("traveller.name", " \u200b ", None),
    ("traveller.nik", "9902 0157-1189.0003", "9902015711890003"),
    ("traveller.nik", "99020157", "99020157"),
    ("traveller.nik", "...", None),
    ("traveller.passport", "\u0390", "\u03aa\u0301"),  # capitals come decomposed
    ("traveller.passport", "x 000 0000", "X0000000"),
    ("traveller.phone", "0812-3456-7890", "+6281234567890"),
    ("recruiter.contact", "K-V01", "K-V01"),
    ("departure.number", "jt 0691", "JT691"),
    ("departure.departs_time", "7.55", "07:55"),
    ("departure.departs_time", "25:00", Problem("departure.departs_time", "not_a_time")),
    ("traveller.dob_ktp", "05-07-1998", "1998-07-05"),
    ("traveller.dob_ktp", "05/07/1998", "1998-07-05"),
    ("traveller.dob_ktp", "1998-07-05 00:00:00", "1998-07-05"),
    ("traveller.dob_ktp", "30-02-1998", Problem("traveller.dob_ktp", "not_a_date")),
    ("occurred_at", "2026-03-10 07:55", "2026-03-09T23:55:00Z"),
    ("occurred_at", "10/03/2026 7.55", "2026-03-09T23:55:00Z"),
    ("occurred_at", "kemarin", Problem("occurred_at", "not_an_instant")),
    ("journey.final_country", "my", "MY"),
    ("journey.final_country", "XK", "XK"),
    ("journey.final_country", "Malaysia", Problem("journey.final_country", "not_a_country")),
    ("recruiter.channel", "p3mi", "P3MI"),
    ("decision", "Serah terima", "serah_terima"),
    ("decision", "entah", Problem("decision", "unknown_code")),
    ("job.known", "Ya", True),
    ("job.known", "tidak", False),
    ("job.known", "mungkin", Problem("job.known", "not_yes_no")),
    ("job.wage_idr", "3500000", 3_500_000),
    ("job.wage_idr", "Rp 3.500.000,-", 3_500_000),
    ("job.wage_idr", "3,500,000.00", 3_500_000),
    ("job.wage_idr", "3.0", 3),
    ("job.wage_idr", "3.5", Problem("job.wage_idr", "not_a_number")),
    ("job.wage_idr", "-5", Problem("job.wage_idr", "not_a_number")),
    ("companions.n", "1001", Problem("companions.n", "out_of_range")),
    ("paper_no", "007", "007"),
    ("traveller.name", "a" * 10_001, Problem("traveller.name", "too_long")),
    ("ticket.seat", "a" * 201, Problem("ticket.seat", "too_long")),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_typed_text_becomes_the_stored_form(path, text, expected):
    assert from_text(field_at(path), text) == expected


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("job.known", True, True),
        ("job.known", "ya", Problem("job.known", "wrong_type")),
        ("job.known", 1, Problem("job.known", "wrong_type")),
        ("officer_ticks.coe_speaks_for", True, True),
        ("companions.n", 3, 3),
        ("companions.n", "3", Problem("companions.n", "wrong_type")),
        ("companions.n", True, Problem("companions.n", "wrong_type")),
        ("companions.n", -1, Problem("companions.n", "out_of_range")),
        ("paper_no", 12, "12"),
        ("paper_no", 2**53, Problem("paper_no", "wrong_type")),
        ("traveller.name", 12, Problem("traveller.name", "wrong_type")),
        ("decision", "boleh", "boleh"),
        ("decision", "BOLEH", Problem("decision", "unknown_code")),
        ("traveller.name", "CONTOH NAMA", "CONTOH NAMA"),
    ],
)
def test_a_value_of_json_must_have_the_fields_type(path, value, expected):
    assert stored_value(field_at(path), value) == expected


@given(st.sampled_from(FIELDS), st.text(max_size=60) | st.from_regex(r"[0-9+/.: \-A-Z]{1,20}"))
def test_a_stored_form_reads_back_as_itself(field, text):
    stored = from_text(field, text)

    if isinstance(stored, str):
        assert from_text(field, stored) == stored
        assert stored_value(field, stored) == stored
    if isinstance(stored, int) and not isinstance(stored, bool):
        assert from_text(field, str(stored)) == stored


@given(st.text(alphabet=st.characters(), max_size=40))
def test_a_stored_text_can_always_be_written(text):
    stored = from_text(field_at("notes"), text)

    assert stored is None or stored.encode("utf-8")
    assert field_at("notes").type is FieldType.LONG_TEXT
