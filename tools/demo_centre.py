"""The centre of the demo and the second laptop of its post, both from outside the window.

Run as a program it lets the second laptop work: a paper form is taken in and sent.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.system import utc_now
from posko_app.training import demo_officers
from tools.centre import DATABASE, TrainingCentre
from tools.demo_checks import environment_of
from tools.run import POST, enrol, program

GIVEN = "centre.json"
SISTER = "sister"
SISTER_NAME = "CONTOH NAMA SEMBILAN"


@dataclass(frozen=True, slots=True)
class Given:
    """What the story needs of the centre: its port, and the code of the window's laptop."""

    port: int
    code: str


@contextmanager
def centre_for(folder: Path) -> Iterator[TrainingCentre]:
    """Serve a centre, enrol the second laptop, and leave word for the story."""
    centre = TrainingCentre(folder / "centre", environment_of(folder))
    with centre.served() as url:
        make_sister(folder, url, centre.code(POST))
        given = Given(int(url.rpartition(":")[2]), centre.code(POST))
        (folder / GIVEN).write_text(json.dumps(asdict(given)), encoding="utf-8")
        yield centre


def given_to(folder: Path) -> Given:
    """Read what was left for the story."""
    return Given(**json.loads((folder / GIVEN).read_text(encoding="utf-8")))


def make_sister(folder: Path, url: str, code: str) -> None:
    """Make the second laptop of the post, and enrol it by a line of its own."""
    first = demo_officers()[0].name
    on_sister(folder, "init", "--post", POST, "--officer", first, "--training")
    enrol(folder / SISTER / "data", url, code, environment=environment_of(folder / SISTER))


def start_sister(folder: Path) -> "subprocess.Popen[bytes]":
    """Let the second laptop work beside the window; gives its process."""
    command = [sys.executable, "-m", "tools.demo_centre", str(folder)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def work_on_sister(folder: Path) -> None:
    """Take in one paper form and sync."""
    form = folder / SISTER / "form.jsonl"
    row = {
        "paper_no": "1",
        "occurred_at": f"{civil_date(utc_now())}T06:30:00+08:00",
        "traveller": {"name": SISTER_NAME},
        "decision": "boleh",
    }
    form.write_text(json.dumps(row), encoding="utf-8")
    officer = ("--officer", demo_officers()[0].name)
    on_sister(folder, *officer, "import", str(form))
    on_sister(folder, *officer, "sync")


def on_sister(folder: Path, *arguments: str) -> None:
    """Run a headless command on the second laptop (raises CalledProcessError)."""
    environment = environment_of(folder / SISTER)
    passphrase = demo_officers()[0].passphrase
    subprocess.run(
        program(folder / SISTER / "data", *arguments),
        env={**environment, "POSKO_PASSPHRASE": passphrase},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def delete_row(folder: Path, subject: str) -> str:
    """Delete a screening at the centre as somebody with the database can; give its entry's id."""
    with closing(sqlite3.connect(folder / "centre" / DATABASE)) as database, database:
        guards = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'centre_%'"
        ).fetchall()
        for (guard,) in guards:
            database.execute(f'DROP TRIGGER "{guard}"')
        found: tuple[str] = database.execute(
            "SELECT id FROM centre_entry WHERE subject = ? AND kind = 'screening'", (subject,)
        ).fetchone()
        database.execute("DELETE FROM centre_part WHERE entry_id = ?", found)
        database.execute("DELETE FROM centre_entry WHERE id = ?", found)
    return found[0]


if __name__ == "__main__":
    work_on_sister(Path(sys.argv[1]))
