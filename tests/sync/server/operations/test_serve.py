"""The centre as a process: one line when it answers, a clear refusal, and no port left behind."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.server.operations.conftest import on_sqlite

ROOT = Path(__file__).resolve().parents[4]
PATIENCE_S = 60


class Process:
    """`posko-centre serve` of one data directory."""

    def __init__(self, centre_db) -> None:
        self.centre_db = centre_db
        self.running: list[subprocess.Popen] = []

    def command(self, *words: object) -> list[str]:
        start = [sys.executable, "-m", "sync.server.cli", "--data-dir", self.centre_db.data_dir]
        return [str(word) for word in (*start, "--lang", "en", *words)]

    def environment(self) -> dict[str, str]:
        return os.environ | self.centre_db.environment | {"PYTHONDONTWRITEBYTECODE": "1"}

    def serve(self, *words: object) -> tuple[subprocess.Popen, dict]:
        """Start it and wait for its line."""
        begun = subprocess.Popen(
            self.command("serve", *words),
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(begun)
        line = begun.stdout.readline()
        assert line, begun.stderr.read()
        return begun, json.loads(line)

    def run(self, *words: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def end(self) -> None:
        for begun in self.running:
            begun.terminate()
            begun.communicate(timeout=PATIENCE_S)


@pytest.fixture
def process(centre_db):
    process = Process(centre_db)
    yield process
    process.end()


def ask(said: dict, path: str) -> bytes:
    """Fetch a path as a device would: the authority given, the one fixed name."""
    port = int(said["url"].rpartition(":")[2])
    trusting = ssl.create_default_context(cafile=said["ca"])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line,
        trusting.wrap_socket(line, server_hostname="pusat.posko") as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: secure.recv(65536), b""))


@on_sqlite
def test_it_says_one_line_once_it_answers(process):
    _, said = process.serve("--port", 0)

    assert set(said) == {"url", "ca_sha256", "ca"}
    assert Path(said["ca"]).read_bytes().strip() in ask(said, "/ca")


def test_codes_are_made_and_verify_runs_while_it_serves(process):
    _, said = process.serve("--port", 0)

    code = process.run("enrol-code", "--post", "el-tari", "--qr", process.centre_db.data_dir / "q")
    verified = process.run("verify")

    assert (code.returncode, verified.returncode) == (0, 0), code.stderr + verified.stderr
    assert json.loads(code.stdout)["ca"] == said["ca"]


@on_sqlite
def test_a_taken_port_is_refused_in_one_sentence(process):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        ended = process.run("serve", "--port", port)

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.splitlines()[-1] == (
        f"Port {port} on 127.0.0.1 is taken by another program. "
        "Choose another with --port, or stop that program."
    )


@on_sqlite
def test_an_address_of_another_machine_is_refused(process):
    ended = process.run("serve", "--host", "192.0.2.1", "--port", 0)

    assert ended.returncode == 3
    assert "not this computer's" in ended.stderr


@on_sqlite
def test_told_to_stop_it_ends_well(process):
    begun, _ = process.serve("--port", 0)

    begun.send_signal(signal.SIGTERM)

    assert begun.wait(timeout=PATIENCE_S) == 0


def test_killed_it_leaves_no_port_taken(process):
    begun, said = process.serve("--port", 0)
    begun.kill()
    begun.wait()

    _, again = process.serve("--port", said["url"].rpartition(":")[2])

    assert again == said


@on_sqlite
def test_a_second_process_does_not_serve_the_same_file(process):
    process.serve("--port", 0)

    ended = process.run("serve", "--port", 0)

    assert ended.returncode == 3
    assert "running in another process" in ended.stderr


@pytest.mark.parametrize(
    ("vendor", "wanted", "count"), [("sqlite", 8, 1), ("sqlite", None, 1), ("postgresql", 3, 3)]
)
def test_sqlite_is_served_by_one_process(vendor, wanted, count):
    from sync.server.serve import workers_for

    assert workers_for(vendor, wanted) == count
    assert workers_for("postgresql", None) >= 2
