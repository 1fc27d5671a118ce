"""What a command of the centre says: JSON on standard output, words on standard error."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from sync.protocol.canonical import Json
from sync.server.wording import Wording


@dataclass(frozen=True, slots=True)
class Console:
    """One command's surroundings."""

    wording: Wording
    environment: Mapping[str, str] = field(repr=False)
    out: TextIO
    err: TextIO

    def give(self, document: Mapping[str, Json]) -> None:
        """Print one JSON document as one line (raises OSError)."""
        print(json.dumps(document, ensure_ascii=False), file=self.out, flush=True)

    def say(self, key: str, /, **params: str | int) -> None:
        """Say a sentence to the person."""
        print(self.wording.text(key, **params), file=self.err, flush=True)


def system_console(wording: Wording, environment: Mapping[str, str]) -> Console:
    """Give the console of this process; JSON is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Console(wording, environment, sys.stdout, sys.stderr)
