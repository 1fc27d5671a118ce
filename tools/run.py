"""The window on a training store in build/run, with its own centre; without a display, the demo."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from posko_app.training import demo_officers
from tools.centre import ANY_PORT, CentreFailed, TrainingCentre

PLACE = Path(__file__).resolve().parents[1] / "build" / "run"
POST = "el-tari"
ENROLLED_AT = "enrolled-at"  # the file that remembers the centre's address


def main(environment: Mapping[str, str]) -> int:
    """Open the window and give its exit code."""
    if not has_display(environment):
        print("Tidak ada layar di sini (DISPLAY dan WAYLAND_DISPLAY kosong): menjalankan demo.")
        print("No display here: running the demo instead.", flush=True)
        return subprocess.run([sys.executable, "-m", "tools.demo"], check=False).returncode
    if not (PLACE / "data").exists():
        (PLACE / ENROLLED_AT).unlink(missing_ok=True)  # it was about another store
    ready = make_training_store(PLACE / "data", environment=own_environment(environment))
    if ready != 0:
        return ready
    own = own_environment(environment)
    command = program(PLACE / "data")
    with served_centre(PLACE, environment=own):
        return subprocess.run(command, env=own, check=False).returncode


@contextmanager
def served_centre(place: Path, *, environment: Mapping[str, str]) -> Iterator[None]:
    """Serve the store's centre and enrol the store; without one, say so and go on."""
    centre = TrainingCentre(place / "centre", environment)
    remembered = place / ENROLLED_AT
    with ExitStack() as until_closed:
        try:
            url = until_closed.enter_context(centre.served(remembered_port(remembered)))
            if not is_enrolled(remembered, url):
                enrol(place / "data", url, centre.code(POST), environment=environment)
                remembered.write_text(url, encoding="utf-8")
        except CentreFailed:
            print("Pusat latihan tidak jalan; Posko tetap bekerja dan menyimpan semua catatan.")
            print("The training centre does not run; Posko works on without it.", flush=True)
        yield


def remembered_port(remembered: Path) -> int:
    """Give the port under which the store knows its centre, if it can be had; else any."""
    if not remembered.exists():
        return ANY_PORT
    port = int(remembered.read_text(encoding="utf-8").rpartition(":")[2])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:  # somebody else has it: the store is enrolled anew under another one
            return ANY_PORT
    return port


def is_enrolled(remembered: Path, url: str) -> bool:
    """Say whether the store knows its centre under this address."""
    return remembered.exists() and remembered.read_text(encoding="utf-8") == url


def enrol(data_dir: Path, url: str, code: str, *, environment: Mapping[str, str]) -> None:
    """Enrol a store as its first officer (raises CentreFailed)."""
    first = demo_officers()[0]
    done = subprocess.run(
        program(data_dir, "--officer", first.name, "enrol", "--centre", url, "--code", code),
        env={**environment, "POSKO_PASSPHRASE": first.passphrase},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise CentreFailed("enrol")


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
