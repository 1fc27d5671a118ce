"""Runs every fault harness with its full count and writes docs/soak.md."""

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "build" / "faults.jsonl"
PAGE = ROOT / "docs" / "soak.md"
HEADING = """# Soak

Written by `make soak`: the full counts of every harness in `tests/faults`. A row counts when its
control rows show losses or wrong results; without them a zero would mean nothing. With
`python -m tools.soak --seed N` it cuts, kills, fails and draws at the same places again.
"""


def run_harnesses(seed: int) -> int:
    """Run them with the full counts; give pytest's exit code."""
    REPORT.unlink(missing_ok=True)
    environment = {**os.environ, "POSKO_SOAK": "1", "POSKO_SEED": str(seed)}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "pytest", "-m", "faults", "tests/faults"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def page(rows: list[dict[str, object]], *, seed: int, seconds: float, passed: bool) -> str:
    """Lay the figures out."""
    at = datetime.now(UTC).isoformat(timespec="minutes")
    outcome = "every harness as it must be" if passed else "**a harness failed**"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    lines = [HEADING, f"Seed {seed}, {at}, {seconds / 60:.0f} minutes on {machine}: {outcome}.", ""]
    lines += ["| Harness | Rounds | Found | Seconds |", "|---|---|---|---|"]
    lines += [line_of(row) for row in rows]
    return "\n".join(lines) + "\n"


def line_of(row: dict[str, object]) -> str:
    """Write one harness's row."""
    counts = {**as_counts(row["verdicts"]), **as_counts(row["notes"])}
    found = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"| {row['name']} | {row['rounds']} | {found} | {row['seconds']} |"


def as_counts(value: object) -> dict[str, int]:
    """Read a map of counts."""
    return dict(value) if isinstance(value, dict) else {}


def main() -> int:
    """Run, write the page, and fail when a harness failed."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="repeat an earlier run")
    chosen = parser.parse_args().seed
    seed = secrets.randbelow(10**6) if chosen is None else chosen
    print(f"seed {seed}")
    begun = time.monotonic()
    code = run_harnesses(seed)
    lines = REPORT.read_text(encoding="utf-8").splitlines() if REPORT.exists() else []
    rows = [row for row in map(json.loads, lines) if row["soak"] and row["seed"] == seed]
    seconds = time.monotonic() - begun
    PAGE.write_text(page(rows, seed=seed, seconds=seconds, passed=code == 0), encoding="utf-8")
    print(PAGE)
    return code


if __name__ == "__main__":
    sys.exit(main())
