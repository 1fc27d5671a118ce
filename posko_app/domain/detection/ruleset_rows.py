"""One table of a ruleset file, read key by key; whatever is wrong becomes a fault with its line.

A reader goes on with an empty value, so that one look at a file names everything in it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from posko_app.domain.detection.costs import LONGEST_LINE, LONGEST_LIST
from posko_app.domain.detection.faults import Fault
from posko_app.domain.detection.ruleset import Basis, LegalStatus, Text
from posko_app.domain.detection.toml_lines import Address, LineIndex
from posko_app.domain.field import LARGEST_INTEGER

Code = TypeVar("Code", bound=StrEnum)
OPENING = 5  # lines on which a text of several lines begins: its quotes, and empty ones
_PLACE = re.compile(r"\(at line (\d+)")


class RulesetFile:
    """One file and the faults found in it so far."""

    def __init__(self, name: str, text: str, faults: list[Fault]) -> None:
        """Read the text; one that is no TOML is a fault, and then empty."""
        self.name = name
        self._faults = faults
        self._text = text
        self._lines: LineIndex | None = None
        self._is_unread = False
        self.tables: Mapping[str, object] = {}
        lines = text.split("\n")
        long = next((at for at, line in enumerate(lines, 1) if len(line) > LONGEST_LINE), None)
        if long is not None:  # read, it could take minutes
            faults.append(Fault(name, long, "too_long", str(LONGEST_LINE)))
            self._give_up()
            return
        try:
            self.tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _PLACE.search(str(error))
            line = int(found[1]) if found is not None else text.count("\n") + 1
            faults.append(Fault(name, line, "not_toml"))
            self._give_up()
        except RecursionError:  # lists within lists within lists
            faults.append(Fault(name, 1, "not_toml"))
            self._give_up()

    def _give_up(self) -> None:
        self._text, self._is_unread = "", True

    def fault(self, address: Address, code: str, detail: str = "") -> None:
        """Note what is wrong with the value at an address; what could not be read has none."""
        if self._is_unread:
            return
        self._lines = self._lines or LineIndex(self._text)
        self._faults.append(Fault(self.name, self._lines.line(address), code, detail))

    def fault_within(
        self, address: Address, text: str, line: int | None, code: str, detail: str
    ) -> None:
        """Note what is wrong with a line, from 0, of the text of several lines at an address."""
        self._lines = self._lines or LineIndex(self._text)
        at = self._lines.line(address)
        if line is not None:
            at = self._line_within(at, text.split("\n"), line) or at
        self._faults.append(Fault(self.name, at, code, detail))

    def _line_within(self, at: int, words: Sequence[str], line: int) -> int | None:
        """Find a line of a text that begins on or soon after a line of the file."""
        file = self._text.split("\n")[at - 1 :]
        first = next((n for n, found in enumerate(file[:OPENING]) if words[0] in found), None)
        return None if first is None or line >= len(words) else at + first + line

    def top(self) -> "Row":
        """Give the file's outermost table."""
        return Row(self, (), self.tables)


class Row:
    """One table; a key that nobody asked for is named by `close`."""

    def __init__(self, file: RulesetFile, address: Address, table: Mapping[str, object]) -> None:
        self.file = file
        self.address = address
        self._table = table
        self._asked: set[str] = set()

    def fault(self, key: str, code: str, detail: str = "") -> None:
        """Note what is wrong with the value at a key."""
        self.file.fault((*self.address, key), code, detail or key)

    def fault_within(self, key: str, text: str, line: int | None, code: str, detail: str) -> None:
        """Note what is wrong with a line, from 0, of the text at a key; None means all of it."""
        self.file.fault_within((*self.address, key), text, line, code, detail or key)

    def has(self, key: str) -> bool:
        """Say whether a key is there."""
        return key in self._table

    def text(self, key: str, *, required: bool = True) -> str:
        """Give a text; an empty one is not enough where it is required."""
        value = self._value(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, "wrong_type")
            return ""
        if required and not value.strip():
            self.fault(key, "missing_key")
        return value

    def expression(self, key: str, *, required: bool = False) -> str | None:
        """Give a CEL expression, or None."""
        return self.text(key, required=required).strip() or None

    def both(self, key: str) -> Text:
        """Give a sentence in both languages."""
        inner = self.row(key)
        if inner is None:
            return Text("", "")
        text = Text(inner.text("id"), inner.text("en"))
        inner.close()
        return text

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Give a yes or no."""
        value = self._value(key, required=default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.fault(key, "wrong_type")
        return value is True

    def number(self, key: str) -> int | None:
        """Give a whole number from 0, or None where there is none."""
        value = self._value(key, required=False)
        if value is None or (type(value) is int and 0 <= value <= LARGEST_INTEGER):
            return value
        self.fault(key, "wrong_type")
        return None

    def amount(self, key: str) -> int | tuple[str, ...]:
        """Give a parameter's value: a whole number, a list of texts, or a text as a list."""
        value = self._table.get(key)
        if isinstance(value, str):
            self._asked.add(key)
            return (value,) if value else ()
        if isinstance(value, list):
            return self.texts(key)
        if value is None:
            self._value(key, required=True)
        return self.number(key) or 0

    def texts(
        self,
        key: str,
        *,
        known: Mapping[str, object] | frozenset[str] | None = None,
        required: bool = True,
    ) -> tuple[str, ...]:
        """Give a list of texts; with `known`, each must be one of those."""
        value = self._value(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(key, "wrong_type")
            return ()
        if len(value) > LONGEST_LIST:
            self.fault(key, "too_long", str(LONGEST_LIST))
            return ()
        for place, item in enumerate(value):
            if known is not None and item not in known:
                self.file.fault((*self.address, key, place), "unknown_id", item)
            elif item in value[:place]:
                self.file.fault((*self.address, key, place), "duplicate_id", item)
        return tuple(value)

    def one_of(self, key: str, codes: type[Code], default: Code) -> Code:
        """Give a member of a closed list."""
        value = self.text(key)
        if value in set(codes):
            return codes(value)
        if value:
            self.fault(key, "unknown_code", value)
        return default

    def day(self, key: str, *, required: bool = True) -> str:
        """Give a day as ISO text; empty where none is required."""
        value = self.text(key, required=required)
        if value:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                self.fault(key, "not_a_date", value)
        return value

    def row(self, key: str) -> "Row | None":
        """Give an inner table."""
        value = self._value(key, required=True)
        if isinstance(value, Mapping):
            return Row(self.file, (*self.address, key), value)
        if value is not None:
            self.fault(key, "wrong_type")
        return None

    def rows(self, key: str) -> Iterator["Row"]:
        """Give the tables of an array of tables; an absent one has none."""
        value = self._value(key, required=False)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(key, "wrong_type")
            return
        for place, item in enumerate(value):
            yield Row(self.file, (*self.address, key, place), item)

    def close(self) -> None:
        """Name the keys nobody asked for: a misspelt one must not go unnoticed."""
        for key in self._table:
            if key not in self._asked:
                self.fault(key, "unknown_key")

    def _value(self, key: str, *, required: bool) -> object:
        self._asked.add(key)
        value = self._table.get(key)
        if value is None and required:
            self.fault(key, "missing_key")
        return value


def basis_of(row: Row) -> Basis:
    """Read a table as a legal ground."""
    text = Text(row.text("id"), row.text("en"))
    status = row.one_of("status", LegalStatus, LegalStatus.TO_VERIFY)
    found = Basis(text, row.text("source"), status)
    row.close()
    return found
