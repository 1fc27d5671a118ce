"""What the command line says when the machine, not the person, is in the way."""

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sync.server import cli, cli_commands
from sync.server.cli_console import Console, system_console
from sync.server.wording import load_wording


def console() -> Console:
    return Console(load_wording("en"), {}, io.StringIO(), io.StringIO())


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (PermissionError(13, "no"), 2, "cannot be read or written"),
        (BrokenPipeError(), 2, ""),
        (KeyboardInterrupt(), 2, ""),
        (ModuleNotFoundError("no", name="granian"), 3, "granian"),
    ],
)
def test_each_has_its_exit_code(monkeypatch, tmp_path, error, code, word):
    def fails(_asked, _console):
        raise error

    monkeypatch.setitem(cli_commands.COMMANDS, "verify", fails)
    here = console()

    assert cli.run(["--data-dir", str(tmp_path), "verify"], here) == code
    assert word in here.err.getvalue()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_all_that_a_new_centre_writes_is_its_owners_only(tmp_path):
    command = [sys.executable, "-m", "sync.server.cli", "--data-dir", tmp_path / "new"]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}

    done = subprocess.run(
        [*command, "enrol-code", "--post", "el-tari"],
        cwd=Path(__file__).resolve().parents[4],
        env=environment,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").rglob("*") if p.is_file()}
    assert found == {0o600}


def test_the_process_speaks_the_language_of_its_machine(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["posko-centre", "--data-dir", str(tmp_path), "verify"])
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    assert cli.main() == 2
    assert "There is no centre" in capsys.readouterr().err


def test_streams_that_cannot_be_told_their_encoding_are_used_as_they_are(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert system_console(load_wording("id"), {}).out is sys.stdout
