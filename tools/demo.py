"""The main job without a person: the real window under Xvfb, key events only.

Pictures and files land in build/demo/. The exit code is 0 only when every step went as told and
the command line, in processes of its own, finds the same afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tools.demo_centre import centre_for
from tools.demo_checks import differences, environment_of
from tools.demo_checks_sync import sync_differences
from tools.run import make_training_store

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
    environment = environment_of(PLACE)
    if make_training_store(PLACE / "data", environment=environment) != 0:
        return 2
    with centre_for(PLACE) as centre:
        with virtual_screen() as display:
            inside = {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            command = [sys.executable, "-m", "tools.demo", INSIDE]
            code = subprocess.run(command, env=inside, check=False).returncode
        if code != 0:
            return code
        told = json.loads((PLACE / TOLD).read_text(encoding="utf-8"))
        faults = [*differences(PLACE, told), *sync_differences(PLACE, centre, told["synced"])]
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
    from posko_app.settings import NO_SCANNER, Settings, save_settings
    from tools.demo_keys import Differs, Hands
    from tools.demo_story import tell

    app = QApplication([sys.argv[0]])
    paths = store_paths(PLACE / "data")
    # these hands are as fast as any scanner
    save_settings(paths.settings, Settings(scanner_gap_ms=NO_SCANNER))
    shell = Shell(app, paths, reason="start")
    shell.show_first()
    hands = Hands(PLACE)
    try:
        told = tell(shell, hands, folder=PLACE)
    except Differs as fault:
        print(f"BERBEDA: {fault}")
        if shell.window is not None:
            shell.window.grab().save(str(PLACE / "berbeda.png"))
        return 1
    finally:
        shell.close()
    found = {**asdict(told), "keys": hands.keys}
    (PLACE / TOLD).write_text(json.dumps(found), encoding="utf-8")
    return 0


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start Xvfb on a free display, without key repeat, and give the display's name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-r"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
