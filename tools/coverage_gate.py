"""Hold each package to its own share of covered branches and lines, from coverage's JSON."""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# The rules and the frozen formats have no untested branch; the rest has few.
REQUIRED = {"posko_app/domain": 100.0, "sync/protocol": 100.0}
ELSEWHERE = 90.0


@dataclass
class Counts:
    """Lines and branches of one package."""

    covered: int = 0
    total: int = 0

    @property
    def percent(self) -> float:
        """Share covered; an empty package has nothing uncovered."""
        return 100.0 * self.covered / self.total if self.total else 100.0


def package_of(file: str) -> str:
    """Give the package that a file counts for: its first two folders."""
    parts = Path(file).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def by_package(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, Counts]:
    """Add up lines and branches, per package."""
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for file, entry in report["files"].items():
        summary, counts = entry["summary"], found[package_of(file)]
        counts.covered += summary["covered_lines"] + summary["covered_branches"]
        counts.total += summary["num_statements"] + summary["num_branches"]
    return dict(found)


def too_low(packages: dict[str, Counts]) -> list[str]:
    """Name the packages below what is required of them."""
    return [
        name
        for name, counts in sorted(packages.items())
        if counts.percent < REQUIRED.get(name, ELSEWHERE)
    ]


def worst_files(report: dict[str, dict[str, dict[str, dict[str, int]]]], name: str) -> list[str]:
    """List a package's incompletely covered files, the worst first."""
    rows = [
        (entry["summary"]["missing_lines"] + entry["summary"]["missing_branches"], file)
        for file, entry in report["files"].items()
        if package_of(file) == name
    ]
    return [f"  {missing:4} missing in {file}" for missing, file in sorted(rows)[::-1] if missing]


def main(path: Path) -> int:
    """Print each package's share; exit 1 if one is too low or a required one is absent."""
    report = json.loads(path.read_text(encoding="utf-8"))
    packages = by_package(report)
    for name, counts in sorted(packages.items()):
        print(f"coverage: {name:22} {counts.percent:6.2f} %  of {counts.total}")
    absent = [name for name in REQUIRED if name not in packages]
    low = too_low(packages)
    for name in low:
        print(f"coverage: {name} needs {REQUIRED.get(name, ELSEWHERE)} %", file=sys.stderr)
        print("\n".join(worst_files(report, name)), file=sys.stderr)
    for name in absent:
        print(f"coverage: {name} was not measured", file=sys.stderr)
    return 1 if low or absent else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
