"""Self-made names: the written pairs, and any number of different people from a fixed seed."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

_PAIRS = Path(__file__).parents[1] / "domain" / "name_pairs.toml"
_WORDS = Path(__file__).parents[1] / "domain" / "name_words.toml"


def written_pairs(which: str) -> list[tuple[str, str]]:
    """Give the pairs of the file: `one` name written twice, `unseen` ones, or `two` people."""
    return [(a, b) for a, b in tomllib.loads(_PAIRS.read_text("utf-8"))[which]]


def invented_names(count: int, *, seed: int) -> Iterator[str]:
    """Give names as a queue has them: 40 first names, 100 clans, a third with a second name."""
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    given, heads, tails = words["given"], words["heads"], words["tails"]
    chance = random.Random(seed)
    for _ in range(count):
        second = [chance.choice(given)] if chance.random() < 1 / 3 else []
        clan = chance.choice(heads) + chance.choice(tails)
        yield " ".join((chance.choice(given), *second, clan))
