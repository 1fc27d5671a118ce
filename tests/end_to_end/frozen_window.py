"""The frozen window under a screen without a monitor: keys from outside, nothing of ours inside.

What it shows is read from Qt's own notes on what it paints, which name the class of each widget.
"""

import json
import re
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PATIENCE_S = 60
LOOK_AGAIN_S = 0.25
NOTES = {"QT_LOGGING_RULES": "qt.widgets.painting.info=true;qt.widgets.painting.debug=true"}
TITLE = "^Posko"
KEY_PAUSE_MS = 40


class FrozenWindow:
    """Starts the program, presses keys, waits for what is painted, and sees every process end."""

    def __init__(self, program: Path, data: Path, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, **NOTES}
        self._data = data
        self._lines: list[str] = []
        self._read = 0
        self._painted = threading.Condition()
        self._program = subprocess.Popen(
            [program, "--data-dir", data], env=self._environment, stderr=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        for line in self._program.stderr:
            with self._painted:
                self._lines.append(line)
                self._painted.notify_all()

    def until_painted(self, widget: str) -> None:
        """Wait for new notes on a widget whose class this pattern names."""

        def seen() -> bool:
            for number in range(self._read, len(self._lines)):
                if re.search(rf"\b{widget}\(", self._lines[number]):
                    self._read = number + 1
                    return True
            return False

        with self._painted:
            assert self._painted.wait_for(seen, PATIENCE_S), f"{widget} was never painted"

    def meet(self, page: str) -> None:
        """Wait for a page, until the one before is gone, and until this one has the keyboard."""
        self.until_painted(page)
        self.until(lambda: len(self._windows()) == 1)
        self._tell("windowfocus", "--sync", *self._windows())

    def _windows(self) -> list[str]:
        command = ["xdotool", "search", "--onlyvisible", "--name", TITLE]
        found = subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, check=False)
        return found.stdout.decode().split()

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, looking whenever something was painted, and now and then."""
        until = time.monotonic() + PATIENCE_S
        with self._painted:
            while not holds():
                assert time.monotonic() < until, "it never came to hold"
                self._painted.wait(LOOK_AGAIN_S)

    def press(self, *keys: str) -> None:
        """Press keys, named as X names them."""
        self._tell("key", "--delay", f"{KEY_PAUSE_MS}", *keys)

    def type(self, text: str) -> None:
        """Type a text; of the delay, xdotool leaves half between one key and the next."""
        self._tell("type", "--delay", f"{2 * KEY_PAUSE_MS}", text)

    def _tell(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)

    def saved_at(self) -> str | None:
        """Say when the program last told the lock page of a save."""
        return json.loads((self._data / "status.json").read_text())["saved_at"]

    def kill_parent(self) -> None:
        """End the parent as a crash does; wait until no process of the program is left.

        Each of them holds the pipe of notes, so its end is the end of the last.
        """
        self._program.kill()
        self._program.wait()
        self._reader.join(PATIENCE_S)
        assert not self._reader.is_alive(), "a process outlived its parent"

    def leave(self) -> None:
        """End what is still there; without a parent the window ends itself."""
        self._program.kill()
        self._program.wait()
        self._reader.join(PATIENCE_S)
        self._program.stderr.close()
