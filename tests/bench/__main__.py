"""Measures everything once and writes build/bench.json and docs/benchmarks.md."""

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.completing import measure_completing
from tests.bench.crossing import measure_crossing
from tests.bench.day_pdf import measure_day_pdf
from tests.bench.figures import BUILD, PAGE, Figure, table, write_down
from tests.bench.frozen import measure_frozen_start
from tests.bench.groups import measure_group, measure_manifest
from tests.bench.judging import measure_assess, measure_judging
from tests.bench.line import measure_line
from tests.bench.painting import measure_painting
from tests.bench.people import measure_matcher, measure_people
from tests.bench.reasons import REASONS
from tests.bench.saves import measure_growth, measure_save
from tests.bench.search import measure_list, measure_search
from tests.bench.start import measure_start
from tests.bench.stores import grow
from tests.bench.window import measure_window

SEED = 2
SMALL, MIDDLE, LARGE = 1_000, 100_000, 200_000


def measure(folder: Path) -> list[Figure]:
    """Run every measurement; stores are made on the disk the figures are about."""
    begun = time.monotonic()
    roots = grow(folder, (SMALL, MIDDLE, LARGE), seed=SEED)
    print(f"stores made in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    figures = [measure_save(roots[SMALL], folder, seed=SEED + 1)]
    sizes = (SMALL, MIDDLE)
    figures.append(measure_growth(roots[SMALL], roots[MIDDLE], seed=SEED + 2, sizes=sizes))
    figures += [measure_group(roots[SMALL], seed=SEED + 4), measure_manifest(folder)]
    figures += measure_search(roots[LARGE], seed=SEED, size=LARGE)
    figures += measure_list(roots[LARGE], size=LARGE)
    figures += [measure_matcher(seed=SEED), measure_people(roots[LARGE], seed=SEED, size=LARGE)]
    figures.append(measure_crossing(roots[LARGE], seed=SEED, size=LARGE))
    figures += [*measure_judging(), measure_assess(folder)]
    figures.append(measure_start(roots[SMALL] / "data", roots[SMALL] / "state"))
    figures.append(measure_frozen_start(roots[SMALL] / "data", roots[SMALL] / "state"))
    figures += [*measure_window(), *measure_painting(folder, seed=SEED)]
    figures += measure_completing(seed=SEED)
    figures += measure_line(folder, seed=SEED + 3)
    return figures + measure_day_pdf(seed=SEED)  # last: it brings Qt into this process


def main() -> int:
    """Measure, print, write down."""
    BUILD.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD.parent, prefix="bench-") as folder:
        figures = measure(Path(folder))
    write_down(figures, REASONS)
    print(table(figures))
    print(f"\n{BUILD}\n{PAGE}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
