"""On which line each value of a TOML text stands; the standard reader does not say.

For texts that `tomllib` has read already, so nothing is checked again here.
"""

import re
from bisect import bisect_left

Address = tuple[str | int, ...]  # ("sign", 3, "legal", 0, "source")

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_SCALAR = re.compile(
    r'"""(?:\\.|(?!""")[^\\])*"{3,5}'
    r"|'''(?:(?!''').)*'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)


class LineIndex:
    """Answers on which line something stands, or what holds it."""

    def __init__(self, text: str) -> None:
        """Read a valid TOML text."""
        self._lines = _Walk(text).document()

    def line(self, address: Address) -> int:
        """Give the line, from 1; of the nearest table or key when the thing itself is absent."""
        while address and address not in self._lines:
            address = address[:-1]
        return self._lines.get(address, 1)


class _Walk:
    """Goes through the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [at for at, character in enumerate(text) if character == "\n"]
        self._last: dict[Address, int] = {}  # index of the newest table of an array of tables
        self._found: dict[Address, int] = {}

    def document(self) -> dict[Address, int]:
        table: Address = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self._found

    def _header(self) -> Address:
        line = self._line()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        names = self._names()
        self._at += 2 if is_array else 1
        address: Address = ()
        for place, name in enumerate(names):
            address += (name,)
            if is_array and place == len(names) - 1:
                self._last[address] = self._last.get(address, -1) + 1
            if address in self._last:
                self._found.setdefault(address, line)
                address += (self._last[address],)
        self._found[address] = line
        return address

    def _pair(self, table: Address) -> None:
        line = self._line()
        address = table
        for name in self._names():
            address += (name,)
            self._found.setdefault(address, line)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(address)

    def _names(self) -> list[str]:
        names = []
        while True:
            self._skip(_SPACE)
            start = self._at
            self._skip(_KEY)
            names.append(self._text[start : self._at].strip("\"'"))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return names
            self._at += 1

    def _value(self, address: Address) -> None:
        opening = self._text[self._at]
        if opening == "[":
            self._items(address, "]")
        elif opening == "{":
            self._items(address, "}")
        else:
            self._skip(_SCALAR)

    def _items(self, address: Address, closing: str) -> None:
        """Walk an array or an inline table, from its opening to behind its closing mark."""
        self._at += 1
        self._skip(_BLANK)
        place = 0
        while self._text[self._at] != closing:
            if closing == "}":
                self._pair(address)
            else:
                self._found[*address, place] = self._line()
                self._value((*address, place))
            place += 1
            self._skip(_BLANK)
            if self._text[self._at] == ",":
                self._at += 1
                self._skip(_BLANK)
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        assert found is not None  # noqa: S101 - tomllib has read this text
        self._at = found.end()

    def _line(self) -> int:
        return bisect_left(self._breaks, self._at) + 1
