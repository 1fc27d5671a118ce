"""What every test gets: a fixed clock, seeded randomness, no screen, no unexpected error log."""

import json
import logging
import os
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.counts import is_soak, seed
from tests.faults.tally import Tally

# Before anything imports Qt: widgets are real, the screen is not.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

LAYERS = {
    "domain": pytest.mark.domain,
    "store": pytest.mark.store,
    "sync": pytest.mark.sync,
    "ui": pytest.mark.ui,
    "end_to_end": pytest.mark.end_to_end,
    "faults": pytest.mark.faults,
}


REPORT = Path(__file__).parent.parent / "build" / "faults.jsonl"
LINE = "found"  # a property of a test: it reaches this process from those beside it too


def pytest_terminal_summary(terminalreporter):
    """Print what the harnesses found."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told = [pair for report in reports for pair in report.user_properties]
    lines = [line for name, line in told if name == LINE]
    if lines:
        terminalreporter.section(f"faults, seed {seed()}")
        for line in lines:
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(items):
    """Mark each test with its layer: the first folder under tests/."""
    root = Path(__file__).parent
    for item in items:
        layer = LAYERS.get(item.path.relative_to(root).parts[0])
        if layer is not None:
            item.add_marker(layer)


@dataclass
class FixedClock:
    """A clock that moves only when a test moves it; aware UTC."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 1, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        """Move on by `timedelta(**span)` and give the new moment."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def report(request):
    """Print a harness's figures at the end of the run, and keep them for docs/soak.md."""

    def keep(tally: Tally) -> Tally:
        request.node.user_properties.append((LINE, tally.line()))
        REPORT.parent.mkdir(exist_ok=True)
        row = tally.told() | {"soak": is_soak(), "seed": seed()}
        with REPORT.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        return tally

    return keep


@pytest.fixture
def clock() -> FixedClock:
    """09:00 WITA on 24 November 2026, until the test moves it."""
    return FixedClock()


@pytest.fixture
def random_bytes():
    """A source of bytes that gives the same sequence in every run."""
    return random.Random(20261124).randbytes


@pytest.fixture(autouse=True)
def state_dir(tmp_path, monkeypatch) -> Path:
    """Keep head mirrors, settings and logs of a test away from the user's own."""
    place = tmp_path / "state"
    monkeypatch.setenv("POSKO_STATE_DIR", str(place))
    return place


class _ErrorCatcher(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_log_errors() -> set[str]:
    """Event ids that this test means to provoke: `expected_log_errors.add("store.damaged")`."""
    return set()


@pytest.fixture(autouse=True)
def _no_unexpected_log_errors(expected_log_errors):
    catcher = _ErrorCatcher()
    logging.getLogger().addHandler(catcher)
    yield
    logging.getLogger().removeHandler(catcher)
    unexpected = [record.msg for record in catcher.records if record.msg not in expected_log_errors]
    missing = expected_log_errors - {record.msg for record in catcher.records}
    assert not unexpected, f"logged as error: {unexpected}"
    assert not missing, f"expected in the log and not there: {missing}"
