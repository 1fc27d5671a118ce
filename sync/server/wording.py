"""What the centre's command line says, by key, in Indonesian or English."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("id", "en")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """All sentences of one language."""

    language: str
    sentences: Mapping[str, str] = field(repr=False)

    def text(self, key: str, /, **params: str | int) -> str:
        """Give the key's sentence with its values put in; a key without one shows in brackets."""
        sentence = self.sentences.get(key, f"[{key}]")
        return PLACEHOLDER.sub(lambda at: str(params.get(at.group(1), at.group(0))), sentence)


def load_wording(language: str) -> Wording:
    """Read the sentences of a language; an unknown one is Indonesian."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    path = Path(__file__).parent / "sentences" / f"{chosen}.toml"
    return Wording(chosen, read_sentences(path))


def read_sentences(path: Path) -> dict[str, str]:
    """Read a file of sentences; nested tables become dotted keys."""
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Say which language is meant: `--lang`, or else the one of LANG; otherwise Indonesian."""
    words = list(arguments)
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return environment.get("LANG", "")[:2]


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value)
