"""The window on a training store in build/run; without a display, the demo instead."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from posko_app.training import demo_officers

PLACE = Path(__file__).resolve().parents[1] / "build" / "run"
POST = "el-tari"


def main(environment: Mapping[str, str]) -> int:
    """Open the window and give its exit code."""
    if not has_display(environment):
        print("Tidak ada layar di sini (DISPLAY dan WAYLAND_DISPLAY kosong): menjalankan demo.")
        print("No display here: running the demo instead.", flush=True)
        return subprocess.run([sys.executable, "-m", "tools.demo"], check=False).returncode
    ready = make_training_store(PLACE / "data", environment=own_environment(environment))
    if ready != 0:
        return ready
    command = program(PLACE / "data")
    return subprocess.run(command, env=own_environment(environment), check=False).returncode


def has_display(environment: Mapping[str, str]) -> bool:
    """Say whether a window can be shown; other systems than Linux always can."""
    named = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform != "linux"


def own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Keep settings and head mirrors of the training store away from the user's own."""
    return {**environment, "POSKO_STATE_DIR": str(PLACE / "state")}


def program(data_dir: Path, *arguments: str) -> list[str]:
    """Give the command line of the program on a store."""
    return [sys.executable, "-m", "posko_app", "--data-dir", str(data_dir), *arguments]


def make_training_store(data_dir: Path, *, environment: Mapping[str, str]) -> int:
    """Make the store with its two officers by the program's own commands, unless it is there."""
    if data_dir.exists():
        return 0
    unfinished = data_dir.with_name(data_dir.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for arguments, secrets in steps():
        code = subprocess.run(
            program(unfinished, *arguments),
            env={**environment, **secrets},
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode
        if code != 0:
            return code
    unfinished.rename(data_dir)
    return 0


def steps() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Give the program's commands that make the store, with the passphrases each one reads."""
    first, *others = demo_officers()
    opened = {"POSKO_PASSPHRASE": first.passphrase}
    yield ["init", "--post", POST, "--officer", first.name, "--training"], opened
    for other in others:
        add = ["--officer", first.name, "officer", "add", other.name, "--role", other.role]
        yield add, opened | {"POSKO_NEW_PASSPHRASE": other.passphrase}


if __name__ == "__main__":
    sys.exit(main(os.environ))
