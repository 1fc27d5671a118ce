"""Headless commands: one command line in, one exit code out.

Nothing heavy is imported before it is known which command is meant, and Qt only for a PDF.
"""

import logging
import os
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from posko_app.cli_console import Console, system_console
from posko_app.cli_parser import RULE_COMMANDS, SYNC_COMMANDS, WrongUsage, needs_store, parse
from posko_app.errors import PoskoError
from posko_app.i18n import load_catalogue
from posko_app.logs import start_logs, start_logs_when_needed
from posko_app.paths import data_paths, default_data_dir
from posko_app.system import forbid_core_dumps

OK, SOME_REFUSED, FAILED, NOT_POSSIBLE = 0, 1, 2, 3
NOT_POSSIBLE_KEYS = frozenset({"store.driver_old", "vault.no_memory"})

ShowWindow = Callable[[Path], int]


def run(
    arguments: Sequence[str], *, show_window: ShowWindow, console: Console | None = None
) -> int:
    """Run one command line.

    Args:
        arguments: without the program's name.
        show_window: called when no command is given; takes the data directory.
        console: where words and JSON go; this process's by default.

    Returns:
        0 done, 1 some rows refused, 2 failed or alarm, 3 not possible on this computer.
    """
    desk = console or system_console(load_catalogue(), os.environ)
    begin = _begin_process if console is None else _begin_nothing
    try:
        return _run(arguments, show_window, console=desk, begin=begin)
    except WrongUsage as wrong:
        desk.say("cli.wrong_usage", usage=wrong.usage)
        return FAILED
    except SystemExit as end:  # help was printed
        return OK if not end.code else FAILED
    except PoskoError as error:
        desk.say(error.key, **error.params)
        return NOT_POSSIBLE if error.key in NOT_POSSIBLE_KEYS else FAILED
    except ImportError:
        desk.say("cli.not_possible")
        return NOT_POSSIBLE
    except (KeyboardInterrupt, BrokenPipeError):
        return FAILED
    except OSError:  # a folder that may not even be looked into
        desk.say("store.no_access")
        return FAILED


def _run(
    arguments: Sequence[str],
    show_window: ShowWindow,
    *,
    console: Console,
    begin: Callable[[Namespace], None],
) -> int:
    asked = parse(arguments)
    data_dir = asked.data_dir or default_data_dir(os.environ, home=Path.home())
    if asked.command is None:
        return show_window(data_dir)
    begin(asked)
    if asked.command == "scan":
        # start-up order: only this command reads scans
        from posko_app.cli_scan import scan

        return scan(asked, console)
    if asked.command == "scan-sheet":
        # slow import: what paints
        from posko_app.cli_scan import scan_sheet

        return scan_sheet(asked, console)
    if asked.command in RULE_COMMANDS:
        # slow import: the evaluator of rules
        from posko_app.cli_rules import COMMANDS as RULES

        return RULES[asked.command](asked, data_dir, console)
    if asked.command in SYNC_COMMANDS:
        # slow import: the store's libraries, as below
        from posko_app.cli_sync import COMMANDS as SYNC

        return SYNC[asked.command](asked, data_dir, console)
    # slow import: the store's libraries, needed by every command but no window's parent
    from posko_app.cli_commands import COMMANDS

    return COMMANDS[asked.command](asked, data_dir, console)


def _begin_process(asked: Namespace) -> None:
    """Keep memory private, and log records out of the words for people."""
    forbid_core_dumps()
    path = data_paths(os.environ, home=Path.home()).log
    if not needs_store(asked):
        start_logs_when_needed(path)
        return
    try:
        start_logs(path)
    except OSError:  # costs the log, never the command
        logging.getLogger().addHandler(logging.NullHandler())


def _begin_nothing(_asked: Namespace) -> None:
    """Leave the process as it is: somebody else's console came in."""
