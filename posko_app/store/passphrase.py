"""Which passphrases are good enough, and a generator of ones that are.

Length and unguessability count; there is no rule about kinds of characters and no forced change.

Basis: SRC-NIST-800-63B.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from posko_app.paths import resources_dir
from sync.protocol.ids import RandomBytes

SHORTEST = 15  # characters; four generated words always have more
LONGEST = 1024
LOWEST_SCORE = 3  # of 4
SCORED_CHARACTERS = 72  # the scorer takes no more, and more cannot make it weaker
OWN_CHARACTERS = 8  # what must be left when all that is known about the person is taken out
WHOLE_WORD_BELOW = 4  # shorter known words are taken out as words only, never inside another
WORDS_SUGGESTED = 4

# What anybody would try at this desk. Officer, post and published examples come as arguments.
KNOWN = (
    *("posko", "contoh", "petugas", "penyelia", "bandara", "pelabuhan", "keberangkatan"),
    *("el", "tari", "eltari", "tenau", "kupang", "ntt", "nusa", "tenggara", "timur", "indonesia"),
    *("kata", "sandi", "katasandi", "rahasia", "password", "passphrase", "admin", "kunci"),
    *("qwerty", "asdfgh", "abcdef", "123456", "bismillah", "merdeka", "pancasila"),
)


@dataclass(frozen=True, slots=True)
class PassphraseContext:
    """What an onlooker knows about who chooses the passphrase.

    `published` holds the passphrases printed for demonstrations; leave it empty where they are
    meant to work, in a training store.
    """

    names: tuple[str, ...] = ()
    published: tuple[str, ...] = field(default=(), repr=False)


def check_passphrase(text: str, *, context: PassphraseContext) -> tuple[str, ...]:
    """Say by message key what is wrong with a passphrase; nothing when it will do.

    The keys: `vault.passphrase_short`, `_long`, `_known` (names and common words make up most of
    it, or it is printed somewhere) and `_weak` (easily guessed).
    """
    typed = unicodedata.normalize("NFKC", text)
    if len(typed) < SHORTEST:
        return ("vault.passphrase_short",)
    if len(typed) > LONGEST:
        return ("vault.passphrase_long",)
    if _is_published(typed, context) or len(_own_part(typed, context)) < OWN_CHARACTERS:
        return ("vault.passphrase_known",)
    if _score(typed, context) < LOWEST_SCORE:
        return ("vault.passphrase_weak",)
    return ()


def generate_words(
    count: int, random_bytes: RandomBytes, *, words: tuple[str, ...] | None = None
) -> str:
    """Draw so many words from the shipped list, each with the same chance, joined by spaces."""
    drawn_from = load_words() if words is None else words
    return " ".join(drawn_from[_below(len(drawn_from), random_bytes)] for _ in range(count))


def load_words(path: Path | None = None) -> tuple[str, ...]:
    """Read the list of 7,776 Indonesian words, or another list of one word a line."""
    return _words_of(path or resources_dir() / "passphrase" / "words.txt")


@lru_cache(maxsize=1)
def _words_of(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="ascii").split())


def _below(limit: int, random_bytes: RandomBytes) -> int:
    """Draw a number under the limit without favouring the small ones."""
    fair = 2**32 - 2**32 % limit
    while True:
        drawn = int.from_bytes(random_bytes(4), "big")
        if drawn < fair:
            return drawn % limit


def _is_published(typed: str, context: PassphraseContext) -> bool:
    return any(_compact(typed) == _compact(example) for example in context.published)


def _own_part(typed: str, context: PassphraseContext) -> str:
    """Give what is left without repetitions and without what anybody knows."""
    known = sorted(_known_words(context), key=len, reverse=True)
    tokens = [token for token in dict.fromkeys(_tokens(typed)) if token not in known]
    rest = "".join(tokens)
    for word in known:
        if len(word) >= WHOLE_WORD_BELOW:
            rest = rest.replace(word, "")
    return rest


def _score(typed: str, context: PassphraseContext) -> int:
    from zxcvbn import zxcvbn  # slow import, needed only when a passphrase is chosen

    scored: int = zxcvbn(typed[:SCORED_CHARACTERS], user_inputs=sorted(_known_words(context)))[
        "score"
    ]
    return scored


def _known_words(context: PassphraseContext) -> set[str]:
    return {*KNOWN, *(token for name in context.names for token in _tokens(name))}


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _compact(text: str) -> str:
    return "".join(_tokens(text))
