"""Sentences by key: every text that depends on what happened, in Indonesian and English.

Fixed labels of a window are Qt translations; sentences with values in them live
in `resources/locale/<language>/*.toml`, one file per area, merged into one
catalogue. Nested tables become dotted keys.
"""

import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from posko_app.errors import Defect
from posko_app.paths import resources_dir

LANGUAGES = ("id", "en")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
COUNTED = re.compile(r"\{([a-z][a-z0-9_]*)\|([^{}|]*)\|([^{}|]*)\}")  # {number|record|records}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences of one language."""

    language: str
    sentences: Mapping[str, str] = field(repr=False)

    def has(self, key: str) -> bool:
        """Say whether there is a sentence for the key."""
        return key in self.sentences

    def text(self, key: str, /, **params: str | int) -> str:
        """Give the key's sentence with its values put in.

        A key without a sentence shows as the key in brackets and is logged: a missing text
        must never stop an error from being shown. `{number|record|records}` gives the word
        that fits the value: the first for one, else the second.
        """
        sentence = self.sentences.get(key)
        if sentence is None:
            log.error("i18n.no_sentence")
            return f"[{key}]"
        counted = COUNTED.sub(lambda found: _form(found, params), sentence)
        return PLACEHOLDER.sub(lambda found: _value(found, params), counted)


def _form(found: re.Match[str], params: Mapping[str, str | int]) -> str:
    """Give the word for one or the word for many; a value may come as a number or in digits."""
    name, one, many = found.groups()
    return one if str(params.get(name)) == "1" else many


def _value(found: re.Match[str], params: Mapping[str, str | int]) -> str:
    name = found.group(1)
    if name not in params:
        log.error("i18n.no_value")
        return found.group(0)
    return str(params[name])


def load_catalogue(language: str = "id") -> Catalogue:
    """Read every sentence file of a shipped language, once per process.

    Raises:
        Defect: the language is not shipped, or two files state the same key.
    """
    if language not in LANGUAGES:
        raise Defect("i18n.no_language")
    return _cached(resources_dir() / "locale" / language, language)


@lru_cache(maxsize=len(LANGUAGES))
def _cached(directory: Path, language: str) -> Catalogue:
    return read_catalogue(directory, language=language)


def read_catalogue(directory: Path, *, language: str) -> Catalogue:
    """Read the sentence files of one directory, in order of their names.

    Raises:
        Defect: a key is stated twice, or a value is not a sentence.
    """
    sentences: dict[str, str] = {}
    for path in sorted(directory.glob("*.toml")):
        for key, sentence in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in sentences:
                raise Defect("i18n.stated_twice", key=key)
            sentences[key] = sentence
    return Catalogue(language=language, sentences=sentences)


def placeholders(sentence: str) -> frozenset[str]:
    """Name the values that a sentence expects."""
    return frozenset(PLACEHOLDER.findall(sentence))


def _flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = prefix + name
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        else:
            raise Defect("i18n.not_a_sentence", key=key)
