"""Commands that judge lines and check rulesets: no store, whatever comes in."""

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from posko_app import cli_rules
from posko_app.cli_assess import assess_lines
from posko_app.cli_lines import LINE_BYTES, lines_of
from posko_app.domain.detection.faults import CODES
from posko_app.domain.detection.rules import Judge
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from tests.cli.lines import ROOT, say
from tests.domain.detection.small import small_files, small_ruleset

KEYS = [
    "id",
    "level",
    "tppo_axis",
    "placement_axis",
    "rule",
    "fired",
    "neutralised",
    "absolute",
    "priority",
    "not_asked",
    "next_step",
    "ruleset",
]
CHILD = {"purpose": "kerja_dn", "traveller": {"dob_ktp": "2010-01-01"}, "ref_date": "2026-11-24"}


def written(place, files) -> str:
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return str(place)


def assess(tmp_path, *lines, options=()):
    """Give exit code, answers and words of a file of lines."""
    file = tmp_path / "input.jsonl"
    file.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    code, out, err = say("assess", str(file), *options)
    return code, [json.loads(line) for line in out.splitlines()], err


def test_each_line_is_answered_with_exactly_these_keys(tmp_path):
    line = json.dumps({"id": "A", "title": "contoh", "input": CHILD, "expected": {}})

    code, (answer,), err = assess(tmp_path, line)

    assert (code, err) == (0, "")
    assert list(answer) == KEYS
    assert (answer["id"], answer["level"], answer["rule"]) == ("A", "merah", "R1")
    assert (answer["fired"], answer["absolute"]) == (["age_minor_work"], ["age_minor_work"])
    assert (answer["tppo_axis"], answer["placement_axis"]) == ("merah", "hijau")
    assert answer["next_step"] == "rujuk_anak"
    assert len(answer["ruleset"]) == 64


def test_a_bare_input_is_known_by_its_line_and_empty_lines_are_passed_over(tmp_path):
    lines = ["\ufeff" + json.dumps(CHILD), "", "  ", json.dumps(CHILD | {"id": 7}), "{}"]

    code, answers, _ = assess(tmp_path, *lines)

    assert code == 0
    assert [answer["id"] for answer in answers] == [1, 7, 5]
    assert [answer["level"] for answer in answers] == ["merah", "merah", "hijau"]


@pytest.mark.parametrize(
    ("line", "known_as", "says"),
    [
        ("{", 1, "bukan JSON"),
        (b"\xff{}", 1, "bukan JSON"),
        ("[" * 100_000, 1, "bukan JSON"),
        ('{"id": ' + "9" * 5000 + "}", 1, "bukan JSON"),
        ('{"id": "A", "input": {"job": {"wage_idr": NaN}}}', 1, "bukan JSON"),
        ('{"id": "A", "input": {"unknown": -Infinity}}', 1, "bukan JSON"),
        ('{"id": "A", "input": {"purpose": "kerja_ln", "purpose": "wisata"}}', 1, "dua kali"),
        ("3", 1, "bukan objek"),
        ('{"id": "A", "input": 3}', "A", "bukan objek"),
        ('{"id": [], "input": null}', 1, "bukan objek"),
        ('{"id": true, "input": null}', 1, "bukan objek"),
        ('{"docs": {"visa": "kerjaan"}}', 1, "docs.visa: Isian ini tidak ada di daftar"),
        ('{"docs": 1, "ref_date": "x"}', 1, "docs: "),
        ('{"a": "' + "x" * 1024 * 1024 + '"}', 1, "terlalu besar"),
    ],
)
def test_a_bad_line_is_answered_and_the_next_one_judged(tmp_path, line, known_as, says):
    code, (bad, good), err = assess(tmp_path, line, json.dumps({"id": "B", "input": CHILD}))

    assert (code, err) == (1, "")
    assert list(bad) == ["id", "error"]
    assert bad["id"] == known_as
    assert says in bad["error"]
    assert (good["id"], good["level"]) == ("B", "merah")


def test_a_line_without_end_is_not_kept_in_memory():
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            size = min(len(buffer), 64 * LINE_BYTES - self.given)
            buffer[:size] = b"x" * size
            self.given += size
            return size

    lines = list(lines_of(io.BufferedReader(Endless())))
    after = list(lines_of(io.BytesIO(b"x" * 3 * LINE_BYTES + b"\n{}\n{}")))

    assert [len(line) for line in lines] == [LINE_BYTES + 2]
    assert [len(after[0]), *after[1:]] == [LINE_BYTES + 2, b"{}\n", b"{}"]


def test_a_ruleset_of_a_folder_judges_with_its_own_windows_and_hash(tmp_path):
    files = small_files()
    folder = written(tmp_path / "rules", files)
    line = json.dumps({"officer_ticks": ["rec_coached_to_lie"]})

    code, (answer,), _ = assess(tmp_path, line, options=("--ruleset", folder))

    assert (code, answer["level"], answer["priority"]) == (0, "kuning", True)
    assert answer["ruleset"] == small_ruleset().hash


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("assess", "/nonexistent/input"), "Berkas masukan tidak ditemukan"),
        (("assess", "-", "--ruleset", "/nonexistent"), "Folder aturan tidak bisa dibaca"),
        (("ruleset", "check", "/nonexistent"), "Folder aturan tidak bisa dibaca"),
        (("ruleset",), "Pakai: posko ruleset"),
        (("assess", "--explain", "jv"), "Pakai: posko assess"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, says):
    code, out, err = say(*arguments)

    assert (code, out) == (2, "")
    assert says in err


def test_a_faulty_ruleset_judges_nobody(tmp_path):
    folder = written(tmp_path / "rules", small_files(levels=""))

    code, answers, err = assess(tmp_path, "{}", options=("--ruleset", folder))

    assert (code, answers) == (2, [])
    assert "3 kesalahan" in err
    assert "levels.toml" in err or "ruleset.toml" in err


def test_a_rule_that_breaks_is_our_defect(tmp_path, monkeypatch):
    class Broken(Judge):
        def judge(self, answers):
            raise cli_rules.RuleBroken("tanda_contoh")

    monkeypatch.setattr(cli_rules, "Judge", Broken)

    code, answers, err = assess(tmp_path, "{}")

    assert (code, answers) == (2, [])
    assert "tanda_contoh" in err


def test_standard_input_is_read_when_no_file_is_named(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"{}\n")))

    code, out, _ = say("assess")

    assert (code, json.loads(out)["level"]) == (0, "hijau")


def test_nothing_of_a_store_is_needed_or_touched(tmp_path):
    command = [sys.executable, "-X", "importtime", "-m", "posko_app"]
    done = subprocess.run(
        [*command, "--data-dir", str(tmp_path / "data"), "assess", "-"],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")},
        input=json.dumps(CHILD),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert json.loads(done.stdout)["level"] == "merah"
    assert list(tmp_path.iterdir()) == []
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "posko_app.cli_rules" in loaded
    assert not {name for name in loaded if name.startswith(("sqlcipher3", "PySide6", "typer"))}
    assert "posko_app.store.store" not in loaded


ALL_KINDS = {
    "purpose": "kerja_ln",
    "docs": {"paspor": "tidak_ada"},
    "ticket": {"payer": "perekrut"},
    "pickup": {"by": "orang_tidak_dikenal"},
    "journey": {"one_way": True},
    "officer_ticks": ["coe_forced_or_afraid"],
    "mitigations": ["fp_operator_verified"],
    "recruiter": {"channel": "P3MI"},
}


INDONESIAN = """\
MERAH: merah contoh
doc_pmi_set_incomplete contoh (Tujuan yang dipakai: Kerja di luar negeri; Paspor: Tidak ada). \
Sumber: X-1.
coe_forced_or_afraid contoh (dicentang petugas). Langsung dirujuk: coe_forced_or_afraid contoh. \
Sumber: X-1.
debt_ticket_third_party contoh (Pembayar tiket: Perekrut). Sumber: X-1.
trv_one_way_no_plan contoh (Tiket satu arah: ya). Sumber: X-1.
trv_pickup_stranger contoh: gugur karena fp_operator_verified contoh.
Bisa turun menjadi KUNING bila: ternyata bukan “coe_forced_or_afraid contoh”.
Langkah: rujuk_paksa contoh
Hubungi dulu: dulu contoh. Juga: juga contoh. jangan contoh"""
ENGLISH = {
    "MERAH: merah example",
    "trv_pickup_stranger example: switched off by fp_operator_verified example.",
    "Step: rujuk_paksa example",
}


def test_an_explanation_is_in_whole_sentences_of_the_language_asked_for(tmp_path):
    folder = written(tmp_path / "rules", small_files())

    def said(language):
        options = ("--ruleset", folder, "--explain", language)
        _, (answer,), _ = assess(tmp_path, json.dumps(ALL_KINDS), options=options)
        assert list(answer) == [*KEYS, "explanation"]
        return answer["explanation"]

    assert said("id") == INDONESIAN.split("\n")
    assert set(said("en")) >= ENGLISH


def test_what_would_do_it_only_together_is_said_together(tmp_path):
    folder = written(tmp_path / "rules", small_files())
    content = {
        "pickup": {"by": "orang_tidak_dikenal"},
        "money": {"owes_to": "perekrut"},
        "purpose": "kerja_ln",
        "docs": {"paspor": "tidak_ada"},
    }

    _, (answer,), _ = assess(
        tmp_path, json.dumps(content), options=("--ruleset", folder, "--explain", "id")
    )

    assert (
        "Bisa turun menjadi HIJAU bila: fp_operator_verified contoh dan Paspor terlihat."
        in answer["explanation"]
    )


def explained(content) -> list[str]:
    words = load_catalogue("id")
    lines = [json.dumps(content).encode()]
    judge = Judge(cli_rules.ruleset_in(None))
    (answer,) = assess_lines(lines, judge, words, today=cli_rules.civil_date(NOW), words=words)
    return answer["explanation"]


NOW = cli_rules.utc_now()


def test_unconfirmed_legal_points_are_marked_wherever_they_are_said():
    said = explained(CHILD)

    legal = [sentence for sentence in said if "UU 18/2017" in sentence]
    assert legal
    assert all("belum diverifikasi" in sentence for sentence in legal)
    assert any(sentence.startswith("Belum ditanya: Q") for sentence in said)


def test_papers_facts_and_codes_are_named_in_words():
    content = {
        "purpose": "kerja_ln",
        "docs": {"paspor": "tidak_ada"},
        "age_doubt_reasons": ["kk_berbeda"],
        "job": {"wage_idr": 30_000_000, "ref_wage_idr": 4_000_000},
    }

    said = "\n".join(explained(content))

    assert "Bisa turun menjadi HIJAU bila: Paspor terlihat." in said
    assert "30000000" in said
    assert "[" not in said.replace("[SRC", "")


def test_an_answer_is_named_once_and_a_tick_tells_what_made_it_strong():
    papers = "\n".join(explained({"purpose": "kerja_ln", "docs": {"visa": "tidak_ada"}}))
    ticks = {"officer_ticks": ["coe_speaks_for"]}
    alone = "\n".join(explained(ticks))
    stronger = "\n".join(explained(ticks | {"escalations": ["coe_speaks_for"]}))

    assert papers.count("Visa: Tidak ada") == 1
    assert "(dicentang petugas)." in alone
    assert "(dicentang petugas; pendamping menolak dipisah sebentar)." in stronger


def test_what_a_person_said_is_shown_as_yes_or_no():
    said = "\n".join(explained({"purpose": "pelaut", "job": {"known": False}}))

    assert "(Tujuan yang dipakai: Pelaut; " in said
    assert ": tidak)." in said


def test_a_good_ruleset_is_described():
    code, out, err = say("ruleset", "check", str(resources_dir() / "catalogue"))

    told = json.loads(out)
    assert (code, err) == (0, "")
    assert (told["ok"], told["faults"], told["sources_checked"]) == (True, [], True)
    assert told["counts"]["signs"] == 50
    assert len(told["hash"]) == 64


def test_faults_of_a_ruleset_are_named_by_file_and_line_in_words(tmp_path):
    folder = written(tmp_path / "rules", small_files(levels="a = = 1"))

    code, out, _ = say("ruleset", "check", folder)

    told = json.loads(out)
    assert (code, told["ok"], told["version"], told["counts"]) == (1, False, None, None)
    (first,) = [fault for fault in told["faults"] if fault["code"] == "not_toml"]
    assert (first["file"], first["line"]) == ("levels.toml", 1)
    assert first["message"] == "Berkas ini bukan TOML yang benar. Perbaiki penulisan di baris ini."


def test_sources_stay_unasked_where_the_pages_were_not_shipped(tmp_path, monkeypatch):
    monkeypatch.setattr(cli_rules, "resources_dir", lambda: tmp_path / "resources")
    folder = written(tmp_path / "rules", small_files())

    code, out, _ = say("ruleset", "check", folder)

    assert (code, json.loads(out)["sources_checked"]) == (0, False)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_of_a_fault_has_a_sentence(language):
    prefix = "ruleset_fault."
    said = {key for key in load_catalogue(language).sentences if key.startswith(prefix)}

    assert said == {prefix + code for code in CODES}
