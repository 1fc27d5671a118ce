"""Names found by the beginnings of their words: which numbers stand under which word."""

import string
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

_PLAIN = {ord(sign): " " for sign in string.punctuation} | {ord(sign): None for sign in "'’`"}
AFTER_ALL = "\U0010ffff"

Numbers = frozenset[int]


def words_of(text: str) -> list[str]:
    """Give the words of a name as they are compared: no case, no punctuation, Du'en as duen."""
    return text.casefold().translate(_PLAIN).split()


class WordIndex:
    """Numbers by word, in flat arrays: all that begin alike are one slice of them."""

    def __init__(self, found: "Mapping[str, array[int]]") -> None:
        self._words = sorted(found)
        self._starts, self._numbers = array("I", [0]), array("I")
        for word in self._words:
            self._numbers.extend(found[word])
            self._starts.append(len(self._numbers))

    def under(self, beginning: str) -> Numbers:
        """Give the numbers under every word that begins so."""
        first = bisect_left(self._words, beginning)
        last = bisect_left(self._words, beginning + AFTER_ALL, first)
        return Numbers(self._numbers[self._starts[first] : self._starts[last]])


def word_indexes(names: Iterable[Sequence[str]]) -> tuple[WordIndex, WordIndex]:
    """Index names, given as their words, by their first word alone and by every word."""
    firsts: dict[str, array[int]] = {}
    every: dict[str, array[int]] = {}
    for number, words in enumerate(names):
        for found, some in ((firsts, words[:1]), (every, words)):
            for word in some:
                under = found.get(word)
                if under is None:
                    found[word] = under = array("I")
                under.append(number)
    return WordIndex(firsts), WordIndex(every)
