"""A small database, and a second process that wants it too."""

import os
import sqlite3  # the oracle: what an unencrypted store would look like
import subprocess
import sys
from pathlib import Path

from posko_app.store.connection import create_database

KEY = "a1" * 32 + "5a" * 16


def make(path: Path, key: str = KEY) -> Path:
    """Make a database with one table and one row."""
    create_database(path, key, fill=add_table).close()
    return path


def add_table(opened) -> None:
    """Put one table and one row in."""
    opened.execute("CREATE TABLE t (a TEXT UNIQUE) STRICT")
    opened.execute("INSERT INTO t VALUES ('CONTOH')")


def make_plaintext(path: Path) -> Path:
    """Make what a driver without encryption would make."""
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.commit()
    plain.close()
    return path


def in_another_process(code: str, *arguments: str) -> str:
    """Run code in a fresh interpreter, unmeasured: it may forbid writing. Give what it said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    return done.stdout.strip() + done.stderr.strip()
