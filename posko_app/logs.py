"""What the app writes about itself: event ids, counts and codes, never what somebody typed.

The formatter is an allow-list. A message is written only if it looks like an
event id (`store.saved`); numbers and dotted codes given with it are written;
everything else, and every word of an exception, is left out. So a careless log
line of ours or of a library loses its text, not a traveller's name.
"""

import faulthandler
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from posko_app.errors import PoskoError
from posko_app.paths import DataPaths
from posko_app.system import OWNER_ONLY, forbid_core_dumps, make_private_directory

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
NAME = re.compile(r"[a-z][a-z0-9_]*")
WITHHELD = "log.withheld"
FILE_BYTES = 512 * 1024
FRAMES = 12

log = logging.getLogger(__name__)
_kept_open: list[TextIO] = []  # faulthandler writes to a descriptor that must stay open


class AllowListFormatter(logging.Formatter):
    """Writes time, level, event id, counts and codes; withholds the rest."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one line; an exception adds its class, its key if it is ours, and its places."""
        at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        words = [at, record.levelname, _event(record)]
        words += [f"{name}={value}" for name, value in sorted(_values(record).items())]
        if record.exc_info and record.exc_info[1] is not None:
            words += _describe(record.exc_info[1])
        return " ".join(words)


def _event(record: logging.LogRecord) -> str:
    message = record.msg
    allowed = isinstance(message, str) and CODE.fullmatch(message)
    return str(message) if allowed else f"{WITHHELD} logger={_code_or_dash(record.name)}"


def _values(record: logging.LogRecord) -> dict[str, str | int]:
    """Keep what was given as one mapping: numbers, and codes that have the form of a key."""
    if not isinstance(record.args, dict):
        return {}
    return {
        name: value
        for name, value in record.args.items()
        if isinstance(name, str)
        and NAME.fullmatch(name)
        and (isinstance(value, int) or (isinstance(value, str) and CODE.fullmatch(value)))
    }


def _describe(error: BaseException) -> list[str]:
    words = [f"error={type(error).__name__}"]
    if isinstance(error, PoskoError):
        words.append(f"key={_code_or_dash(error.key)}")
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
    ]
    return [*words, f"at={'<'.join(reversed(places)) or '-'}"]


def _code_or_dash(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_.]+", text) else "-"


def start_diagnostics(paths: DataPaths) -> None:
    """Do, first thing in a process, all that keeps its troubles readable and its memory private.

    A state directory that cannot be written costs the log, never the start.
    """
    forbid_core_dumps()
    silence_tracebacks()
    try:
        start_logs(paths.log)
        _kept_open.append(start_crash_file(paths.crash))
    except OSError:
        # without a handler Python would print our records to the terminal
        logging.getLogger().addHandler(logging.NullHandler())


def start_logs(path: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Send every log record of the process to one private file through the allow-list.

    Returns:
        The handler, for `stop_logs`.
    """
    make_private_directory(path.parent)
    path.touch(mode=OWNER_ONLY)
    handler = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(AllowListFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    return handler


def start_logs_when_needed(path: Path) -> None:
    """Make the log file for the first warning: a command with nothing to tell leaves no trace."""
    logging.captureWarnings(capture=True)
    logging.getLogger().addHandler(_FirstRecord(path))


class _FirstRecord(logging.Handler):
    """Gives way to the log file as soon as there is a record for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        logging.getLogger().removeHandler(self)
        try:
            start_logs(self._path).handle(record)
        except OSError:  # costs the log, never the command
            logging.getLogger().addHandler(logging.NullHandler())


def stop_logs(handler: logging.Handler) -> None:
    """Take the file away again and close it."""
    logging.captureWarnings(capture=False)
    logging.getLogger().removeHandler(handler)
    handler.close()


def start_crash_file(path: Path) -> TextIO:
    """Let a crash in native code write file names and lines, no values; keep the file open."""
    make_private_directory(path.parent)
    path.touch(mode=OWNER_ONLY)
    file = path.open("w", encoding="utf-8")
    faulthandler.enable(file=file, all_threads=True)
    return file


def silence_tracebacks() -> None:
    """Log uncaught errors by class and place instead of printing them with their words."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def _uncaught(
    kind: type[BaseException], error: BaseException, places: TracebackType | None
) -> None:
    log.critical("crash.uncaught", exc_info=(kind, error, places))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
