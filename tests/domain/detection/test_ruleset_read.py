"""Reading a ruleset: values, hash, and every fault with its file and line."""

import hashlib

import pytest

from posko_app.domain.detection.faults import CODES, Fault, RulesetFaults
from posko_app.domain.detection.ruleset import Established, LegalStatus, Strength, Text
from posko_app.domain.detection.ruleset_read import read_ruleset, ruleset_hash
from tests.domain.detection.small import (
    PARAMETERS,
    RULESET,
    parameter,
    sign,
    small_files,
    small_ruleset,
    text,
)

pytestmark = pytest.mark.domain

SOURCES = frozenset({"SRC-CONTOH"})


def faults(files, **options) -> tuple[Fault, ...]:
    with pytest.raises(RulesetFaults) as caught:
        read_ruleset(files, **options)
    assert {fault.code for fault in caught.value.faults} <= CODES
    return caught.value.faults


def changed(name, old, new, *, count=1):
    """Give the small files with one piece replaced, and the line it stands on."""
    files = small_files()
    before, found, _ = files[name].partition(old)
    assert found
    files[name] = files[name].replace(old, new, count)
    return files, before.count("\n") + 1


def only(name, old, new, **options) -> Fault:
    """Give the one fault of a change; it must name the very line that was changed."""
    files, line = changed(name, old, new)
    (fault,) = faults(files, **options)
    assert (fault.file, fault.line) == (name, line)
    return fault


def test_values_are_as_the_files_say():
    ruleset = small_ruleset()

    held = ruleset.indicators["doc_held_by_other"]
    assert list(ruleset.indicators)[:2] == ["doc_id_altered", "doc_held_by_other"]
    assert (held.strength, held.dimension, held.is_means) == (Strength.STRONG, "PAKSA", True)
    assert (held.established, held.referral) == (Established.RULE, "paksa")
    assert held.when == 'has(f.doc_holder)\n&& f.doc_holder == "perekrut"'
    assert held.reads == ("doc_holder",)
    assert ruleset.indicators["age_minor_work"].reads == ("purpose", "ages")
    assert ruleset.indicators["coe_speaks_for"].escalates == Text(
        "dipisah contoh", "dipisah example"
    )
    assert ruleset.indicators["rec_coached_to_lie"].when is None
    assert ruleset.parameters["nothing"].value == ()
    assert ruleset.parameters["one"].value == ("kerja_ln",)
    assert ruleset.parameters["repeats_days"].value == 30
    assert ruleset.calming["fp_operator_verified"].switches_off[0] == "doc_held_by_other"
    assert ruleset.retention["hijau"].identity_days == 7
    assert ruleset.contacts["telepon"].tested_on == ""
    assert ruleset.referrals["utang"].basis[0].status is LegalStatus.IN_FORCE
    papers = ruleset.schemes["akan_p3mi"].papers
    assert [paper.paper for paper in papers][-2:] == ["surat_sehat", "opp"]
    assert (papers[2].valid_from, papers[4].valid_to) == ("2026-01-01", "2026-06-30")
    assert papers[0].basis.status is LegalStatus.TO_VERIFY
    assert papers[2].note is not None
    assert ruleset.sources["X-1"].source == "SRC-CONTOH"
    assert read_ruleset(small_files(), known_sources=SOURCES) == ruleset


def test_a_text_is_in_the_language_asked_for():
    title = small_ruleset().title

    assert (title.in_language("id"), title.in_language("en")) == ("Aturan contoh", "Example rules")


def test_a_missing_period_is_for_ever():
    files, _ = changed("retention.toml", "identity_days = 7\n", "")

    assert read_ruleset(files).retention["hijau"].identity_days is None


def test_the_hash_covers_names_and_texts_in_order_of_the_names_bytes():
    def framed(text: str) -> bytes:
        return len(text.encode()).to_bytes(4, "big") + text.encode()

    wanted = b"posko/ruleset-files/v1" + framed("a") + framed("é") + framed("b") + framed("")

    assert ruleset_hash({"b": "", "a": "é"}) == hashlib.sha256(wanted).hexdigest()
    assert small_ruleset().hash == ruleset_hash(small_files())
    assert small_ruleset(signs_3="# kosong").hash != small_ruleset().hash


def test_every_fault_is_named_at_once_in_order():
    files = small_files(signs_1=sign("doc_id_altered", "X POLA"), levels="= 1", surat="a = 1")
    del files["contacts.toml"]

    found = faults(files)

    assert list(found) == sorted(found)
    assert Fault("contacts.toml", 1, "missing_file", "contacts.toml") in found
    assert Fault("surat.toml", 1, "unknown_file", "surat.toml") in found
    assert Fault("levels.toml", 1, "not_toml") in found
    assert Fault("signs_1.toml", 7, "unknown_code", "X") in found
    follows = {"unknown_id", "missing_level", "missing_key"}
    assert follows.isdisjoint({fault.code for fault in found})


@pytest.mark.parametrize(
    ("content", "line"), [("a = 1\nb = = 2", 2), ("a = 1\nb = [", 2), ('a = """', 1), ("", 0)]
)
def test_what_is_no_toml_names_its_line(content, line):
    found = [fault for fault in faults(small_files(levels=content)) if fault.code == "not_toml"]

    assert [fault.line for fault in found] == ([line] if line else [])


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "detail"),
    [
        ("ruleset.toml", 'id = "contoh"', 'id = ""', "missing_key", "id"),
        ("ruleset.toml", 'version = "1"', "version = 1", "wrong_type", "version"),
        ("ruleset.toml", '"2026-11-24"', '"24-11-2026"', "not_a_date", "24-11-2026"),
        ("ruleset.toml", "title = {", "titel = 1 #", "unknown_key", "titel"),
        ("ruleset.toml", "value = 30", "value = -1", "wrong_type", "value"),
        ("ruleset.toml", "value = 30", "value = true", "wrong_type", "value"),
        ("ruleset.toml", "value = 30", "value = 1.5", "wrong_type", "value"),
        ("ruleset.toml", "value = 30", "value = [1]", "wrong_type", "value"),
        ("ruleset.toml", "value = 30", "value = {}", "wrong_type", "value"),
        ("ruleset.toml", "value = 30", 'value = "x"', "wrong_type", "value"),
        ("ruleset.toml", 'id = "adult_age"', 'id = "split_days"', "duplicate_id", "split_days"),
        ("signs_1.toml", 'sources = ["X-1"]', "sources = []", "missing_source", "doc_id_altered"),
        ("signs_1.toml", 'sources = ["X-1"]', 'sources = ["X-2"]', "unknown_source", "X-2"),
        ("signs_1.toml", 'sources = ["X-1"]', 'sources = "X-1"', "wrong_type", "sources"),
        ("signs_1.toml", 'controls = ["DD"]', 'controls = ["DX"]', "unknown_id", "DX"),
        ("signs_1.toml", 'controls = ["DD"]', 'controls = ["DD", "DD"]', "duplicate_id", "DD"),
        ("signs_1.toml", "questions = []", 'questions = ["Q9"]', "unknown_id", "Q9"),
        ("signs_1.toml", 'dimension = "DOK"', 'dimension = "DOC"', "unknown_code", "DOC"),
        ("signs_1.toml", 'strength = "S"', 'strength = ""', "missing_key", "strength"),
        ("signs_1.toml", "means = true", 'means = "ya"', "wrong_type", "means"),
        ("signs_1.toml", "means = true", "menas = true", "unknown_key", "menas"),
        ("signs_1.toml", "label = {", "label = 5 #", "wrong_type", "label"),
        ("signs_1.toml", 'en = "keliru example"', 'en = ""', "missing_key", "en"),
        ("signs_1.toml", 'referral = "identitas"', 'referral = "lain"', "unknown_id", "lain"),
        ("signs_1.toml", 'id = "doc_mutasi_unrecorded"', 'id = "doc_x"', "never_fires", "doc_x"),
        ("signs_2.toml", 'id = "age_minor_work"', 'id = "doc_held_by_other"', "duplicate_id",
         "doc_held_by_other"),
        ("signs_2.toml", 'id = "rec_rush_minimal_papers"', 'id = "rec_coached_to_lie"',
         "duplicate_id", "rec_coached_to_lie"),
        ("calming.toml", "fp_epmi_verified", "fp_sim_verified", "unknown_code", "fp_sim_verified"),
        ("calming.toml", '"debt_ticket_third_party"]', '"debt_x"]', "unknown_id", "debt_x"),
        ("calming.toml", '"debt_ticket_third_party"]', '"coe_speaks_for"]', "never_calmed",
         "coe_speaks_for"),
        ("questions.toml", '["ticket.payer"]', '["ticket.name"]', "unknown_field", "ticket.name"),
        ("schemes.toml", 'id = "akan_p3mi"', 'id = "akan_lain"', "unknown_code", "akan_lain"),
        ("schemes.toml", 'paper = "opp"', 'paper = "opq"', "unknown_code", "opq"),
        ("schemes.toml", 'need = "pendukung"', 'need = "boleh"', "unknown_code", "boleh"),
        ("schemes.toml", 'owed_by = "perusahaan"', 'owed_by = "negara"', "unknown_code", "negara"),
        ("schemes.toml", '"2026-01-01"', '"2026-13-01"', "not_a_date", "2026-13-01"),
        ("schemes.toml", '["spp_akad"]', '["spp"]', "unknown_id", "spp"),
        ("schemes.toml", "basis = {", "basis = 5 #", "wrong_type", "basis"),
        ("referrals.toml", '["telepon"]', '["surat"]', "unknown_id", "surat"),
        ("referrals.toml", "basis = [", "basis = [5] #", "wrong_type", "basis"),
        ("referrals.toml", "basis = [", "basis = 5 #", "wrong_type", "basis"),
        ("referrals.toml", 'status = "berlaku"', 'status = "lama"', "unknown_code", "lama"),
        ("levels.toml", '["boleh"]', '["cegah"]', "unknown_id", "cegah"),
        ("contacts.toml", 'tested_on = ""', 'tested_on = "kemarin"', "not_a_date", "kemarin"),
        ("contacts.toml", 'hours = ""', "hours = 5", "wrong_type", "hours"),
        ("excluded.toml", '"traveller.sex"', '"traveller.faith"', "unknown_field",
         "traveller.faith"),
        ("retention.toml", "identity_days = 7", 'identity_days = "7"', "wrong_type",
         "identity_days"),
    ],
)  # fmt: skip
def test_a_fault_names_the_line_it_stands_on(name, old, new, code, detail):
    files, line = changed(name, old, new)

    assert Fault(name, line, code, detail) in faults(files)


def test_a_key_that_is_not_there_is_looked_for_in_its_table():
    files, line = changed("signs_2.toml", "caveat = ", "# ")

    (fault,) = faults(files)

    assert (fault.code, fault.detail) == ("missing_key", "caveat")
    assert fault.line == 1
    assert files["signs_2.toml"].splitlines()[0] == "[[sign]]"
    assert line > 1


def test_a_list_that_is_not_there_is_missed_once():
    files, _ = changed("levels.toml", "suggests = ", "# ")

    assert [(f.code, f.detail) for f in faults(files)] == [("missing_key", "suggests")]


def test_a_parameter_without_a_value_is_a_fault():
    files, line = changed("ruleset.toml", "value = 30\n", "")

    assert faults(files)[0] == Fault("ruleset.toml", line - 2, "missing_key", "value")


def test_legal_grounds_without_a_source_are_a_fault():
    legal = '[{ id = "Pasal", en = "Article", status = "berlaku" }]'
    signs = sign("doc_id_altered", legal=legal)

    found = faults(small_files(signs_3=signs.replace("doc_id_altered", "rec_escort_evades")))

    assert [(f.file, f.code, f.detail) for f in found] == [
        ("signs_3.toml", "missing_key", "source")
    ]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("sources.toml", 'source = "SRC-CONTOH"'),
        ("schemes.toml", 'source = "SRC-CONTOH"'),
        ("referrals.toml", 'source = "SRC-CONTOH"'),
        ("contacts.toml", 'source = ""'),
    ],
)
def test_a_source_that_does_not_resolve_is_named_where_it_stands(name, old):
    fault = only(name, old, 'source = "SRC-LAIN"', known_sources=SOURCES)

    assert (fault.code, fault.detail) == ("unknown_source", "SRC-LAIN")


def test_a_legal_source_that_does_not_resolve_is_named():
    legal = '[\n{ id = "P", en = "A", source = "SRC-LAIN", status = "berlaku" },\n]'
    files = small_files(signs_3=sign("rec_escort_evades", legal=legal))

    (fault,) = faults(files, known_sources=SOURCES)

    at = files["signs_3.toml"].splitlines()[fault.line - 1]
    assert (fault.code, fault.detail) == ("unknown_source", "SRC-LAIN")
    assert "SRC-LAIN" in at


def test_sources_are_left_unasked_when_nobody_knows_them():
    files, _ = changed("sources.toml", "SRC-CONTOH", "SRC-LAIN")

    assert read_ruleset(files).sources["X-1"].source == "SRC-LAIN"


@pytest.mark.parametrize(
    ("name", "known_as", "code"),
    [
        ("referrals.toml", "rujuk_gabungan", "missing_step"),
        ("referrals.toml", "rujuk_paksa", "missing_step"),
        ("referrals.toml", "periksa_berdua", "missing_step"),
        ("levels.toml", "merah", "missing_level"),
    ],
)
def test_what_the_program_refers_to_must_be_there(name, known_as, code):
    files, _ = changed(name, f'"{known_as}"', '"lain"')

    found = {(f.code, f.detail) for f in faults(files)}

    assert (code, known_as) in found
    assert found <= {(code, known_as), ("unknown_code", "lain")}


def test_referrals_that_no_sign_names_must_be_there():
    files, _ = changed("referrals.toml", 'id = "surat"', 'id = "lain"')

    assert [(f.code, f.detail) for f in faults(files)] == [("missing_referral", "surat")]


def test_parameters_the_program_reads_must_be_there_and_fit():
    values = dict(PARAMETERS)
    del values["repeats_days"]
    values["split_days"] = '["14"]'
    files = small_files(ruleset=RULESET + "".join(parameter(*item) for item in values.items()))

    assert {(f.code, f.detail) for f in faults(files)} == {
        ("missing_parameter", "repeats_days"),
        ("wrong_type", "value"),
    }


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"escalates": text("naik")}, "unknown_id"),
        ({"is_calmed": "false", "calmed_if": '"true"'}, "never_calmed"),
    ],
)
def test_what_a_sign_says_of_itself_must_make_sense(keys, code):
    files = small_files(signs_3=sign("rec_escort_evades", **keys))

    assert [f.code for f in faults(files)] == [code]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("signs_2.toml", "'has(f.watch_hit) && f.watch_hit'", "'f.watch_hit'"),
        ("questions.toml", "'has(f.purpose) && f.purpose in p.work'", "'f.purpose in p.work'"),
        ("schemes.toml", "'has(f.purpose) && f.purpose == \"kerja_dn\"'", "'f.doc_returned'"),
        ("signs_1.toml", "'has(f.doc_returned) && f.doc_returned'", "'f.doc_returned'"),
        ("signs_1.toml", "'has(f.doc_returned) && !f.doc_returned'", "'f.doc_returned'"),
    ],
)
def test_expressions_are_checked_wherever_they_stand(name, old, new):
    assert only(name, old, new).code == "unguarded"


def test_a_rule_on_an_excluded_field_is_named():
    fault = only(
        "signs_2.toml",
        "'has(f.watch_hit) && f.watch_hit'",
        "'has(f.traveller.sex) && f.traveller.sex == \"P\"'",
    )

    assert (fault.code, fault.detail) == ("excluded_field", "traveller.sex")


def test_a_period_of_keeping_is_only_read_as_an_expression():
    fault = only("retention.toml", '"level == \\"hijau\\""', '"level =="')

    assert fault.code == "bad_expression"
