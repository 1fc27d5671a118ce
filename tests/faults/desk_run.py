"""Runs the real program in a private place, as a person with a keyboard would."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.memory import descendants

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Every folder a program may write to, all its own."""

    folder: Path

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def state(self) -> Path:
        """The state directory."""
        return self.folder / "state"

    def environment(self) -> dict[str, str]:
        """Give a whole environment: nothing of the caller's leaks in, or out."""
        chosen = {"HOME": "home", "TMPDIR": "tmp", "POSKO_STATE_DIR": "state"}
        chosen |= {"XDG_DATA_HOME": "xdg/data", "XDG_CONFIG_HOME": "xdg/config"}
        chosen |= {"XDG_CACHE_HOME": "xdg/cache", "XDG_STATE_HOME": "xdg/state"}
        chosen |= {"XDG_RUNTIME_DIR": "xdg/run"}
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        made = {name: str(self.folder / below) for name, below in chosen.items()}
        for path in [*made.values(), str(self.cwd)]:
            Path(path).mkdir(parents=True, exist_ok=True, mode=0o700)
        python = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return kept | made | python | {"QT_QPA_PLATFORM": "offscreen"}

    @property
    def cwd(self) -> Path:
        """Where the program is started."""
        return self.folder / "cwd"


class Person:
    """The program's only user: starts it, types, reads, and sees it end."""

    def __init__(self, place: Place, *, driver: str = "tests.faults.window_driver") -> None:
        self._others = descendants(os.getpid())
        self._sockets = tempfile.TemporaryDirectory(prefix="posko-person-")
        address = Path(self._sockets.name) / "keys"
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(address))
        self._listener.listen()
        self._listener.settimeout(PATIENCE_S)
        inject = f"{ROOT / 'tests' / 'faults' / 'inject'}{os.pathsep}{ROOT}"
        environment = place.environment() | {"PYTHONPATH": inject}
        environment |= {"POSKO_TEST_DRIVER": driver, "POSKO_TEST_SOCKET": str(address)}
        command = [sys.executable, "-m", "posko_app", "--data-dir", str(place.data)]
        self._line: socket.socket | None = None
        self.program = subprocess.Popen(command, env=environment, cwd=place.cwd)
        try:
            self.meet_window()
        except BaseException:
            self.leave()
            raise

    def meet_window(self) -> None:
        """Wait for the next window process to show itself."""
        self._hang_up()
        self._line, _ = self._listener.accept()
        self._line.settimeout(PATIENCE_S)
        self._answers = self._line.makefile("r", encoding="utf-8")
        self.window_pid = self.ask("pid")["pid"]

    def _hang_up(self) -> None:
        if self._line is not None:
            self._answers.close()
            self._line.close()

    def ask(self, what: str, **details: str) -> dict:
        """Send one command; give the window's answer."""
        self.send(what, **details)
        line = self._answers.readline()
        answer = json.loads(line) if line else {}
        assert "error" not in answer, answer
        return answer

    def send(self, what: str, **details: str) -> None:
        """Send one command whose answer will never come."""
        self._line.sendall((json.dumps({"do": what, "with": details}) + "\n").encode())

    def type(self, text: str) -> dict:
        """Type text where the focus is."""
        return self.ask("type", text=text)

    def press(self, *keys: str) -> dict:
        """Press keys one after the other."""
        return [self.ask("press", key=key) for key in keys][-1]

    def wait_until(self, seen: Callable[[dict], bool]) -> dict:
        """Look until something is shown; every look goes through the window's event loop."""
        until = time.monotonic() + PATIENCE_S
        while not seen(state := self.ask("state")):
            assert time.monotonic() < until, state
        return state

    def sign_on(self, passphrase: str, pin: str) -> None:
        """Go from the lock page to the desk; while a wrong try costs a wait, try again."""
        until = time.monotonic() + PATIENCE_S
        while "PinForm" not in (state := self.try_passphrase(passphrase))["pages"]:
            assert time.monotonic() < until, state
        for _ in range(2):
            self.type(pin)
            self.press("Return")
        self.wait_until(lambda state: {"PeriksaPage", "PetugasPage"} & set(state["pages"]))
        self.press("Ctrl+1")  # the start of a shift can wait

    def try_passphrase(self, passphrase: str) -> dict:
        """Type a passphrase; give what the window says to it."""
        self.ask("focus", name="Kata sandi")
        self.type(passphrase)
        self.press("Return")
        return self.wait_until(lambda state: not state["value"])

    def screen(self, name: str, nik: str) -> None:
        """Save one screening, incomplete, with the decision to let go."""
        self.ask("focus", name="NIK")
        self.type(nik)
        self.ask("focus", name="Nama")
        self.type(name)
        self.press("Alt+B", "F9")
        self.wait_until(lambda state: any("Tersimpan" in text for text in state["texts"]))

    def lock(self) -> None:
        """Press the lock key and meet the lock page of a fresh window."""
        self.send("press", key="Ctrl+L")
        self.meet_window()

    def crash(self) -> None:
        """End the window the way a crash does and meet the next one."""
        os.kill(self.window_pid, signal.SIGKILL)
        self.meet_window()

    def processes(self) -> list[int]:
        """List every living process below this one: the program, and whoever it left behind.

        Servers that other tests of this run keep are not the program's.
        """
        others = {pid for one in self._others for pid in (one, *descendants(one))}
        return [pid for pid in descendants(os.getpid()) if pid not in others]

    def leave(self) -> None:
        """End everything that was started here."""
        for pid in (self.program.pid, *descendants(self.program.pid)):
            os.kill(pid, signal.SIGKILL)
        self.program.wait()
        self._hang_up()
        self._listener.close()
        self._sockets.cleanup()
