"""The main job without a person: the real window under Xvfb, key events only.

Pictures and files land in build/demo/. The exit code is 0 only when every step went as told and
the command line, in processes of its own, finds the same afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from posko_app.training import demo_officers
from tools.run import make_training_store, program

PLACE = Path(__file__).resolve().parents[1] / "build" / "demo"
INSIDE = "--inside"
SCREEN = "1366x768x24"
TOLD = "told.json"


def main(arguments: list[str]) -> int:
    """Play the demo and check what it left behind."""
    if arguments == [INSIDE]:
        return play()
    started = time.monotonic()
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    environment = {**os.environ, "POSKO_STATE_DIR": str(PLACE / "state")}
    if make_training_store(PLACE / "data", environment=environment) != 0:
        return 2
    with virtual_screen() as display:
        inside = {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tools.demo", INSIDE]
        code = subprocess.run(command, env=inside, check=False).returncode
    if code != 0:
        return code
    faults = list(differences(environment))
    for fault in faults:
        print(f"BERBEDA: {fault}")
    seconds = time.monotonic() - started
    pictures = len(list(PLACE.glob("*.png")))
    print(f"demo: {pictures} gambar, {len(faults)} beda, {seconds:.0f} s; hasil di {PLACE}")
    return 1 if faults else 0


def play() -> int:
    """Play the story in this process, which has a screen."""
    # start-up order: the display must be known before Qt is loaded
    from PySide6.QtWidgets import QApplication

    from posko_app.app import Shell
    from posko_app.location import store_paths
    from tools.demo_keys import Differs, Hands
    from tools.demo_story import tell

    app = QApplication([sys.argv[0]])
    shell = Shell(app, store_paths(PLACE / "data"), reason="start")
    shell.show_first()
    hands = Hands(PLACE)
    try:
        told = tell(shell, hands, log=PLACE / "log.xlsx")
    except Differs as fault:
        print(f"BERBEDA: {fault}")
        if shell.window is not None:
            shell.window.grab().save(str(PLACE / "berbeda.png"))
        return 1
    finally:
        shell.close()
    found = {"receipts": told.receipts, "password": told.password, "keys": hands.keys}
    (PLACE / TOLD).write_text(json.dumps(found), encoding="utf-8")
    return 0


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start Xvfb on a free display and give the display's name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def differences(environment: Mapping[str, str]) -> Iterator[str]:
    """Ask the command line what the store holds and name what is not as the story told."""
    told = json.loads((PLACE / TOLD).read_text(encoding="utf-8"))
    rows = ask(environment, "list")
    names = [row["name"] for row in rows]
    if names != ["CONTOH NAMA TIGA", "CONTOH NAMA DUA", "CONTOH NAMA SATU"]:
        yield f"list: {names}"
    if [row["decision"] for row in rows] != ["boleh", "tunda", "boleh"]:
        yield f"decisions: {[row['decision'] for row in rows]}"
    if {row["sending"] for row in rows} != {"saved"}:
        yield "sending"
    shown = json.dumps(ask(environment, "show", rows[0]["id"]))
    for wanted in ("CONTOH NAMA TIGO", "CONTOH NAMA TIGA", told["receipts"][2]):
        if wanted not in shown:
            yield f"show: {wanted} is missing"
    verified = ask(environment, "verify")
    if not verified["ok"]:
        yield f"verify: {verified}"
    yield from log_differences(told)


def log_differences(told: Mapping[str, Any]) -> Iterator[str]:
    """Open the exported log with the password that was shown, and not without it."""
    # heavy and needed at the very end only
    import msoffcrypto
    from python_calamine import CalamineWorkbook

    with (PLACE / "log.xlsx").open("rb") as file, tempfile.TemporaryFile() as plain:
        locked = msoffcrypto.OfficeFile(file)
        if not locked.is_encrypted():
            yield "log: not locked"
        locked.load_key(password=told["password"], verify_password=True)
        locked.decrypt(plain)
        plain.seek(0)
        sheet = CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()
    cells = {str(cell) for row in sheet for cell in row}
    for receipt in told["receipts"]:
        if receipt not in cells:
            yield f"log: receipt {receipt} is missing"
    if any("CONTOH NAMA" in cell for cell in cells):
        yield "log: a full name left without a reason"


def ask(environment: Mapping[str, str], *arguments: str) -> Any:  # noqa: ANN401 - JSON of any form
    """Run one headless command as the first officer and read its JSON."""
    first = demo_officers()[0]
    done = subprocess.run(
        program(PLACE / "data", "--officer", first.name, *arguments),
        env={**environment, "POSKO_PASSPHRASE": first.passphrase},
        stdout=subprocess.PIPE,
        check=False,
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
