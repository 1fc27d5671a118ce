import json
from pathlib import Path

import pytest

from tests.faults.counts import is_soak, seed
from tests.faults.tally import Tally
from tests.support.centre_databases import (  # noqa: F401 - fixtures
    centre_db,
    migrated_database,
    migrated_file,
    postgres,
)
from tests.sync.server.conftest import centre  # noqa: F401 - a fixture

REPORT = Path(__file__).parents[2] / "build" / "faults.jsonl"
LINES = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[LINES] = []


@pytest.fixture
def report(request):
    """Print a harness's figures at the end of the run, and keep them for docs/soak.md."""

    def keep(tally: Tally) -> Tally:
        request.config.stash[LINES].append(tally.line())
        REPORT.parent.mkdir(exist_ok=True)
        row = tally.told() | {"soak": is_soak(), "seed": seed()}
        with REPORT.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        return tally

    return keep


def pytest_terminal_summary(terminalreporter, config):
    lines = config.stash[LINES]
    if lines:
        terminalreporter.section(f"faults, seed {seed()}")
        for line in lines:
            terminalreporter.write_line(line)
