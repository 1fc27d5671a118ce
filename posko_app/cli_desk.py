"""Opening a store for one command, and saying what is wrong with it now."""

import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from posko_app.bootstrap import open_desk
from posko_app.cli_console import Console, Json
from posko_app.errors import OperatorError
from posko_app.services.desk import Desk
from posko_app.services.status import NO_ESCROW
from posko_app.store.kdf import SHIPPED
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.opening import Purpose

PATIENCE_S = 16  # of waiting after wrong tries, before a command gives up


@contextmanager
def desk_of(asked: Namespace, data_dir: Path, console: Console) -> Iterator[Desk]:
    """Open for one command; what is wrong now is said, what stays wrong only by init and verify."""
    officer_name, passphrase = who(asked, data_dir, console)
    desk = opened(data_dir, officer_name, passphrase, console=console)
    try:
        warn(filter(NO_ESCROW.__ne__, desk.status.warnings()), console)
        yield desk
    finally:
        desk.close()


def opened(
    data_dir: Path,
    officer_name: str | None,
    passphrase: str,
    *,
    console: Console,
    purpose: Purpose = Purpose.WORK,
) -> Desk:
    """Open the store; a short wait after a miss, or after a killed command, is waited out."""
    waited_s = 0
    while True:
        try:
            return open_desk(
                data_dir,
                officer=officer_name,
                passphrase=passphrase,
                policy=console.policy or SHIPPED,
                purpose=purpose,
            )
        except OperatorError as error:
            seconds = error.params.get("seconds")
            waits = error.key == "vault.wait" and isinstance(seconds, int)
            if not waits or waited_s + int(seconds or 0) > PATIENCE_S:
                raise
            waited_s += int(seconds or 0)
            console.say("cli.waiting", seconds=int(seconds or 0))
            time.sleep(int(seconds or 0))


def who(asked: Namespace, data_dir: Path, console: Console) -> tuple[str | None, str]:
    """Say who opens the store and with what; several slots and no name is not enough."""
    slots = read_key_file(data_dir).key_file.slots
    if asked.officer is None and len(slots) > 1:
        raise OperatorError("cli.choose_officer", names=", ".join(slot.name for slot in slots))
    return asked.officer, console.passphrase()


def warn(warnings: Iterable[str], console: Console) -> list[Json]:
    """Say warnings to the person, and give them for the JSON."""
    said: list[Json] = []
    for key in warnings:
        console.say(key)
        said.append(key)
    return said
