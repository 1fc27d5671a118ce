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

from tests.faults.tally import Tally, Verdict

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
Row = dict[str, object]


def run_harnesses(seed: int, only: str) -> int:
    """Run them with the full counts; give pytest's exit code."""
    REPORT.unlink(missing_ok=True)
    environment = {**os.environ, "POSKO_SOAK": "1", "POSKO_SEED": str(seed)}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    quiet = ("-o", "faulthandler_timeout=0")  # a harness may take an hour
    command = [sys.executable, "-m", "pytest", *quiet, "-m", "faults or soak", "-k", only, "tests"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def measured(lines: Iterable[str], stamp: Row) -> list[Row]:
    """Read what the harnesses wrote, parts of one harness as one row."""
    parts: dict[str, Tally] = {}
    for row in map(json.loads, lines):
        part = Tally(row["name"], faults=row["faults"], notes=row["notes"], seconds=row["seconds"])
        part.verdicts.update({Verdict(name): count for name, count in row["verdicts"].items()})
        if part.name in parts:
            parts[part.name].merge(part)
        else:
            parts[part.name] = part
    return [tally.told() | stamp for tally in parts.values()]


def together(kept: list[Row], new: list[Row]) -> list[Row]:
    """Replace earlier rows by those of the same name, in place; what is new comes last."""
    found = {row["name"]: row for row in new}
    rows = [found.pop(row["name"], row) for row in kept]
    return rows + list(found.values())


def page(rows: list[Row]) -> str:
    """Lay the figures out."""
    lines = [
        HEADING,
        "| Harness | Rounds | Found | Seconds | Seed | On |",
        "|---|---|---|---|---|---|",
    ]
    lines += [line_of(row) for row in rows]
    return "\n".join(lines) + "\n"


def line_of(row: Row) -> str:
    """Write one harness's row."""
    counts = {**as_counts(row["verdicts"]), **as_counts(row["notes"])}
    found = ", ".join(f"{count} {name}" for name, count in counts.items())
    on = f"{row['at']}, {row['commit']}, {row['machine']}"
    return (
        f"| {row['name']} | {row['rounds']} | {found} | {row['seconds']} | {row['seed']} | {on} |"
    )


def as_counts(value: object) -> dict[str, int]:
    """Read a map of counts."""
    return dict(value) if isinstance(value, dict) else {}


def stamp_of(seed: int) -> Row:
    """Say when, where and on which code a run is made."""
    git = ["git", "describe", "--always", "--dirty"]
    described = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "seed": seed,
        "at": datetime.now(UTC).date().isoformat(),
        "commit": described.stdout.strip() or "unknown",
        "machine": f"{os.cpu_count()} cores {platform.system()} {platform.machine()}",
    }


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
