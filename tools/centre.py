"""A centre for a training store: served on a free port by its own command, stopped at the end."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

DATABASE = "centre.sqlite3"
ANY_PORT = 0
ENDS_WITHIN_S = 20


class CentreFailed(Exception):
    """The centre's own command did not do what was asked; it has said why."""


@dataclass(frozen=True, slots=True)
class TrainingCentre:
    """A data directory of a centre; nothing is made before the first command."""

    data_dir: Path
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """Give the command line of a command of the centre."""
        program = [sys.executable, "-m", "sync.server.cli", "--data-dir", str(self.data_dir)]
        return [*program, *arguments]

    def code(self, post: str) -> str:
        """Make an enrolment code, and the centre too when there is none (raises CentreFailed)."""
        done = self.ask("--training", "enrol-code", "--post", post)
        if done.returncode != 0:
            raise CentreFailed("enrol-code")
        return str(json.loads(done.stdout.splitlines()[-1])["code"])

    def ask(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end; what it says to people is left out."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
        )

    @contextmanager
    def served(self, port: int = ANY_PORT) -> Iterator[str]:
        """Serve on this computer; give the address, and stop at the end (raises CentreFailed)."""
        arguments = ("--training", "serve", "--host", "127.0.0.1", "--port", str(port))
        server = subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        with server:
            try:
                yield _announced(server.stdout)
            finally:
                _end(server)


def _end(server: "subprocess.Popen[str]") -> None:
    server.terminate()
    try:
        server.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        server.kill()


def _announced(said: "IO[str] | None") -> str:
    """Wait for the line that a centre says once it answers."""
    line = said.readline() if said is not None else ""
    if not line:
        raise CentreFailed("serve")
    return str(json.loads(line)["url"])
