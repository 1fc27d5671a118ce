"""Sentences of the console by key, in the language the reader chose.

They live in `sync/server/locale/<language>/*.toml`, nested tables become dotted keys. Indonesian
is the first language; a test keeps English complete.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

from sync.server.wording import PLACEHOLDER, read_sentences

FIRST = "id"
LANGUAGES = (FIRST, "en")
LOCALE = Path(__file__).resolve().parent.parent / "locale"


class NoSentence(LookupError):
    """A key has no sentence: our mistake, found by a test and not by a reader."""


def say(key: str, /, **values: str | int) -> str:
    """Give the key's sentence in the reader's language, with its values put in.

    Raises:
        NoSentence: there is none.
    """
    language = (get_language() or FIRST).split("-")[0]
    sentence = sentences(language if language in LANGUAGES else FIRST).get(key)
    if sentence is None:
        raise NoSentence(key)
    return PLACEHOLDER.sub(lambda found: str(values[found.group(1)]), sentence)


say_later = lazy(say, str)  # for labels that are stated once and read in either language


@lru_cache(maxsize=len(LANGUAGES))
def sentences(language: str) -> Mapping[str, str]:
    """Read all sentences of a language; a process reads them once."""
    found: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("people*.toml")):
        found.update(read_sentences(path))
    return found


def has_sentence(key: str) -> bool:
    """Say whether there is a sentence for a key that comes from elsewhere, such as a code."""
    return key in sentences(FIRST)
