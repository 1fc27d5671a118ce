"""What a command says and asks: JSON on standard output, words on standard error."""

import getpass
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from posko_app.cli_parser import plain_text
from posko_app.errors import MachineError, OperatorError
from posko_app.i18n import Catalogue

if TYPE_CHECKING:
    from posko_app.store.kdf import KdfPolicy

PASSPHRASE = "POSKO_PASSPHRASE"  # noqa: S105 - the name of the variable
NEW_PASSPHRASE = "POSKO_NEW_PASSPHRASE"  # noqa: S105
SECOND_PASSPHRASE = "POSKO_SECOND_PASSPHRASE"  # noqa: S105

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Console:
    """One command's surroundings."""

    catalogue: Catalogue
    environment: Mapping[str, str] = field(repr=False)
    out: TextIO
    err: TextIO
    ask: Ask | None  # asks without echo; None where nobody can answer
    policy: "KdfPolicy | None" = None  # of unlocking; None: as shipped

    def give(self, document: Json) -> None:
        """Print one JSON document and make sure that it has left.

        Raises:
            MachineError: `cli.output_failed`; what the command did before stays done.
            BrokenPipeError: the reader has enough.
        """
        try:
            print(json.dumps(document, ensure_ascii=False), file=self.out, flush=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise MachineError("cli.output_failed") from error

    def say(self, key: str, **params: str | int) -> None:
        """Say a sentence to the person."""
        print(self.catalogue.text(key, **params), file=self.err, flush=True)

    def passphrase(self) -> str:
        """Get the passphrase that opens the store.

        Raises:
            OperatorError: `cli.no_passphrase`, `cli.passphrase_no_text`.
        """
        return self._given(PASSPHRASE) or self._asked("cli.ask_passphrase")

    def first_passphrase(self) -> str:
        """Get the passphrase of a store to be made, typed twice when it is typed."""
        return self._given(PASSPHRASE) or self._asked_twice()

    def new_passphrase(self) -> str:
        """Get a newcomer's passphrase, or one's own new one, typed twice when it is typed.

        Raises:
            OperatorError: `cli.no_passphrase`, `cli.passphrases_differ`,
                `cli.passphrase_no_text`.
        """
        return self._given(NEW_PASSPHRASE) or self._asked_twice()

    def second_passphrase(self) -> str:
        """Get the passphrase of the second person who confirms something."""
        return self._given(SECOND_PASSPHRASE) or self._asked("ruleset.ask_second")

    def _given(self, name: str) -> str:
        try:
            return plain_text(self.environment.get(name, ""))
        except ValueError:
            raise OperatorError("cli.passphrase_no_text") from None

    def _asked_twice(self) -> str:
        first = self._asked("cli.ask_new_passphrase")
        if first != self._asked("cli.ask_again"):
            raise OperatorError("cli.passphrases_differ")
        return first

    def _asked(self, key: str) -> str:
        if self.ask is None:
            raise OperatorError("cli.no_passphrase")
        return self.ask(self.catalogue.text(key) + " ")


def system_console(catalogue: Catalogue, environment: Mapping[str, str]) -> Console:
    """Give the console of this process; JSON is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    ask = _ask if sys.stdin is not None and sys.stdin.isatty() else None
    return Console(catalogue, environment, sys.stdout, sys.stderr, ask)


def _ask(prompt: str) -> str:
    return getpass.getpass(prompt, stream=sys.stderr)
