from posko_app.domain.codes import Decision
from posko_app.domain.fields import (
    FIELDS,
    FieldType,
    Part,
    every_path,
    field_at,
    section_names,
    value_paths,
)

FORBIDDEN = (
    *("ethnic", "suku", "relig", "agama", "politic", "partai", "orient", "pregnan", "hamil"),
    *("hiv", "photo", "finger", "sidik", "password", "sandi", "account", "rekening", "looks"),
    *("penampilan", "opini", "surname", "marga"),
)


def test_no_two_fields_share_a_path():
    paths = every_path()

    assert len(paths) == len(set(paths))
    assert len(FIELDS) == len({field.path for field in FIELDS})


def test_no_field_is_the_start_of_another():
    paths = set(every_path())

    starts = {".".join(p.split(".")[:n]) for p in paths for n in range(1, p.count(".") + 1)}

    assert starts.isdisjoint(paths)


def test_nothing_that_must_not_be_recorded_has_a_field():
    assert [f.path for f in FIELDS for word in FORBIDDEN if word in f.path.lower()] == []


def test_each_part_holds_what_the_format_says():
    parts = {field.path: field.part for field in FIELDS}

    identity = {path for path, part in parts.items() if part is Part.IDENTITY}
    assert {
        "occurred_at", "traveller.name", "traveller.nik", "traveller.passport", "traveller.kk",
        "traveller.phone", "traveller.address", "traveller.village", "traveller.dob_ktp",
        "traveller.dob_other", "traveller.dob_stated", "ticket.name", "ticket.booking_code",
        "ticket.seat", "ticket.sequence", "employer.name", "guardian.name",
        "village_letter.number", "doc_numbers.visa",
    } <= identity  # fmt: skip
    assert {p for p, part in parts.items() if part is Part.NOTES} == {
        "decision_note",
        "notes",
        "correction_reason",
    }
    people = ("recruiter", "ticket.payer", "pickup", "companions", "escort", "guardian")
    for path, part in parts.items():
        third_person = path.startswith(people) and path.endswith((".name", "contact", "_name"))
        if third_person and path != "guardian.name":
            assert part is Part.CONTACTS, path


def test_facts_hold_no_free_identifying_text():
    free = {f.path for f in FIELDS if f.part is Part.FACTS and f.type is FieldType.TEXT}

    assert free == {
        "traveller.origin",
        "traveller.kecamatan",
        "departure.carrier",
        "departure.from",
        "departure.to",
        "journey.final_city",
        "journey.transit",
    }


def test_a_code_list_answers_for_itself_and_for_each_of_its_codes():
    ticks = field_at("officer_ticks")

    assert ticks is not None
    assert field_at("officer_ticks.coe_speaks_for") is ticks
    assert field_at("officer_ticks.invented") is None
    assert "officer_ticks.coe_speaks_for" in value_paths(ticks)


def test_a_coded_field_has_codes_and_their_group():
    for field in FIELDS:
        coded = field.type in {FieldType.CODE, FieldType.CODES, FieldType.COUNTRY}
        assert coded == bool(field.codes) == (field.group is not None), field.path


def test_codes_are_plain_text_so_that_read_and_stored_ones_are_equal():
    assert {type(code) for field in FIELDS for code in field.codes} == {str}


def test_the_decision_is_one_of_the_five():
    decision = field_at("decision")

    assert decision is not None
    assert decision.codes == tuple(Decision)


def test_the_form_begins_with_the_event_and_ends_with_the_decision():
    assert section_names()[0] == "event"
    assert section_names()[-2:] == ("decision", "derived")
