"""How much a ruleset may ask of the machine, known without running any of it.

A file is read and tried before anybody trusts its publisher, so reading it must never hang, fill
the memory or end the process: not even a signed file may stop a desk.
"""

import re
from collections.abc import Mapping
from typing import Final

from posko_app.domain.detection.facts import FACT_GROUPS
from posko_app.domain.detection.ruleset import Parameter

LONGEST_EXPRESSION: Final = 1_000  # characters; the evaluator recurses, on small stacks too
LONGEST_LIST: Final = 250  # texts of one parameter: every country of the world
LONGEST_LINE: Final = 4_000  # characters of a line of TOML
MOST_WORK: Final = 20_000  # of one expression
MOST_ALTOGETHER: Final = 200_000  # of a whole ruleset

_LOOP = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
_LIST = re.compile(r"(?<![\w.])p\s*\.\s*([A-Za-z_]\w*)")
_MAKES_LISTS = frozenset({"map", "filter"})
_LARGEST_GROUP = max(map(len, FACT_GROUPS.values()))


def loops_that_make_lists(bare: str) -> tuple[str, ...]:
    """Name the loops that would build new lists; no rule needs one, and lists of lists grow."""
    return tuple(name for name in _LOOP.findall(bare) if name in _MAKES_LISTS)


def work(bare: str, parameters: Mapping[str, Parameter]) -> int | None:
    """Estimate what one evaluation costs, about one for a character looked at once.

    Args:
        bare: the expression without its texts and comments.
        parameters: what stands under `p`.

    Returns:
        The estimate; None where a loop stands in a loop, whose cost multiplies.
    """
    bodies = [_body(bare, found.end()) for found in _LOOP.finditer(bare)]
    if any(map(_LOOP.search, bodies)):
        return None
    rounds = max(_LARGEST_GROUP, bare.count(","), *_lengths(bare, parameters), 1)
    return _once(bare, parameters) + rounds * sum(_once(body, parameters) for body in bodies)


def _once(text: str, parameters: Mapping[str, Parameter]) -> int:
    """Count the characters, and the lists: compared as a whole, and copied by each plus."""
    return len(text) + sum(_lengths(text, parameters)) * (1 + text.count("+"))


def _lengths(text: str, parameters: Mapping[str, Parameter]) -> list[int]:
    named = (parameters.get(name) for name in _LIST.findall(text))
    return [len(p.value) for p in named if p is not None and isinstance(p.value, tuple)]


def _body(text: str, start: int) -> str:
    """Give what stands between a loop's brackets."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at]
    return text[start:]
