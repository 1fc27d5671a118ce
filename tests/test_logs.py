import logging
import stat
import subprocess
import sys
import warnings

import pytest

from posko_app.errors import MachineError
from posko_app.logs import AllowListFormatter, start_logs, start_logs_when_needed, stop_logs

NAME = "CONTOH NAMA SATU"
NIK = "9901016001080001"

log = logging.getLogger("posko_app.tests")


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "state" / "posko.log"
    handler = start_logs(path)
    yield lambda: path.read_text(encoding="utf-8")
    stop_logs(handler)


def test_event_counts_and_codes_are_written(written):
    log.info("store.opened", {"entries": 12, "code": "store.clean", "full": True})

    line = written()

    assert line.endswith(" INFO store.opened code=store.clean entries=12 full=True\n")


def test_words_of_a_message_are_withheld(written):
    log.warning("saved %s with %s", NAME, NIK)
    log.warning(f"saved {NAME}")  # noqa: G004 - the careless line this test is about
    logging.getLogger("library.part").warning(NAME.lower())

    lines = written().splitlines()

    assert [line.split(" ", 1)[1] for line in lines] == [
        "WARNING log.withheld logger=posko_app.tests",
        "WARNING log.withheld logger=posko_app.tests",
        "WARNING log.withheld logger=library.part",
    ]


def test_values_that_are_neither_counts_nor_codes_are_dropped(written):
    log.info("screening.saved", {"name": NAME, "nik": NIK, "place": 1.5, "row": 3})

    assert written().endswith(" INFO screening.saved row=3\n")


def test_exception_leaves_class_key_and_places_but_no_words(written, expected_log_errors):
    expected_log_errors.update({"worker.failed", "store.failed"})
    try:
        raise ValueError(f"{NAME} {NIK}")
    except ValueError:
        log.exception("worker.failed")
    try:
        raise MachineError("store.disk_full", name=NAME)
    except MachineError:
        log.exception("store.failed")

    first, second = written().splitlines()

    assert " worker.failed error=ValueError at=test_logs.py:" in first
    assert " store.failed error=MachineError key=store.disk_full at=test_logs.py:" in second
    assert NAME not in written()


def test_nothing_typed_reaches_the_log_by_any_road(written, expected_log_errors):
    expected_log_errors.update({NAME, "%s", "a.b"})
    for message, args in [
        (NAME, ()),
        ("%s", (NAME,)),
        ("a.b", ({"a": NAME, NAME: 1, "c": {"d": NAME}},)),
    ]:
        log.error(message, *args)
    logging.getLogger(NAME).warning("a.b")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(NAME, stacklevel=1)

    assert "CONTOH" not in written()
    assert len(written().splitlines()) == 5


def test_plain_formatter_would_have_written_the_name():
    record = log.makeRecord("x", logging.INFO, "f", 1, "saved %s", (NAME,), None)

    assert NAME in logging.Formatter().format(record)
    assert NAME not in AllowListFormatter().format(record)


def test_log_file_is_private(tmp_path):
    handler = start_logs(tmp_path / "posko.log")
    stop_logs(handler)

    assert stat.S_IMODE((tmp_path / "posko.log").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "failure",
    [
        "raise ValueError(NAME)",
        "t = threading.Thread(target=fail); t.start(); t.join(); sys.exit(1)",
        "Bad(); sys.exit(1)",
    ],
    ids=["main", "thread", "finaliser"],
)
def test_uncaught_error_prints_no_words_anywhere(tmp_path, failure):
    code = f"""
import sys, threading
from pathlib import Path
from posko_app.logs import silence_tracebacks, start_logs
NAME = {NAME!r}
class Bad:
    def __del__(self):
        raise ValueError(NAME)
def fail():
    raise ValueError(NAME)
start_logs(Path({str(tmp_path)!r}) / "posko.log")
silence_tracebacks()
{failure}
"""

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert (ended.stdout, ended.stderr) == ("", "")
    assert "crash.uncaught error=ValueError" in (tmp_path / "posko.log").read_text()
    assert NAME not in (tmp_path / "posko.log").read_text()


def test_native_crash_leaves_places_without_values(tmp_path):
    code = f"""
import faulthandler
from pathlib import Path
from posko_app.logs import start_crash_file
from posko_app.system import forbid_core_dumps
def place_of_the_crash(name):
    faulthandler._sigsegv()
forbid_core_dumps()
kept = start_crash_file(Path({str(tmp_path)!r}) / "crash.txt")
place_of_the_crash({NAME!r})
"""

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    written = (tmp_path / "crash.txt").read_text()
    assert ended.returncode < 0
    assert "place_of_the_crash" in written
    assert NAME not in written


@pytest.mark.parametrize("writable", [True, False])
def test_diagnostics_never_keep_a_process_from_starting(tmp_path, writable):
    state = tmp_path / "state"
    if not writable:
        state.write_text("a file where a directory should be")
    code = f"""
import logging, resource
from pathlib import Path
from posko_app.logs import start_diagnostics
from posko_app.paths import DataPaths
start_diagnostics(DataPaths(directory=Path("unused"), state=Path({str(state)!r})))
logging.getLogger("posko_app").error("test.failed")
print(*resource.getrlimit(resource.RLIMIT_CORE))
raise ValueError({NAME!r})
"""

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "0 0\n", "")
    if writable:
        assert "ERROR test.failed" in (state / "posko.log").read_text()
        assert "crash.uncaught error=ValueError" in (state / "posko.log").read_text()
        assert (state / "crash.txt").exists()


@pytest.mark.parametrize("is_file", [True, False])
def test_a_log_that_is_made_when_needed_waits_for_a_warning(tmp_path, is_file, expected_log_errors):
    expected_log_errors.add("store.failed")
    path = tmp_path / "state" / "posko.log"
    if not is_file:
        path.parent.write_text("in the way", encoding="utf-8")
    before = list(logging.getLogger().handlers)
    start_logs_when_needed(path)
    try:
        log.info("store.opened")
        assert not path.exists()

        log.error("store.failed", {"entries": 2})
        log.error("store.failed", {"entries": 3})
    finally:
        for handler in set(logging.getLogger().handlers) - set(before):
            stop_logs(handler)

    assert path.is_file() == is_file
    if is_file:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [line.partition(" ERROR ")[2] for line in lines] == [
            "store.failed entries=2",
            "store.failed entries=3",
        ]
