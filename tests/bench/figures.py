"""One measured figure, its aim, and how figures are written down."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

BUILD = Path(__file__).parents[2] / "build" / "bench.json"
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio or a duration; `aim` is the largest value we want, None when only watched."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    parts: dict[str, float] = field(default_factory=dict)  # what the value was made of
    how: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the aim was met."""
        if self.aim is None:
            return "watched"
        return "met" if self.value <= self.aim else "missed"


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ratio(
    name: str, ours: Sequence[float], theirs: Sequence[float], *, aim: float | None, how: str
) -> Figure:
    """Compare medians of two interleaved runs."""
    top, bottom = median(ours), median(theirs)
    parts = {"ours_p50": top, "theirs_p50": bottom, "ours_p95": percentile(ours, 0.95)}
    return Figure(name, top / bottom, "×", aim, parts, how)


def machine() -> dict[str, str]:
    """Say what the figures were measured on."""
    memory_kib = next(
        int(line.split()[1])
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemTotal")
    )
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory_kib / 1024 / 1024:.0f} GiB",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load_1m": f"{os.getloadavg()[0]:.1f}",
    }


def write_down(figures: Sequence[Figure], reasons: dict[str, str]) -> None:
    """Write build/bench.json and docs/benchmarks.md."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [asdict(figure) | {"verdict": figure.verdict} for figure in figures]
    BUILD.parent.mkdir(exist_ok=True)
    content = {"at": at, "machine": machine(), "figures": rows}
    BUILD.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(figures, reasons, at), encoding="utf-8")


def page(figures: Sequence[Figure], reasons: dict[str, str], at: str) -> str:
    """Lay the figures out for a reader."""
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    lines = ["# Benchmarks", "", "Written by `make bench`; the same figures stand in"]
    lines += ["`build/bench.json`. Aims are aims, never tests.", ""]
    lines += [f"Measured {at} on: {facts}.", "", "| Figure | Value | Aim | |", "|---|---|---|---|"]
    lines += [f"| {f.name} | {shown(f.value, f.unit)} | {aim(f)} | {f.verdict} |" for f in figures]
    lines += ["", "## How each was measured", ""]
    for figure in figures:
        parts = "; ".join(f"{name} {value:.4g}" for name, value in figure.parts.items())
        lines.append(f"- **{figure.name}**: {figure.how} ({parts})")
    missed = [figure for figure in figures if figure.verdict == "missed"]
    if missed:
        lines += ["", "## Aims missed, and why", ""]
        lines += [f"- **{f.name}**: {reasons.get(f.name, 'not yet explained')}" for f in missed]
    return "\n".join(lines) + "\n"


def shown(value: float, unit: str) -> str:
    """Write a value with its unit."""
    return f"{value:.2f} {unit}" if value < 100 else f"{value:.0f} {unit}"


def aim(figure: Figure) -> str:
    """Write the aim, if there is one."""
    return "–" if figure.aim is None else f"≤ {figure.aim:g} {figure.unit}"


def table(figures: Sequence[Figure]) -> str:
    """Lay the figures out for a terminal."""
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{f.name:<{width}}  {shown(f.value, f.unit):>10}  {aim(f):>10}  {f.verdict}"
        for f in figures
    )
