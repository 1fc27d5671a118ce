"""Where a command meets what its author did not think of: bytes, full outputs, closed folders."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from posko_app.__main__ import guarded
from posko_app.bootstrap import create_store
from posko_app.domain.codes import Post
from sync.protocol.entry import Deployment
from tests.cli.lines import NAME, ROOT, SANDI, Line, say


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> Line:
    made = Line(tmp_path_factory.mktemp("cli"))
    made.json("init", "--post", "el-tari", "--officer", NAME, "--training")
    return made


def test_output_that_cannot_be_written_is_said_and_is_no_refused_row(line):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            line.command("list"),
            cwd=ROOT,
            env=line.environment,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("Keluaran perintah ini tidak bisa ditulis")
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_enough_ends_a_command_quietly(line):
    piped = " ".join(line.command("list")) + " | head -c 1; exit ${PIPESTATUS[0]}"
    done = subprocess.run(
        ["/bin/bash", "-c", piped], cwd=ROOT, env=line.environment, capture_output=True, check=False
    )

    assert done.returncode in {0, 2}  # whether the pipe was closed in time is chance
    assert done.stderr == b""


def test_a_path_that_cannot_be_looked_into_is_said(tmp_path):
    (tmp_path / "file").touch()

    code, out, err = say("--data-dir", str(tmp_path / "file" / ("x" * 300)), "list")

    assert (code, out) == (2, "")
    assert err.strip()


def test_a_failure_nobody_foresaw_is_no_refused_row_and_told_in_our_words(
    capsys, expected_log_errors
):
    expected_log_errors.add("crash.uncaught")

    def fail() -> int:
        raise ValueError("CONTOH NAMA RAHASIA")

    assert guarded(fail) == 2

    told = capsys.readouterr().err
    assert told.startswith("Perintah ini berhenti")
    assert "RAHASIA" not in told


def test_records_for_the_log_stay_out_of_the_words(tmp_path, line):
    (tmp_path / "state").touch()  # a file where a folder must be: the head mirror cannot be kept
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"paper_no": "1", "occurred_at": "2026-11-20T08:00:00+08:00"}')

    done = line("import", rows, POSKO_STATE_DIR=str(tmp_path / "state"))

    assert (done.returncode, json.loads(done.stdout)["result"]) == (0, "saved")
    assert "store." not in done.stderr


def test_verify_names_a_damaged_key_file_as_a_fault(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for name in ("keys.json", "keys.copy.json", "keys.previous.json"):
        (data / name).write_bytes(b"{}\n" + b"0" * 64)

    code, out, err = say("--data-dir", str(data), "verify")

    assert code == 2
    fault = {"code": "vault.key_file_damaged", "entry": ""}
    assert json.loads(out) == {"ok": False, "entries": 0, "fault": fault}
    assert err.startswith("Berkas kunci rusak")


def test_a_lost_head_mirror_is_a_warning_of_every_command(line):
    heads = line.data.parent / "state" / "heads"
    for mirror in heads.iterdir():
        mirror.unlink()

    done = line("list")

    assert done.returncode == 0
    assert done.stderr.startswith("Catatan pembanding")
    assert os.linesep not in done.stderr.strip()  # the lasting ones: init and verify say them


def test_a_clock_turned_back_is_said_and_stops_no_import(tmp_path, monkeypatch):
    line = Line(tmp_path)
    monkeypatch.setenv("POSKO_STATE_DIR", line.environment["POSKO_STATE_DIR"])
    later = datetime.now(UTC) + timedelta(days=3)
    create_store(
        line.data,
        post=Post.TENAU,
        deployment=Deployment.TRAINING,
        officer=NAME,
        passphrase=SANDI,
        clock=lambda: later,
    )
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"paper_no": "1", "occurred_at": "2026-11-20T08:00:00+08:00"}')

    done = line("import", rows)

    assert (done.returncode, json.loads(done.stdout)["result"]) == (0, "saved")
    assert done.stderr.startswith("Jam laptop ini lebih awal")
