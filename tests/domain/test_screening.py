import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.field import LARGEST_INTEGER
from posko_app.domain.fields import FIELDS, FieldType
from posko_app.domain.problem import Problem
from posko_app.domain.screening import answers_from_cells, flatten, nest, tidy
from posko_app.domain.values import from_text

VIGNETTES = [
    json.loads(line)
    for line in (Path(__file__).parent / "vignettes.jsonl").read_text("utf-8").splitlines()
]
SAMPLES = {
    FieldType.DATE: st.dates().map(str),
    FieldType.TIME: st.times().map(lambda t: f"{t:%H:%M}"),
    FieldType.INSTANT: st.datetimes().map(lambda t: t.replace(microsecond=0).isoformat() + "Z"),
    FieldType.COUNTRY: st.sampled_from(["MY", "SG", "XX"]),
    FieldType.BOOLEAN: st.booleans(),
}


def sample(field):
    if field.type is FieldType.CODE:
        return st.sampled_from(field.codes)
    if field.type is FieldType.CODES:
        return st.lists(st.sampled_from(field.codes), min_size=1, unique=True).map(sorted)
    if field.type is FieldType.INTEGER:
        return st.integers(0, LARGEST_INTEGER if field.largest is None else field.largest)
    text = st.text(max_size=30).map(lambda text: from_text(field, text)).filter(bool)
    return SAMPLES.get(field.type, text)


@st.composite
def contents(draw):
    chosen = draw(st.lists(st.sampled_from(FIELDS), max_size=12, unique=True))
    content = {}
    for field in chosen:
        group, dot, name = field.path.partition(".")
        if dot:
            content.setdefault(group, {})[name] = draw(sample(field))
        else:
            content[group] = draw(sample(field))
    return content


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda v: v["id"])
def test_every_vignette_is_read_without_problems(vignette):
    answers, problems = flatten(vignette["input"])

    assert problems == ()
    assert answers["doc_holder"] == vignette["input"]["doc_holder"]
    for tick in vignette["input"].get("officer_ticks", []):
        assert answers[f"officer_ticks.{tick}"] is True


def test_what_only_assess_reads_is_passed_over():
    known = {"port": "TENAU", "ref_date": "2026-03-10", "prior_records": [{"a": 1}]}

    assert flatten(known | {"verified_watch": ["K-1"]}) == ({}, ())


def test_null_is_absent():
    assert flatten({"purpose": None, "docs": None, "money": {"owes_to": None}}) == ({}, ())


def test_text_without_a_character_is_absent():
    assert flatten({"notes": " \n ", "traveller": {"name": "", "nik": "-"}}) == ({}, ())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"travelller": {"name": "CONTOH"}}, Problem("travelller.name", "unknown_field")),
        ({"agama": "x"}, Problem("agama", "unknown_field")),
        ({"traveller.name": "CONTOH"}, Problem("[traveller.name]", "unknown_field")),
        ({"a.b": {"c": 1}}, Problem("[a.b]", "unknown_field")),
        ({"traveller": "CONTOH"}, Problem("traveller", "wrong_type")),
        ({"traveller": {"name": 5}}, Problem("traveller.name", "wrong_type")),
        ({"traveller": {"name": ["CONTOH"]}}, Problem("traveller.name", "wrong_type")),
        ({"traveller": {"name": {"x": 1}}}, Problem("traveller.name", "wrong_type")),
        ({"job": {"wage_idr": 1.5}}, Problem("job.wage_idr", "wrong_type")),
        ({"purpose": "kerja"}, Problem("purpose", "unknown_code")),
        ({"officer_ticks": "coe_speaks_for"}, Problem("officer_ticks", "wrong_type")),
        ({"officer_ticks": {"coe_speaks_for": True}}, Problem("officer_ticks", "wrong_type")),
        ({"officer_ticks": [1]}, Problem("officer_ticks", "wrong_type")),
        ({"officer_ticks": ["invented"]}, Problem("officer_ticks", "unknown_code")),
    ],
)
def test_what_cannot_be_kept_is_named_and_the_rest_is_read(content, problem):
    answers, problems = flatten({"decision": "boleh", **content})

    assert problems == (problem,)
    assert answers == {"decision": "boleh"}


@given(contents())
def test_nesting_undoes_flattening(content):
    answers, problems = flatten(content)

    assert problems == ()
    assert nest(answers) == content
    assert flatten(nest(answers)) == (answers, ())


def test_nesting_leaves_out_what_is_withdrawn_and_sorts_code_lists():
    answers = {
        "officer_ticks.rec_coached_to_lie": True,
        "officer_ticks.coe_speaks_for": True,
        "officer_ticks.coe_cannot_cancel": False,
        "decision": None,
    }

    assert nest(answers) == {"officer_ticks": ["coe_speaks_for", "rec_coached_to_lie"]}


def test_nesting_keeps_what_a_newer_version_wrote():
    answers = {"decision": "boleh", "decision.later": 1, "newer.thing": "x"}

    assert nest(answers) == {"decision": "boleh", "decision.later": 1, "newer": {"thing": "x"}}


def test_a_row_of_cells_is_read_like_the_nested_form():
    cells = {
        "traveller.name": "CONTOH NAMA SATU",
        "traveller.dob_ktp": "05/07/1998",
        "officer_ticks": "coe_speaks_for; rec_coached_to_lie",
        "officer_ticks.coe_cannot_cancel": "ya",
        "officer_ticks.dec_terms_changed": "tidak",
        "companions.n": "0",
        "notes": " ",
        "traveller.kk": "\u200b",
    }

    assert answers_from_cells(cells) == (
        {
            "traveller.name": "CONTOH NAMA SATU",
            "traveller.dob_ktp": "1998-07-05",
            "officer_ticks.coe_speaks_for": True,
            "officer_ticks.rec_coached_to_lie": True,
            "officer_ticks.coe_cannot_cancel": True,
            "companions.n": 0,
        },
        (),
    )


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("traveller.nama", "CONTOH", "unknown_field"),
        ("officer_ticks", "invented", "unknown_code"),
        ("companions.n", "dua", "not_a_number"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named(path, text, code):
    assert answers_from_cells({path: text}) == ({}, (Problem(path, code),))


def test_an_empty_cell_of_an_unknown_column_is_nothing():
    assert answers_from_cells({"Unnamed: 7": ""}) == ({}, ())


def test_a_draft_with_texts_as_typed_becomes_tidy():
    draft = {
        "traveller.dob_ktp": "05-07-1998",
        "companions.n": "3",
        "job.known": False,
        "traveller.name": "  ",
        "decision": None,
        "officer_ticks.coe_speaks_for": False,
        "officer_ticks.coe_cannot_cancel": True,
    }

    assert tidy(draft) == (
        {
            "traveller.dob_ktp": "1998-07-05",
            "companions.n": 3,
            "job.known": False,
            "officer_ticks.coe_cannot_cancel": True,
        },
        (),
    )


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("traveller.dob_ktp", "05-0", "not_a_date"),
        ("invented", "x", "unknown_field"),
        ("officer_ticks", True, "unknown_field"),
    ],
)
def test_half_typed_answers_are_problems(path, value, code):
    assert tidy({path: value}) == ({}, (Problem(path, code),))
