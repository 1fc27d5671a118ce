"""Runs every harness with its full count and writes docs/soak.md.

`--only` runs some of them: their rows replace the ones of an earlier run, the others stay as they
were measured. Each row says with which seed, when and on which commit.
"""

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from tests.faults.tally import PART, Tally, Told

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "build" / "faults.jsonl"
KEPT = ROOT / "docs" / "soak.json"
PAGE = ROOT / "docs" / "soak.md"
HEADING = """# Soak

Written by `make soak`: the full counts of every harness. A row counts when its control rows show
losses or wrong results; without them a zero would mean nothing. With
`python -m tools.soak --seed N` it cuts, kills, fails and draws at the same places again;
`--only TEXT` runs the harnesses whose test names it matches and keeps the other rows.
"""


class Stamp(TypedDict):
    """What repeats a run, and what it ran on."""

    seed: int
    at: str  # day
    commit: str
    machine: str


class Row(Told, Stamp):
    """What one run of one harness found."""


def run_harnesses(seed: int, only: str) -> int:
    """Run them with the full counts; give pytest's exit code."""
    REPORT.unlink(missing_ok=True)
    environment = {**os.environ, "POSKO_SOAK": "1", "POSKO_SEED": str(seed)}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    quiet = ("-o", "faulthandler_timeout=0")  # a harness may take an hour
    command = [sys.executable, "-m", "pytest", *quiet, "-m", "faults or soak", "-k", only, "tests"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def measured(lines: Iterable[str], stamp: Stamp) -> list[Row]:
    """Read what the harnesses wrote; rows of the same name are one."""
    found: dict[str, Tally] = {}
    for tally in map(Tally.of, map(json.loads, lines)):
        found.setdefault(tally.name, Tally(tally.name)).merge(tally)
    return [Row(**tally.told(), **stamp) for tally in found.values()]


def together(kept: list[Row], new: list[Row]) -> list[Row]:
    """Replace earlier rows by those of the same name, in place; what is new comes last."""
    found = {row["name"]: row for row in new}
    rows = [found.pop(row["name"], row) for row in kept]
    return rows + list(found.values())


def page(rows: list[Row]) -> str:
    """Lay the figures out; parts of a run that were made alike stand in one line."""
    runs: dict[tuple[str | int, ...], list[Row]] = {}
    for row in rows:
        name = row["name"].partition(PART)[0]
        runs.setdefault((name, *stamp_in(row).values()), []).append(row)
    head = "| Harness | Rounds | Found | Seconds | Seed | On |"
    lines = [HEADING, head, "|---|---|---|---|---|---|"]
    lines += [line_of(one_run(parts)) for parts in runs.values()]
    return "\n".join(lines) + "\n"


def one_run(parts: list[Row]) -> Row:
    """Add up the parts of a run, and say how many of them were made."""
    name, part, numbers = parts[0]["name"].partition(PART)
    if not part:
        return parts[0]
    total = Tally(f"{name} ({len(parts)} of {numbers.rpartition(' ')[2]} parts)")
    for row in parts:
        total.merge(Tally.of(row))
    return Row(**total.told(), **stamp_in(parts[0]))


def line_of(row: Row) -> str:
    """Write one harness's row."""
    counts = {**row["verdicts"], **row["notes"]}
    found = ", ".join(f"{count} {name}" for name, count in counts.items())
    on = f"{row['at']}, {row['commit']}, {row['machine']}"
    return (
        f"| {row['name']} | {row['rounds']} | {found} | {row['seconds']} | {row['seed']} | {on} |"
    )


def stamp_in(row: Row) -> Stamp:
    """Give when, where and on which code a row was made."""
    return Stamp(seed=row["seed"], at=row["at"], commit=row["commit"], machine=row["machine"])


def stamp_of(seed: int) -> Stamp:
    """Say when, where and on which code a run is made."""
    git = ["git", "describe", "--always", "--dirty"]
    described = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    return Stamp(
        seed=seed,
        at=datetime.now(UTC).date().isoformat(),
        commit=described.stdout.strip() or "unknown",
        machine=f"{os.cpu_count()} cores {platform.system()} {platform.machine()}",
    )


def main() -> int:
    """Run, write the page, and fail when a harness failed; then the page stays as it was."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="repeat an earlier run")
    parser.add_argument("--only", default="", help="names of tests, as pytest's -k takes them")
    chosen = parser.parse_args()
    seed = secrets.randbelow(10**6) if chosen.seed is None else chosen.seed
    print(f"seed {seed}")
    stamp = stamp_of(seed)
    code = run_harnesses(seed, chosen.only)
    if code != 0:
        print("a harness failed: what it found stands above and in", REPORT, file=sys.stderr)
        return code
    lines = REPORT.read_text(encoding="utf-8").splitlines()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    rows = together(kept, measured(lines, stamp))
    KEPT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(rows), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
