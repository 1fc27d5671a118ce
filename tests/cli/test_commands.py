"""The command line as its users run it: JSON out, words beside it, an exit code.

Each command runs once as a process at the real key cost; what it says is asked within this one.
"""

import csv
import hashlib
import io
import json
import shutil
import signal
import subprocess
import sys
import time

import msoffcrypto
import pypdf
import pytest

from posko_app.cli import run
from posko_app.cli_console import Console
from posko_app.i18n import load_catalogue
from tests.cli.lines import NAME, ROOT, SANDI_DUA, SANDI_TIGA, SECOND, Line, QuickLine, say

ROWS = [
    {
        "paper_no": str(number),
        "occurred_at": f"2026-11-20T08:{number:02}:00+08:00",
        "traveller": {"name": f"CONTOH NAMA {word}", "nik": "9901016001080001", "origin": "TTS"},
        "journey": {"final_country": "MY", "final_city": "Kota Contoh"},
        "decision": decision,
    }
    for number, word, decision in ((1, "SATU", "boleh"), (2, "DUA", "tunda"), (3, "TIGA", "rujuk"))
]
LIST_KEYS = {
    *("id", "occurred_at", "name", "nik", "origin", "destination"),
    *("level", "decision", "sending", "officer"),
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Line:
    """A store with one officer and three imported forms, one refused; each command a process."""
    return filled(Line(tmp_path_factory.mktemp("cli")))


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> QuickLine:
    """The same, within this process."""
    return filled(QuickLine(tmp_path_factory.mktemp("cli")))


def filled(made: Line) -> Line:
    made.init = made.json("init", "--post", "el-tari", "--officer", NAME, "--training")
    made.file = made.data.parent / "forms.jsonl"
    made.file.write_text("\n".join([*map(json.dumps, ROWS), '{"paper_no": "4"}']))
    made.imported = made("import", made.file)
    return made


def copied(made: Line, place) -> Line:
    """Copy a store with its state: what is done to it changes no other test's."""
    shutil.copytree(made.data.parent, place, dirs_exist_ok=True)
    return type(made)(place)


def test_init_describes_the_store_and_warns_that_nobody_else_can_open_it(shipped):
    assert set(shipped.init) == {
        *("store_id", "post", "deployment", "officer", "device", "warnings"),
    }
    assert (shipped.init["post"], shipped.init["deployment"]) == ("el-tari", "training")
    assert (shipped.init["officer"], len(shipped.init["device"])) == (NAME, 64)
    assert shipped.init["warnings"] == ["status.no_escrow"]


def test_import_prints_a_line_for_each_row_and_says_that_some_were_refused(shipped):
    rows = [json.loads(text) for text in shipped.imported.stdout.splitlines()]

    assert shipped.imported.returncode == 1
    assert [(row["row"], row["result"]) for row in rows] == [
        (1, "saved"),
        (2, "saved"),
        (3, "saved"),
        (4, "refused"),
    ]
    assert [len(row["id"] or "") for row in rows] == [32, 32, 32, 0]
    (problem,) = rows[3]["problems"]
    assert (problem["field"], problem["code"]) == ("occurred_at", "required")
    assert "wajib" in problem["message"]
    assert "1 ditolak" in shipped.imported.stderr


def test_each_command_goes_as_a_process_at_the_shipped_cost(shipped, tmp_path):
    line = copied(shipped, tmp_path)
    one, *_ = [json.loads(text)["id"] for text in shipped.imported.stdout.splitlines()]
    day, out = ("--date", "2026-11-20"), tmp_path / "log.csv"
    export = ("export-log", *day, "--format", "csv", "--out", out)

    listed, shown = line.json("list"), line.json("show", one)
    voided, exported = line.json("void", one, "--reason", "uji"), line.json(*export)
    added = line.json("officer", "add", SECOND, POSKO_NEW_PASSPHRASE=SANDI_DUA)
    as_second = {"POSKO_PASSPHRASE": SANDI_DUA, "POSKO_NEW_PASSPHRASE": SANDI_TIGA}
    line.json("--officer", SECOND, "officer", "passwd", **as_second)
    refused = line("--officer", SECOND, "list", POSKO_PASSPHRASE=SANDI_DUA)
    checked = line.json("--officer", SECOND, "verify", POSKO_PASSPHRASE=SANDI_TIGA)

    assert ({row["id"] for row in listed} > {one}, shown["voided"]) == (True, False)
    assert (voided["id"], exported["rows"], added["name"]) == (one, 3, SECOND)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "sandi" in refused.stderr.lower()
    assert checked["ok"] is True


def test_the_same_import_again_saves_nothing(line):
    again = line("import", line.file)

    results = [json.loads(text)["result"] for text in again.stdout.splitlines()]
    assert results == ["duplicate"] * 3 + ["refused"]
    assert len(line.json("list")) == 3


def test_list_gives_exactly_the_agreed_keys(line):
    rows = line.json("list", "--date", "2026-11-20")

    assert all(set(row) == LIST_KEYS for row in rows)
    assert [row["name"].split()[-1] for row in rows] == ["TIGA", "DUA", "SATU"]
    assert rows[0] | {"id": ""} == {
        "id": "",
        "occurred_at": "2026-11-20T00:03:00Z",
        "name": "CONTOH NAMA TIGA",
        "nik": "9901016001080001",
        "origin": "TTS",
        "destination": "Kota Contoh",
        "level": "kuning",  # one NIK under three names
        "decision": "rujuk",
        "sending": "saved",
        "officer": NAME,
    }


def test_list_finds_by_text_and_day(line):
    assert [row["name"] for row in line.json("list", "--search", "dua")] == ["CONTOH NAMA DUA"]
    assert line.json("list", "--date", "2026-11-21") == []


def test_show_gives_values_and_every_version(line):
    (row,) = line.json("list", "--search", "satu")

    found = line.json("show", row["id"])

    assert found["values"]["traveller"]["name"] == "CONTOH NAMA SATU"
    assert found["conflicts"] == {}
    (version,) = found["versions"]
    assert (version["kind"], version["officer"]) == ("screening", NAME)
    assert version["receipt"] == found["receipt"]
    assert len(found["receipt"]) == 10


def test_show_of_an_unknown_id_fails_in_words(line):
    done = line("show", "0" * 32)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "[" not in done.stderr


def test_void_needs_a_reason_and_is_told_in_the_history(tmp_path, line):
    (row,) = line.json("list", "--search", "tiga")
    assert line("void", row["id"]).returncode == 2

    line.json("void", row["id"], "--reason", "formulir ganda")

    found = line.json("show", row["id"])
    assert found["voided"] is True
    assert found["versions"][1]["reason"] == "formulir ganda"
    out = tmp_path / "log.csv"
    line.json("export-log", "--date", "2026-11-20", "--format", "csv", "--out", out)
    cells = [row for row in csv.reader(io.StringIO(out.read_text("utf-8-sig"))) if row]
    assert ["Diperiksa", "2"] in cells
    assert ["dibatalkan", "1"] in cells


def test_export_log_prints_rows_hash_and_password(tmp_path, line):
    export = ("export-log", "--date", "2026-11-20")
    out, named = tmp_path / "log.xlsx", tmp_path / "named.xlsx"

    found = line.json(*export, "--format", "xlsx", "--out", out)

    assert set(found) == {"rows", "sha256", "password"}
    assert found["rows"] == 3
    assert hashlib.sha256(out.read_bytes()).hexdigest() == found["sha256"]
    with out.open("rb") as stream:
        msoffcrypto.OfficeFile(stream).load_key(password=found["password"], verify_password=True)
    with_names = (*export, "--format", "xlsx", "--out", named, "--identifiable")
    assert line(*with_names).returncode == 2
    assert line(*with_names, "--reason", "rapat", "--no-password").returncode == 2
    assert not named.exists()


def test_a_pdf_leaves_without_any_window_and_locked(tmp_path, shipped, line):
    export = ("export-log", "--date", "2026-11-20", "--format", "pdf", "--out")
    out, plain = tmp_path / "log.pdf", tmp_path / "plain.pdf"

    found = shipped.json(*export, out)
    open_one = line.json(*export, plain, "--no-password")

    (page,) = pypdf.PdfReader(out, password=found["password"]).pages
    assert {"C.N.S.", "C.N.D.", "C.N.T.", "Halaman 1 dari 1"} <= set(
        page.extract_text().split("\n")
    )
    assert "CONTOH NAMA" not in page.extract_text()
    assert (len(found["password"].split()), open_one["password"]) == (5, None)
    assert hashlib.sha256(plain.read_bytes()).hexdigest() == open_one["sha256"]
    assert (
        line(*export, out, "--identifiable", "--reason", "rapat", "--no-password").returncode == 2
    )


def test_verify_finds_an_untouched_store_sound(line):
    found = line.json("verify")

    assert (found["ok"], found["fault"]) == (True, None)
    assert found["entries"] >= 5


def test_verify_names_a_store_that_is_behind_its_mirror(tmp_path, line):
    other = copied(line, tmp_path)
    heads = tmp_path / "state" / "heads"
    (mirror,) = heads.iterdir()
    older = (other.data / "posko.db").read_bytes()
    extra = tmp_path / "extra.jsonl"
    extra.write_text(json.dumps(ROWS[0] | {"paper_no": "9"}))
    assert other("import", extra).returncode == 0
    (other.data / "posko.db").write_bytes(older)

    done = other("verify")

    found = json.loads(done.stdout)
    assert (done.returncode, found["ok"], found["fault"]["code"]) == (2, False, "head_mirror")
    assert mirror.exists()


def test_a_wrong_passphrase_fails_in_words_and_prints_no_json(line):
    done = line("list", POSKO_PASSPHRASE="kata sandi yang lain sekali")

    assert (done.returncode, done.stdout) == (2, "")
    assert "sandi" in done.stderr.lower()


def test_without_a_passphrase_and_a_terminal_it_says_what_to_do(shipped):
    done = shipped("list", POSKO_PASSPHRASE="")

    assert (done.returncode, done.stdout) == (2, "")
    assert "POSKO_PASSPHRASE" in done.stderr


def test_init_never_touches_an_existing_store(line):
    before = (line.data / "keys.json").read_bytes()

    done = line("init", "--post", "tenau", "--officer", "LAIN CONTOH")

    assert done.returncode == 2
    assert (line.data / "keys.json").read_bytes() == before


def test_several_officers_must_be_named_and_each_opens_with_his_own(tmp_path):
    line = QuickLine(tmp_path)
    line.json("init", "--post", "tenau", "--officer", NAME)
    added = line.json("officer", "add", SECOND, POSKO_NEW_PASSPHRASE=SANDI_DUA)
    assert (added["name"], added["role"]) == (SECOND, "petugas")

    unnamed = line("officer", "list")
    assert unnamed.returncode == 2
    assert NAME in unnamed.stderr
    assert SECOND in unnamed.stderr

    as_second = {"POSKO_PASSPHRASE": SANDI_DUA, "POSKO_NEW_PASSPHRASE": SANDI_TIGA}
    found = line.json("--officer", SECOND, "officer", "list", **as_second)
    assert [(record["name"], record["role"]) for record in found] == [
        (NAME, "penyelia"),
        (SECOND, "petugas"),
    ]
    refused = line("--officer", SECOND, "officer", "add", "TIGA CONTOH", **as_second)
    assert refused.returncode == 2
    line.json("--officer", SECOND, "officer", "passwd", **as_second)
    assert line("--officer", SECOND, "list", POSKO_PASSPHRASE=SANDI_DUA).returncode == 2
    assert line("--officer", SECOND, "list", POSKO_PASSPHRASE=SANDI_TIGA).returncode == 0
    assert line.json("--officer", NAME, "verify")["ok"] is True


def test_init_with_custodians_warns_of_nothing(tmp_path):
    import base64

    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    escrow = tmp_path / "escrow.json"
    escrow.write_text(json.dumps([{"name": "A", "public": base64.b64encode(public).decode()}]))

    line = QuickLine(tmp_path)

    made = line.json("init", "--post", "tenau", "--officer", NAME, "--escrow", escrow)

    assert (made["warnings"], made["deployment"]) == ([], "live")


@pytest.mark.parametrize("delay_s", [0.6, 1.1])
def test_an_init_that_is_killed_can_be_repeated_or_is_whole(tmp_path, delay_s):
    line = Line(tmp_path)
    init = ("init", "--post", "tenau", "--officer", NAME)
    killed = subprocess.Popen(
        line.command(*init), cwd=ROOT, env=line.environment, stdout=subprocess.DEVNULL
    )
    time.sleep(delay_s)  # the moment of the cut is what is varied, nothing is waited for
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    if (line.data / "posko.db").exists():
        assert line("init", *init[1:]).returncode == 2
    else:
        line.json(*init)

    assert line.json("verify")["ok"] is True


def test_headless_commands_load_no_qt_and_help_loads_no_store():
    code = (
        "import sys; from posko_app.__main__ import main;"
        "assert main(['--help']) == 0;"
        "assert not [m for m in sys.modules if 'PySide6' in m or 'sqlcipher3' in m];"
        "import posko_app.cli_commands;"
        "slow = ('PySide6', 'xlsxwriter', 'msoffcrypto', 'python_calamine', 'zxcvbn');"
        "found = [m for m in sys.modules if m.split('.')[0] in slow];"
        "assert not found, found"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "Pakai:" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("cetak",),
        ("init", "--post", "maumere", "--officer", "A"),
        ("list", "--date", "kemarin"),
        ("void", "0" * 32),
        ("list", "--data-dir", "x"),
        ("officer",),
        ("export-log", "--date", "2026-11-20", "--format", "docx", "--out", "x"),
    ],
)
def test_words_that_make_no_command_show_how_it_goes(arguments):
    code, out, err = say(*arguments)

    assert (code, out) == (2, "")
    assert "Pakai: posko" in err
    assert "invalid" not in err


def test_without_a_command_the_window_is_shown():
    assert say("--data-dir", "x") == (7, "", "")


def test_a_folder_without_a_store_is_named(tmp_path):
    code, out, err = say("--data-dir", str(tmp_path), "list")

    assert (code, out) == (2, "")
    assert "[" not in err


def test_passphrases_are_asked_twice_when_they_are_chosen():
    answers = iter(["satu", "dua"])
    console = Console(load_catalogue(), {}, io.StringIO(), io.StringIO(), lambda _: next(answers))

    code = run(
        ["--data-dir", "x", "init", "--post", "tenau", "--officer", "A"],
        show_window=lambda _: 0,
        console=console,
    )

    assert code == 2
    assert "tidak sama" in console.err.getvalue()


def test_a_day_that_is_not_decided_is_said_to_be_unfinished(tmp_path, line):
    form = ROWS[0] | {"paper_no": "9", "occurred_at": "2026-11-21T08:00:00+08:00"}
    file = tmp_path / "undecided.jsonl"
    file.write_text(json.dumps(form | {"decision": "belum_diputuskan"}))
    assert line("import", file).returncode == 0
    export = ("export-log", "--format", "csv", "--out", tmp_path / "log.csv", "--date")

    undecided, decided = line(*export, "2026-11-21"), line(*export, "2026-11-20")

    assert "1 pemeriksaan belum diputuskan" in undecided.stderr
    assert "belum diputuskan" not in decided.stderr
