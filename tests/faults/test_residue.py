"""Nothing a shift wrote tells a name, a passphrase, a PIN or a key to whoever finds the files."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults import canaries
from tests.faults.desk_run import Person, Place
from tests.faults.needles import hits_below
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults
SHARED = [Path("/var/tmp"), Path("/dev/shm")]  # noqa: S108 - looked at, not written to


def command(place, *arguments) -> subprocess.CompletedProcess:
    """Run one headless command in the same place."""
    environment = place.environment() | {"POSKO_PASSPHRASE": canaries.PASSPHRASE}
    program = [sys.executable, "-m", "posko_app", "--data-dir", str(place.data), *arguments]
    return subprocess.run(
        program, env=environment, cwd=place.cwd, capture_output=True, text=True, check=False
    )


def work_a_shift(place) -> None:
    """Sign on, screen, search, correct, veil, export, lock, crash, and sign on again."""
    person = Person(place)
    try:
        person.try_passphrase(canaries.WRONG_PASSPHRASE)
        person.sign_on(canaries.PASSPHRASE, canaries.PIN)
        person.screen(canaries.NAME, canaries.NIK)
        person.press("F2")
        person.type(canaries.NAME.lower())
        person.wait_until(lambda state: any("1 hasil" in text for text in state["texts"]))
        person.press("Down", "Return")
        person.wait_until(lambda state: "DetailPage" in state["pages"])
        person.press("F12")
        person.wait_until(lambda state: "VeilPage" in state["pages"])
        person.type(canaries.PIN)
        person.wait_until(lambda state: "DeskWindow" in state["pages"])
        person.press("Ctrl+4", "Ctrl+E")
        person.wait_until(lambda state: "ExportPanel" in state["pages"])
        person.press("F9")
        person.wait_until(lambda state: any("1 baris" in text for text in state["texts"]))
        type_without_saving(person)
        person.lock()
        person.sign_on(canaries.PASSPHRASE, canaries.PIN)
        type_without_saving(person)
        person.crash()
    finally:
        person.leave()


def type_without_saving(person) -> None:
    """Leave a draft behind."""
    person.press("Ctrl+1")
    person.ask("focus", name="Nama")
    person.type(canaries.TYPED_NAME)


def run_commands(place, outside: Path) -> list[dict]:
    """Import a backlog with a good and a bad row, list, export with names."""
    rows = [
        {"occurred_at": "2026-11-23T01:00:00Z", "paper_no": "K-1"},
        {"occurred_at": "kemarin", "paper_no": "K-2"},
    ]
    lines = [json.dumps(row | {"traveller": {"name": canaries.IMPORTED_NAME}}) for row in rows]
    backlog = outside / "backlog.jsonl"
    backlog.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = [
        command(place, "import", str(backlog)),
        command(place, "list", "--search", canaries.IMPORTED_NAME),
        command(
            place,
            *("export-log", "--date", "2026-11-23", "--format", "xlsx", "--identifiable"),
            *("--reason", "uji", "--out", str(place.folder / "log.xlsx")),
        ),
        command(place, "verify"),
    ]
    assert [run.returncode for run in done] == [1, 0, 0, 0], [run.stderr for run in done]
    return json.loads(done[1].stdout)


def test_a_shift_leaves_nothing_readable_in_any_file(tmp_path, report):
    tally = Tally("residue of a shift")
    place, outside = Place(tmp_path / "place"), tmp_path / "outside"
    outside.mkdir()
    place.environment()
    begun_at = time.time()
    with timed(tally):
        canaries.make_live_store(place)
        work_a_shift(place)
        listed = run_commands(place, outside)
        needles = canaries.needles_for_files(place.data)
        found = hits_below([place.folder, *SHARED], needles, newer_than=begun_at)
        files = [path for path in place.folder.rglob("*") if path.is_file()]
        for path in files:
            tally.add(Verdict.LOST if str(path) in found else Verdict.WHOLE)
    tally.notes = {"forms looked for": len(needles)}
    report(tally)

    assert [row["name"] for row in listed] == [canaries.IMPORTED_NAME]
    assert found == {}
    assert {path.name for path in files} >= {"posko.db", "keys.json", "log.xlsx", "posko.log"}


def test_a_plain_file_with_a_name_is_found(tmp_path):
    place = Place(tmp_path)
    place.environment()
    canaries.make_live_store(place)
    (place.folder / "tmp" / "left.txt").write_text(f"nama={canaries.NAME.lower()}")

    found = hits_below([place.folder], canaries.needles_for_files(place.data))

    assert list(found) == [str(place.folder / "tmp" / "left.txt")]
