"""The command line run as its users run it, or within this process where the words are enough."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posko_app.cli import run
from posko_app.cli_console import Console
from posko_app.i18n import load_catalogue
from tests.support.low_cost import LOW

ROOT = Path(__file__).parents[2]
NAME, SECOND = "PENYELIA CONTOH", "PETUGAS CONTOH"
SANDI, SANDI_DUA, SANDI_TIGA = (
    "kelapa sungai bambu lontar enam",
    "gerimis tenun pelita karang tujuh",
    "obor rotan jagung teluk delapan",
)


class Line:
    """Runs the program on one store."""

    def __init__(self, place: Path) -> None:
        self.data = place / "data"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("POSKO_")},
            "POSKO_STATE_DIR": str(place / "state"),
            "POSKO_PASSPHRASE": SANDI,
            "LC_ALL": "C",
        }

    def command(self, *arguments: object) -> list[str]:
        start = [sys.executable, "-m", "posko_app", "--data-dir", str(self.data)]
        return [*start, *map(str, arguments)]

    def __call__(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def json(self, *arguments: object, code: int = 0, **variables: str):
        done = self(*arguments, **variables)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)


class QuickLine(Line):
    """Runs it within this process, at a low cost of unlocking."""

    def __call__(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **variables}
        out, err = io.StringIO(), io.StringIO()
        console = Console(load_catalogue(), environment, out, err, None, LOW)
        words = ["--data-dir", str(self.data), *map(str, arguments)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("POSKO_STATE_DIR", environment["POSKO_STATE_DIR"])
            code = run(words, show_window=no_window, console=console)
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def no_window(_data_dir: Path) -> int:
    raise AssertionError("a command was given")


def say(*arguments: str) -> tuple[int, str, str]:
    console = Console(load_catalogue(), {}, io.StringIO(), io.StringIO(), None)
    code = run(arguments, show_window=lambda _: 7, console=console)
    return code, console.out.getvalue(), console.err.getvalue()
