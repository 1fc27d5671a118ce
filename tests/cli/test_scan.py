"""The command that reads scans: one answer a line, no store."""

import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.cli.lines import ROOT, say
from tests.domain.scans.test_bcbp import ONE
from tests.domain.scans.test_mrz import MRV_A, TD3


def scan(tmp_path, *lines, options=("--on", "2026-11-24")):
    """Give exit code, answers and words of a file of lines."""
    file = tmp_path / "scans.jsonl"
    file.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    code, out, err = say("scan", str(file), *options)
    return code, [json.loads(line) for line in out.splitlines()], err


def test_each_scan_is_answered_with_exactly_these_keys(tmp_path):
    lines = [json.dumps({"raw": raw}) for raw in (TD3, ONE, "9902015711890003", "TIKET 01")]

    code, answers, err = scan(tmp_path, *lines)

    assert (code, err) == (0, "")
    assert [list(answer) for answer in answers] == [["kind", "fields", "problems"]] * 4
    assert [answer["kind"] for answer in answers] == ["mrz", "bcbp", "nik", "unknown"]
    assert list(answers[0]["fields"]) == [
        *("format", "document_code", "issuing_state", "document_number", "nationality"),
        *("birth_on", "sex", "expires_on", "surname", "given_names", "optional"),
    ]
    assert answers[0]["fields"]["birth_on"] == "1974-08-12"
    assert list(answers[1]["fields"]) == ["passenger_name", "legs"]
    assert list(answers[1]["fields"]["legs"][0]) == [
        *("pnr", "from", "to", "carrier", "flight_number", "flight_on", "cabin", "seat"),
        "sequence",
    ]
    assert answers[3]["fields"] == {"raw": "TIKET 01"}
    assert [answer["problems"] for answer in answers[:3]] == [[], [], []]


def test_a_wrong_check_digit_is_a_problem_and_its_field_is_left_out(tmp_path):
    raw = TD3.replace("L898902C36", "L898902C37")

    code, (answer,), _ = scan(tmp_path, json.dumps({"raw": raw}))

    assert code == 0
    assert "document_number" not in answer["fields"]
    assert answer["problems"] == [
        {
            "field": "document_number",
            "code": "scan_check_digit",
            "message": "Isian ini tidak cocok dengan angka periksanya."
            " Pindai ulang atau ketik dari dokumennya.",
        }
    ]


def test_short_dates_are_read_from_the_day_given(tmp_path):
    lines = [json.dumps({"raw": MRV_A}), json.dumps({"raw": ONE})]

    _, (early, flight), _ = scan(tmp_path, *lines, options=("--on", "2045-01-01"))
    _, (_, today), _ = scan(tmp_path, *lines, options=())

    assert early["fields"]["birth_on"] == "2040-09-07"
    assert flight["fields"]["legs"][0]["flight_on"] == "2044-11-21"
    assert "flight_on" in today["fields"]["legs"][0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not_json"),
        (b"\xff", "not_json"),
        ("[]", "not_object"),
        ("{}", "no_raw"),
        ('{"raw": 1}', "no_raw"),
        ('{"raw": "A", "raw": "B"}', "twice"),
        ('{"raw": "' + "x" * 1024 * 1024 + '"}', "too_large"),
    ],
)
def test_a_bad_line_is_answered_and_the_next_one_read(tmp_path, line, code):
    exit_code, (bad, good), err = scan(tmp_path, line, "", json.dumps({"raw": ONE}))

    assert (exit_code, err) == (1, "")
    assert (bad["kind"], bad["fields"]) == ("unknown", {})
    assert [problem["code"] for problem in bad["problems"]] == [code]
    assert "[" not in bad["problems"][0]["message"]
    assert good["kind"] == "bcbp"


def test_standard_input_is_read_when_no_file_is_named(monkeypatch):
    line = json.dumps({"raw": "\ud800 TIKET 01"}).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(line)))

    code, out, _ = say("scan")

    assert (code, json.loads(out)["fields"]) == (0, {"raw": "TIKET 01"})


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("scan", "/nonexistent/scans"), "Berkas masukan tidak ditemukan"),
        (("scan", "--on", "24-11-2026"), "Pakai: posko scan"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, says):
    code, out, err = say(*arguments)

    assert (code, out) == (2, "")
    assert says in err


def test_nothing_of_a_store_and_no_rules_are_needed_or_touched(tmp_path):
    command = [sys.executable, "-X", "importtime", "-m", "posko_app"]
    done = subprocess.run(
        [*command, "--data-dir", str(tmp_path / "data"), "scan", "-"],
        cwd=ROOT,
        env={
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        },
        input=json.dumps({"raw": TD3}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert json.loads(done.stdout)["kind"] == "mrz"
    assert list(tmp_path.iterdir()) == []
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "posko_app.cli_scan" in loaded
    assert not {name for name in loaded if name.startswith(("sqlcipher3", "PySide6", "cel"))}


def test_the_test_sheet_is_written_and_named(tmp_path):
    path = tmp_path / "sheet.pdf"

    code, out, err = say("scan-sheet", "--out", str(path))

    assert (code, json.loads(out), err) == (0, {"path": str(path)}, "")
    assert path.read_bytes().startswith(b"%PDF")
