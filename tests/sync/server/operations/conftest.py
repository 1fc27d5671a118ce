"""The command line without a process: an empty centre, and what a command prints."""

import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.server.cli import run
from sync.server.cli_console import Console
from sync.server.wording import load_wording

# What has nothing to do with the database is tried on one.
on_sqlite = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Ended:
    """A command's exit code, its JSON lines, and its words."""

    code: int
    lines: list[dict]
    words: str
    out: str


@dataclass
class CommandLine:
    """Runs commands on one data directory."""

    data_dir: Path
    language: str = "id"

    def __call__(self, *arguments: object, before: tuple = ()) -> Ended:
        out, err = io.StringIO(), io.StringIO()
        console = Console(load_wording(self.language), os.environ, out, err)
        words = ["--data-dir", str(self.data_dir), *map(str, before), *map(str, arguments)]
        code = run(words, console)
        said = out.getvalue()
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        return Ended(code, lines, err.getvalue(), said)


@pytest.fixture
def commands(centre_db, monkeypatch) -> CommandLine:
    """The command line of an empty centre, on each database."""
    if centre_db.url:
        monkeypatch.setenv("DATABASE_URL", centre_db.url)
    return CommandLine(centre_db.data_dir)
