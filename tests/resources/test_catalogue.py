"""The packaged ruleset: complete, in both languages, every claim with a source, nobody blamed."""

import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest

from posko_app.domain import codes
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import (
    Basis,
    Established,
    LegalStatus,
    Paper,
    Ruleset,
    Source,
    Strength,
    Text,
)
from posko_app.domain.fields import field_at
from posko_app.i18n import load_catalogue
from tools.catalogue_page import FOLDER, SOURCES, read_packaged

BLAME = ("cekal", "korban", "tersangka", "terdeteksi", "tidak boleh berangkat")
BLAME_EN = ("victim", "suspect", "detected", "not allowed to leave")
LAW = re.compile(r"\b(?:Pasal|UU|PP|Perpres|Permen\w*|Kepgub|KUHP|articles?|Law|law) \d")
FIRST_ABSOLUTE = {
    "age_minor_work": "true",
    "age_docs_cross_18": "has(f.purpose) && f.purpose in p.work_purposes",
    "age_child_nonguardian": "!has(f.mitigations.fp_guardian_reached)",
    "age_child_family_unaware": "true",
    "doc_id_altered": "has(f.id_altered_confirmed) && f.id_altered_confirmed",
    "doc_held_by_other": "has(f.doc_returned) && !f.doc_returned",
    "coe_forced_or_afraid": "true",
    "xr_verified_watch": "true",
}


@cache
def ruleset() -> Ruleset:
    return read_packaged()


def values(thing: object, *, kinds: tuple[type, ...]) -> Iterator[object]:
    """Give everything of some kinds inside a value, but nothing inside of what is found."""
    if isinstance(thing, kinds):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            if field.name != "files":
                yield from values(getattr(thing, field.name), kinds=kinds)
    elif isinstance(thing, Mapping):
        for inner in thing.values():
            yield from values(inner, kinds=kinds)
    elif isinstance(thing, tuple):
        for inner in thing:
            yield from values(inner, kinds=kinds)


def texts(thing: object) -> list[Text]:
    return [found for found in values(thing, kinds=(Text,)) if isinstance(found, Text)]


def bases() -> list[Basis]:
    return [found for found in values(ruleset(), kinds=(Basis,)) if isinstance(found, Basis)]


@cache
def source_entries() -> Mapping[str, str]:
    """Give the text below each id of the sources page."""
    parts = re.split(r"^### (SRC-\S+)$", SOURCES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_fifty_signs_in_the_strengths_the_catalogue_counts():
    signs = ruleset().indicators.values()

    assert len(signs) == 50
    assert Counter(sign.strength.value for sign in signs) == {
        "S": 16,
        "M": 26,
        "W": 3,
        "P": 4,
        "I": 1,
    }


def test_a_sign_without_a_rule_is_one_the_officer_ticks():
    signs = ruleset().indicators.values()
    ticked = {sign.id for sign in signs if sign.when is None}

    assert ticked == set(codes.TICK)
    assert ticked == {sign.id for sign in signs if sign.established is not Established.RULE}


def test_absolute_conditions_are_those_of_the_rule():
    signs = ruleset().indicators.values()

    assert {s.id: s.absolute for s in signs if s.absolute is not None} == FIRST_ABSOLUTE
    assert all(s.strength is Strength.STRONG for s in signs if s.absolute is not None)
    assert all((s.absolute is None) == (s.absolute_label is None) for s in signs)


def test_coercion_security_and_watch_are_never_calmed():
    signs = ruleset().indicators.values()
    never = {sign.id for sign in signs if not sign.is_calmed}
    coercion = {sign.id for sign in signs if sign.id.startswith("coe_")}

    assert never == coercion | {"debt_collateral", "xr_verified_watch"}
    assert {sign.id for sign in signs if sign.calmed_if is not None} == {"doc_held_by_other"}


def test_medium_signs_that_can_become_strong_are_those_the_form_asks_about():
    escalating = {s.id for s in ruleset().indicators.values() if s.escalates is not None}

    assert escalating == set(codes.ESCALATION)


def test_placement_signs_are_no_means_and_stand_in_their_own_dimension():
    signs = ruleset().indicators.values()
    weak = {Strength.PLACEMENT, Strength.INFORMATION}

    assert {s.id for s in signs if s.dimension == "PROS"} == {
        s.id for s in signs if s.strength in weak
    }
    assert not any(s.is_means for s in signs if s.strength in weak)


def test_every_list_of_codes_has_its_row():
    known = ruleset()

    assert set(known.calming) == set(codes.MITIGATION)
    assert set(known.schemes) == set(codes.SCHEME)
    assert list(known.questions) == [f"Q{number}" for number in range(1, 11)]
    assert set(known.parameters["work_purposes"].value) == codes.WORK
    assert {code for level in known.levels.values() for code in level.suggests} == {
        code.value for code in codes.Decision if code is not codes.Decision.BELUM_DIPUTUSKAN
    }


def test_every_question_of_the_form_is_worded_as_in_the_rules():
    for language in ("id", "en"):
        worded = load_catalogue(language)
        for question in ruleset().questions.values():
            assert worded.text(f"question.{question.id}") == question.text.in_language(language)


def test_every_text_is_in_both_languages_and_tidy():
    found = texts(ruleset())

    assert len(found) > 400
    for text in found:
        for said in (text.id, text.en):
            assert said, text
            assert said == " ".join(said.split()), text


def test_no_text_blames_anybody():
    found = texts(ruleset())
    titles = [source.title for source in ruleset().sources.values()]
    names = [contact.name for contact in ruleset().contacts.values()]
    indonesian = [text.id for text in found] + titles + names

    assert [t for t in indonesian for word in BLAME if word in t.lower()] == []
    assert [t.en for t in found for word in BLAME_EN if word in t.en.lower()] == []


def test_the_words_of_blame_would_be_found():
    assert all(
        word in "Cekal korban tersangka terdeteksi tidak boleh berangkat".lower() for word in BLAME
    )
    assert texts((Text("a", "b"), {"x": Basis(Text("c", "d"), "", LegalStatus.TO_VERIFY)})) == [
        Text("a", "b"),
        Text("c", "d"),
    ]


def test_each_legal_claim_resolves_and_is_unverified_until_somebody_confirmed_it():
    entries = source_entries()
    found = bases()

    assert len(found) > 100
    assert {basis.source for basis in found} <= set(entries)
    unproven = [
        basis
        for basis in found
        if basis.status is LegalStatus.IN_FORCE
        and not re.search(r"Confirmed\s+by: (?!nobody)", entries[basis.source])
    ]
    assert unproven == []


def test_every_sign_paper_and_referral_names_its_ground():
    known = ruleset()

    assert [sign.id for sign in known.indicators.values() if not sign.legal] == []
    assert [row.id for row in known.referrals.values() if not row.basis] == []
    papers = [paper for scheme in known.schemes.values() for paper in scheme.papers]
    assert [paper for paper in papers if not paper.basis.text.id] == []


def test_law_is_named_only_where_a_source_stands_beside_it():
    beside_a_source = (Basis, Paper, Source)
    elsewhere = [
        said
        for found in values(ruleset(), kinds=(Text, str, *beside_a_source))
        if not isinstance(found, beside_a_source)
        for said in ((found.id, found.en) if isinstance(found, Text) else (found,))
        if isinstance(said, str) and LAW.search(said)
    ]

    assert elsewhere == []
    assert all(LAW.search(said) for said in ("UU 21/2007", "Pasal 13 huruf f", "Law 18/2017"))


def test_each_code_of_a_list_is_used_and_resolves():
    known = ruleset()
    used = {code for sign in known.indicators.values() for code in sign.sources}

    assert used == set(known.sources)
    assert {source.source for source in known.sources.values()} <= set(source_entries())


def test_contacts_resolve_and_none_claims_a_call_nobody_made():
    known = ruleset()
    used = {name for row in known.referrals.values() for name in row.contacts}

    assert used <= set(known.contacts)
    assert {contact.source for contact in known.contacts.values()} <= set(source_entries())
    assert [contact.id for contact in known.contacts.values() if contact.tested_on] == []


def test_no_rule_may_read_what_was_left_out():
    known = ruleset()
    closed = {path for row in known.excluded.values() for path in row.fields}
    read = {path for sign in known.indicators.values() for path in sign.reads}

    assert {"traveller.sex", "traveller.origin", "traveller.kecamatan"} <= closed
    assert {"departure.carrier", "talk.skipped", "decision"} <= closed
    assert {f"answers.Q{number}" for number in range(1, 11)} <= closed
    assert all(field_at(path) is not None for path in closed)
    assert read & closed == set()


def test_a_lone_job_seeker_owes_no_paper_of_a_group():
    alone = ruleset().schemes["akad_mandiri"]

    assert {"spp_akad", "daftar_nama", "surat_tugas"} <= set(alone.not_owed)
    assert not {paper.paper for paper in alone.papers} & set(alone.not_owed)


def test_no_scheme_asks_for_a_paper_it_never_owes_or_asks_twice():
    for scheme in ruleset().schemes.values():
        papers = [paper.paper for paper in scheme.papers]
        assert len(papers) == len(set(papers)), scheme.id
        assert not set(papers) & set(scheme.not_owed), scheme.id


def test_what_the_rules_require_the_checklist_calls_owed():
    known = ruleset()
    lists = {"required_kerja_ln": "akan_p3mi", "required_kembali_pmi": "akan_cuti"}
    for parameter, scheme in {**lists, "required_pelaut": "pelaut"}.items():
        owed = {p.paper for p in known.schemes[scheme].papers if p.need == "wajib"}
        required = known.parameters[parameter].value
        assert isinstance(required, tuple)
        assert set(required) <= owed, scheme


def test_the_worker_never_owes_what_is_the_company_s():
    group = ruleset().schemes["akad_rombongan"]
    owed_by = {paper.paper: paper.owed_by for paper in group.papers}

    assert owed_by["spp_akad"] == owed_by["daftar_nama"] == "perusahaan"


def test_the_e_card_is_never_a_paper_that_is_owed():
    needs = {
        paper.need
        for scheme in ruleset().schemes.values()
        for paper in scheme.papers
        if paper.paper == "epmi"
    }

    assert needs == {"pendukung"}


@pytest.mark.parametrize(
    ("answers", "scheme"),
    [
        ({"purpose": "pelaut"}, "pelaut"),
        ({"purpose": "kembali_pmi"}, "akan_cuti"),
        ({"purpose": "kerja_ln"}, "akan_p3mi"),
        ({"purpose": "kerja_ln", "recruiter.channel": "P3MI"}, "akan_p3mi"),
        ({"purpose": "kerja_ln", "recruiter.channel": "tidak_ada"}, "akan_perseorangan"),
        ({"purpose": "kerja_ln", "journey.final_country": "JP"}, "akan_ssw"),
        ({"purpose": "kerja_dn"}, "akad_mandiri"),
        ({"purpose": "kerja_dn", "recruiter.channel": "koordinator"}, "akad_rombongan"),
        ({"purpose": "kerja_dn", "docs.spp_akad": "tidak_ada"}, "akad_rombongan"),
        (
            {
                "purpose": "kerja_dn",
                "docs.spp_akad": "tidak_perlu",
                "recruiter.channel": "koordinator",
            },
            "akad_mandiri",
        ),
        ({"purpose": "keluarga"}, None),
        ({}, None),
    ],
)
def test_scheme_is_suggested_by_facts(answers, scheme):
    assert Judge(ruleset()).judge(answers).scheme == scheme


def test_only_work_training_and_unclear_plans_are_asked_beyond_the_first_question():
    judge = Judge(ruleset())
    every = tuple(f"Q{number}" for number in range(1, 11))

    for purpose in codes.PURPOSE:
        asks = purpose in codes.WORK or purpose in {"magang", "tidak_jelas"}
        assert judge.due_questions({"purpose": purpose}) == (every if asks else ("Q1",))
    assert judge.due_questions({}) == ("Q1",)


def scalars(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    else:
        yield value


def test_files_hold_no_float_and_no_date():
    for path in sorted(FOLDER.glob("*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        assert {type(value) for value in scalars(found)} <= {str, int, bool}, path.name
    assert {type(v) for v in scalars(tomllib.loads("a = [1.5]\nb.c = 2026-01-01"))} == {float, date}
