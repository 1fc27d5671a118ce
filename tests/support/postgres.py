"""A PostgreSQL server for tests: in a folder of its own, on a socket, without waiting for disks."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
READY = b"ready to accept connections"
START_SECONDS = 60
# Nothing here has to outlast a power cut.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class NoPostgres(Exception):
    """There is no server to be had; the message is the one clear line that says so."""


@dataclass
class PostgresServer:
    """A running server; `place` holds its socket and its files."""

    place: Path
    running: subprocess.Popen
    numbers: itertools.count = field(default_factory=itertools.count)

    def new_database(self) -> str:
        """Make an empty database and give its name."""
        name = f"centre_{next(self.numbers)}"
        with self.administration() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return name

    def copy_database(self, template: str) -> str:
        """Make a database that begins as a copy of another, to which nobody may be connected."""
        name = f"centre_{next(self.numbers)}"
        with self.administration() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database with whoever is still connected to it."""
        with self.administration() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """Give a database's address as `DATABASE_URL` wants it."""
        return f"postgres://posko@/{name}?host={self.place}"

    def administration(self) -> psycopg.Connection:
        """Connect to the database that only makes others; each statement commits at once."""
        return psycopg.connect(
            host=str(self.place), user="posko", dbname="postgres", autocommit=True
        )

    def stop(self) -> None:
        """End the server and remove all it has written."""
        self.running.send_signal(signal.SIGQUIT)  # at once: nothing is worth keeping
        self.running.wait(timeout=START_SECONDS)
        shutil.rmtree(self.place, ignore_errors=True)


def start_postgres() -> PostgresServer:
    """Start a server with an empty cluster (raises NoPostgres)."""
    programs, user = _programs(), _user()
    place = Path(tempfile.mkdtemp(prefix="posko-pg-"))
    if user is not None:
        shutil.chown(place, user)
    cluster = place / "cluster"
    options = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--no-instructions"]
    made = _run([programs / "initdb", "-D", cluster, "-U", "posko", *options], user)
    if made.wait(timeout=START_SECONDS):
        shutil.rmtree(place, ignore_errors=True)
        raise NoPostgres(f"postgresql: initdb did not make a cluster (exit {made.returncode})")
    settings = [word for option in QUICK for word in ("-c", option)]
    settings += ["-c", "listen_addresses=", "-k", str(place)]
    running = _run([programs / "postgres", "-D", cluster, *settings], user, stderr=subprocess.PIPE)
    for line in running.stderr:
        if READY in line:
            running.stderr.close()
            return PostgresServer(place, running)
    shutil.rmtree(place, ignore_errors=True)
    raise NoPostgres(f"postgresql: the server ended with {running.wait()} before it was ready")


def _run(command, user, stderr=subprocess.DEVNULL) -> subprocess.Popen:
    # after it is ready the server's words go nowhere: its log is not collected and not read
    return subprocess.Popen(
        command, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=stderr, env={"LC_ALL": "C"}
    )


def _programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    if found:
        return found[-1].parent
    if beside:
        return Path(beside).parent
    raise NoPostgres("postgresql: not installed here; tools/setup.sh dev brings it")


def _user() -> str | None:
    """Name whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd  # does not exist on Windows, where nobody is root

    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise NoPostgres("postgresql: this is root and there is no other user to run it as")
