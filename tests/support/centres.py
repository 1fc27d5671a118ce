"""A real centre, as its administrator runs it: a process of its own on a free port."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATABASE_FILE = "centre.sqlite3"
STARTS_WITHIN_S = 60


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Centre:
    """Starts, stops and asks one centre."""

    def __init__(self, place: Path) -> None:
        self.data = place / "pusat"
        self.port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("POSKO_")}
        self.environment.pop("DATABASE_URL", None)
        self._server: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: object) -> list[str]:
        start = [sys.executable, "-m", "sync.server.cli", "--data-dir", str(self.data)]
        return [*start, *map(str, arguments)]

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def json(self, *arguments: object) -> dict[str, str]:
        done = self(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def code(self, post: str) -> dict[str, str]:
        return self.json("--training", "enrol-code", "--post", post)

    @property
    def process_id(self) -> int:
        assert self._server is not None
        return self._server.pid

    def start(self) -> None:
        """Serve, and wait until the port takes a connection."""
        self._server = subprocess.Popen(
            self.command("serve", "--host", "127.0.0.1", "--port", self.port),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        tried = 0
        while not self._answers():
            tried += 1
            assert self._server.poll() is None, "the centre ended"
            assert tried < STARTS_WITHIN_S * 4, "the centre does not start"
            try:
                self._server.wait(0.25)
            except subprocess.TimeoutExpired:
                continue

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(30)
            self._server = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def delete_oldest(self, kind: str) -> int:
        """Delete the oldest entry of a kind, as an administrator with the database open could."""
        with closing(sqlite3.connect(self.data / DATABASE_FILE, timeout=30)) as database:
            triggers = database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
                ("centre_entry",),
            ).fetchall()
            for (name,) in triggers:
                database.execute(f'DROP TRIGGER "{name}"')
            gone = database.execute(
                "DELETE FROM centre_entry WHERE id ="
                " (SELECT id FROM centre_entry WHERE kind = ? ORDER BY id LIMIT 1)",
                (kind,),
            ).rowcount
            database.commit()
        return gone
