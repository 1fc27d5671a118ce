"""Start: the window beneath a parent that holds no keys, or one headless command.

Lock means that the process which held keys ends. The parent started here never
holds one: it starts the window, and a fresh one with the lock page after each lock.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from posko_app.i18n import load_catalogue
from posko_app.program import SHEET_PROCESS, WINDOW_PROCESS, own_command

log = logging.getLogger(__name__)

LOCKED = 75  # the window's exit code for "locked: show the lock page"
ENDED = (0, 2, 3)  # closed, failed, not possible here: nothing to start again
FAILED = 2
CRASHES_ALLOWED = 3
CRASH_WINDOW_S = 60.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [WINDOW_PROCESS]:
        # slow import: headless commands and the parent must not load Qt
        from posko_app.app import run_window

        return run_window(arguments[1:])
    if arguments == [SHEET_PROCESS]:
        # slow import, and this process reads what a stranger made: it gets nothing else
        from posko_app.services.sheet_child import main as read_sheet

        return read_sheet()
    # slow import: the parent of a window needs none of it
    from posko_app.cli import run

    return guarded(lambda: run(arguments, show_window=supervise))


def guarded(command: Callable[[], int]) -> int:
    """Run a command; a failure nobody foresaw is logged without its words, and told in ours.

    Python's own end would print what somebody typed, and its exit code 1 means something else
    here: some rows refused.
    """
    try:
        return command()
    except Exception:
        log.critical("crash.uncaught", exc_info=True)
        print(load_catalogue().text("cli.unexpected"), file=sys.stderr)
        return FAILED


def supervise(
    data_dir: Path,
    *,
    run_process: Callable[[Path, str], int] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Keep a window process running until it ends for good; give its exit code.

    The window's standard input is a pipe held open here: when this parent dies,
    however it dies, the window sees the end of the pipe and locks.

    Args:
        data_dir: where the store stands or shall stand.
        run_process: starts a window for a reason and gives its exit code.
        clock: monotonic seconds, to tell one crash from a window that cannot start.
    """
    run_process = run_process or _run_window_process
    reason = "start"
    crashes: list[float] = []
    while True:
        code = run_process(data_dir, reason)
        if code in ENDED:
            return code
        if code == LOCKED:
            reason = "locked"
            continue
        now = clock()
        crashes = [at for at in crashes if now - at < CRASH_WINDOW_S] + [now]
        if len(crashes) > CRASHES_ALLOWED:
            return FAILED
        reason = "crashed"


def _run_window_process(data_dir: Path, reason: str) -> int:
    command = [*own_command(), WINDOW_PROCESS, "--data-dir", str(data_dir), "--reason", reason]
    window = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command
    try:
        return window.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        if window.stdin is not None:
            window.stdin.close()
        window.wait()


if __name__ == "__main__":
    sys.exit(main())
