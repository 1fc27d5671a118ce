"""The grammar of `posko-centre`; help and complaints speak the chosen language."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sync.protocol.messages import is_feed
from sync.server.wording import LANGUAGES, Wording

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8443
ROLES = ("administrator", "pengawas", "auditor")  # a test compares them with the console's own


class WrongUsage(Exception):
    """The words do not make a command; `usage` shows how it goes."""

    def __init__(self, usage: str) -> None:
        super().__init__("usage")
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process with an English sentence."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse complains in English
        """Raise with the usage of the command that was meant.

        Raises:
            WrongUsage: always.
        """
        raise WrongUsage(self.format_usage().strip())


Add = Callable[[str], Parser]  # a new command by its name
Told = Callable[[str], str]  # the help of a word, by key


def parse(arguments: Sequence[str], wording: Wording) -> argparse.Namespace:
    """Read the words of one command.

    Raises:
        WrongUsage: they make no command.
        SystemExit: help was asked for and has been printed.
    """
    return _parser(wording).parse_args(arguments)


def _parser(wording: Wording) -> Parser:
    def told(key: str) -> str:
        return wording.text(f"help.{key}")

    parser = Parser(prog="posko-centre", description=told("centre"))
    _add_help(parser, told("help"))
    parser.add_argument("--data-dir", type=Path, required=True, metavar="D", help=told("data_dir"))
    parser.add_argument("--training", action="store_true", help=told("training"))
    parser.add_argument("--escrow", type=Path, metavar="F", help=told("escrow_option"))
    parser.add_argument("--lang", choices=LANGUAGES, help=told("lang"))
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser
    )

    def add(name: str) -> Parser:
        command: Parser = commands.add_parser(name, help=told(name.replace("-", "_")))
        _add_help(command, told("help"))
        return command

    _add_running(add, told)
    _add_people(add, told)
    _add_keeping(add, told)
    return parser


def _add_running(add: Add, told: Told) -> None:
    serve = add("serve")
    serve.add_argument("--host", default=DEFAULT_HOST, metavar="H", help=told("host"))
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, metavar="N", help=told("port"))
    serve.add_argument("--workers", type=_count, metavar="N", help=told("workers"))
    code = add("enrol-code")
    code.add_argument("--post", type=_post, required=True, metavar="P", help=told("post"))
    code.add_argument("--qr", type=Path, metavar="F", help=told("qr"))
    code.add_argument("--url", metavar="URL", help=told("url"))
    add("verify")
    devices = add("devices")
    devices.add_argument("--json", action="store_true", help=told("json"))
    package = add("package-in")
    package.add_argument("file", type=Path, metavar="F", help=told("package_file"))
    package.add_argument("--out", type=Path, required=True, metavar="G", help=told("out"))


def _add_people(add: Add, told: Told) -> None:
    officer = add("officer").add_subparsers(dest="action", required=True, parser_class=Parser)
    officer.add_parser("list", help=told("officer_list"))
    for action in ("confirm", "revoke"):
        command = officer.add_parser(action, help=told(f"officer_{action}"))
        command.add_argument("key", nargs="+", metavar="KEY", help=told("officer_key"))
    device = add("device").add_subparsers(dest="action", required=True, parser_class=Parser)
    for action in ("confirm", "revoke", "restore"):
        command = device.add_parser(action, help=told(f"device_{action}"))
        command.add_argument("fingerprint", metavar="FP", help=told("fingerprint"))
    lease = add("lease-code")
    lease.add_argument("--device", required=True, metavar="FP", help=told("fingerprint"))
    admin = add("admin").add_subparsers(dest="action", required=True, parser_class=Parser)
    create = admin.add_parser("create", help=told("admin_create"))
    create.add_argument("--role", choices=ROLES, default=ROLES[0], help=told("admin_role"))
    renew = admin.add_parser("renew", help=told("admin_renew"))
    for command in (create, renew):
        command.add_argument("name", metavar="NAME", help=told("admin_name"))


def _add_keeping(add: Add, told: Told) -> None:
    backup = add("backup")
    backup.add_argument("--out", type=Path, required=True, metavar="F", help=told("out"))
    restore = add("restore")
    restore.add_argument("file", type=Path, metavar="F", help=told("backup_file"))
    restore.add_argument(
        "--custodian-key", type=Path, required=True, metavar="P", help=told("custodian_key")
    )
    escrow = add("escrow")
    escrow.add_argument("file", type=Path, metavar="F", help=told("escrow_file"))
    add("rotate-keys")
    for name in ("rebuild-end", "new-generation"):
        add(name).add_argument("--feed", required=True, metavar="FEED", help=told("feed"))
    move = add("migrate-database")
    move.add_argument("--to", required=True, metavar="URL", help=told("database_url"))


def _add_help(parser: Parser, text: str) -> None:
    parser.add_argument("-h", "--help", action="help", help=text)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("port")
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("count")
    return count


def _post(text: str) -> str:
    if not is_feed(text) or text == "shared":
        raise argparse.ArgumentTypeError("post")
    return text
