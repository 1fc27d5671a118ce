"""`posko-centre`: one command line in, one exit code out.

Nothing heavy is imported before it is known which command is meant.
"""

import os
import sys
from collections.abc import Sequence

from sync.server.cli_console import Console, system_console
from sync.server.cli_parser import WrongUsage, parse
from sync.server.refusal import FAILED, NOT_POSSIBLE, OK, OperationRefused
from sync.server.wording import chosen_language, load_wording


def main() -> int:
    """Run this process's command line and give its exit code."""
    _keep_private()
    arguments = sys.argv[1:]
    wording = load_wording(chosen_language(arguments, os.environ))
    return run(arguments, system_console(wording, os.environ))


def run(arguments: Sequence[str], console: Console) -> int:
    """Run one command line.

    Args:
        arguments: without the program's name.
        console: where words and JSON go.

    Returns:
        0 done, 1 some refused, 2 failed or alarm, 3 not possible on this computer.
    """
    try:
        asked = parse(arguments, console.wording)
        # slow import: Django and the server
        from sync.server.cli_commands import COMMANDS, name_custodians_first

        name_custodians_first(asked, console)
        return COMMANDS[asked.command](asked, console)
    except WrongUsage as wrong:
        console.say("wrong_usage", usage=wrong.usage)
        return FAILED
    except SystemExit as end:  # help was printed
        return OK if not end.code else FAILED
    except OperationRefused as refused:
        console.say(refused.key, **refused.params)
        return refused.exit_code
    except ImportError as missing:
        console.say("not_possible", name=missing.name or "?")
        return NOT_POSSIBLE
    except (KeyboardInterrupt, BrokenPipeError):
        return FAILED
    except OSError:
        console.say("failed")
        return FAILED


def _keep_private() -> None:
    """Let nobody but the owner read what is written, and keep keys out of crash files."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource  # does not exist on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
