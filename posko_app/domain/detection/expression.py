"""Checks one CEL expression of a ruleset before it may judge anybody.

Whatever can be known without a person's facts is asked here: names, codes, guards, and that
the answer is yes or no over facts of every type. Basis: SRC-RULES (absent fires nothing).
"""

import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from posko_app.domain.detection import costs
from posko_app.domain.detection.cel_engine import Context, Program, compile  # noqa: A004
from posko_app.domain.detection.facts import FACT_FIELDS, FACT_GROUPS, FactTable, flat_name
from posko_app.domain.detection.ruleset import Parameter
from posko_app.domain.field import LARGEST_INTEGER, FieldType
from posko_app.domain.values import Value

ParameterValue = int | tuple[str, ...]
FACTS, PARAMETERS = "f", "p"
# what evaluating can raise: an absent key, an unknown name, types that do not go together
EVALUATION_ERRORS = (LookupError, RuntimeError, TypeError, ValueError, ArithmeticError)
TRIES = 60  # typed facts each expression is tried on

_FUNCTIONS = frozenset({"size", "startsWith", "endsWith", "contains"})
# texts and comments, in which a name means nothing
_PASSED = r'(?s:"""(.*?)"""|\'\'\'(.*?)\'\'\')|"([^"\n]*)"|\'([^\'\n]*)\'|(//[^\n]*)'
_TEXTS = re.compile(_PASSED)
_NAMES = r"(?<![\w.])%s\b((?:\s*\.\s*[A-Za-z_]\w*)*)(\s*\()?"
_CHAINS = {root: re.compile(_NAMES % root) for root in (FACTS, PARAMETERS)}
_FACTS_OR_TEXTS = re.compile(f"{_PASSED}|{_NAMES % FACTS}")
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*(\w+)\s*,")
_IN_LIST = re.compile(r"\bf\.(\w+(?:\.\w+)?)(?:\[\w+\])?\s+in\s+p\.(\w+)")
_OVER_LIST = re.compile(
    r"\bp\.(\w+)\.(?:all|exists|exists_one)\(\s*(\w+)\s*,(?s:.*?)\b\2 in f\.(\w+)"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What an expression reads, and what is wrong with it: code and detail."""

    reads: tuple[str, ...]  # fact paths and groups, in order
    wrong: tuple[tuple[str, str], ...]
    work: int = 0  # as `costs.work` estimates it


def check(
    text: str, *, parameters: Mapping[str, Parameter], excluded: Collection[str] = ()
) -> Checked:
    """Look at one expression.

    Args:
        text: CEL over `f` and `p`.
        parameters: what stands under `p`.
        excluded: facts and groups that no rule may read.
    """
    work, refused = _first_look(text, parameters)
    if refused:
        return Checked((), refused)
    try:
        program = compile(text)
        compile(in_list([text]))  # so deep that it parses alone only
    except ValueError as error:
        return Checked((), (("bad_expression", _parser_says(error)),))
    literals, bare = _literals(text), _bare(text)
    reads, wrong = _reads(bare)
    wrong += _names(program, bare)
    wrong += _parameters(bare, parameters)
    wrong += [("excluded_field", path) for path in reads if _is_excluded(path, excluded)]
    wrong += _unguarded(bare, reads)
    # in this order: each asks only what the one before has made sure of
    wrong = wrong or _codes(bare, literals, reads, parameters)
    wrong = wrong or _answers(program, reads, literals, parameters)
    return Checked(reads, tuple(dict.fromkeys(wrong)), work)


def _first_look(
    text: str, parameters: Mapping[str, Parameter]
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Give an expression's cost, and why it is not even compiled, if so."""
    if "\\" in text:
        return 0, (("bad_expression", "\\"),)
    if len(text) > costs.LONGEST_EXPRESSION:
        return 0, (("too_long", str(costs.LONGEST_EXPRESSION)),)
    bare = _bare(text)
    unknown = costs.loops_that_make_lists(bare)
    if unknown:
        return 0, tuple(("unknown_name", name) for name in unknown)
    work = costs.work(bare, parameters)
    if work is None or work > costs.MOST_WORK:
        return 0, (("too_costly", ""),)
    return work, ()


def in_list(texts: Iterable[str]) -> str:
    """Give one expression whose value is the list of these expressions' values."""
    # a line of its own for each closing bracket: an expression may end in a comment
    return "[" + ",".join(f"({text}\n)" for text in texts) + "]"


def reads_of(text: str) -> tuple[str, ...]:
    """Give the fact paths and groups that an expression reads, in order."""
    return _reads(_bare(text))[0]


def flattened(text: str) -> str:
    """Give an expression that finds each fact under its `flat_name`."""
    return _FACTS_OR_TEXTS.sub(_flattened, text)


def names_only(text: str) -> tuple[tuple[str, str], ...]:
    """Check only that a text is an expression; its names mean something else than facts."""
    if len(text) > costs.LONGEST_EXPRESSION:
        return (("too_long", str(costs.LONGEST_EXPRESSION)),)
    try:
        compile(text)
    except ValueError as error:
        return (("bad_expression", _parser_says(error)),)
    return ()


def parameter_values(parameters: Mapping[str, Parameter]) -> dict[str, ParameterValue]:
    """Give what stands under `p`."""
    return {name: parameter.value for name, parameter in parameters.items()}


def _parser_says(error: ValueError) -> str:
    """Give the place and the complaint, without the expression and the list of tokens."""
    found = re.search(r"<input>:(\d+:\d+): ([^\n]{0,80})", str(error))
    return f"{found[1]} {found[2]}" if found is not None else ""


def _bare(text: str) -> str:
    """Give an expression without the texts and comments in it."""
    return _TEXTS.sub(lambda found: "" if found[5] else '""', text)


def _literals(text: str) -> tuple[str, ...]:
    """Give the texts in an expression."""
    found = (each.groups("") for each in _TEXTS.finditer(text))
    return tuple("".join(forms[:4]) for forms in found if not forms[4])


def _flattened(found: re.Match[str]) -> str:
    names = _names_in(found[6] or "")
    path = ".".join(names[:-1] if found[7] else names)
    if path not in FACT_FIELDS:  # a text, a comment, or a group
        return found[0]
    method = f".{names[-1]}{found[7]}" if found[7] else ""
    return f"{FACTS}.{flat_name(path)}{method}"


def _names_in(chain: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in chain.split(".")[1:])


def _reads(bare: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    reads: dict[str, None] = {}
    wrong: list[tuple[str, str]] = []
    for chain in _chains(FACTS, bare):
        path = ".".join(chain)
        if path in FACT_FIELDS or path in FACT_GROUPS:
            reads[path] = None
        else:
            wrong.append(("unknown_field", path or FACTS))
    return tuple(reads), wrong


def _chains(root: str, bare: str) -> Iterator[tuple[str, ...]]:
    """Give the names behind each mention of a root; a method at the end is left out."""
    for found in _CHAINS[root].finditer(bare):
        names = _names_in(found[1])
        yield names[:-1] if found[2] else names


def _names(program: Program, bare: str) -> list[tuple[str, str]]:
    bound = set(_BOUND.findall(bare))
    strangers = set(program.variables()) - bound - {FACTS, PARAMETERS}
    strangers |= bound & {FACTS, PARAMETERS}
    functions = (name for name in program.functions() if name[0].isalpha())
    unknown = sorted(set(functions) - _FUNCTIONS)
    return [("unknown_name", name) for name in (*sorted(strangers), *unknown)]


def _parameters(bare: str, parameters: Mapping[str, Parameter]) -> list[tuple[str, str]]:
    asked = [".".join(chain) for chain in _chains(PARAMETERS, bare)]
    return [("unknown_parameter", name or PARAMETERS) for name in asked if name not in parameters]


def _is_excluded(path: str, excluded: Collection[str]) -> bool:
    return any(
        path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.")
        for other in excluded
    )


def _unguarded(bare: str, reads: tuple[str, ...]) -> list[tuple[str, str]]:
    """Name what is read without ever asking whether it was recorded."""
    dense = re.sub(r"\s+", "", bare)
    return [
        ("unguarded", path)
        for path in reads
        if path in FACT_FIELDS and f"has(f.{path})" not in dense
    ]


def _codes(
    bare: str,
    literals: tuple[str, ...],
    reads: tuple[str, ...],
    parameters: Mapping[str, Parameter],
) -> list[tuple[str, str]]:
    """Name texts that no fact read here can ever be: misspelt, they would never fire."""
    known = frozenset[str]().union(*map(_texts_of, reads))
    strangers = [] if _reads_free_text(reads) else [text for text in literals if text not in known]
    for path, name in _IN_LIST.findall(bare):
        if not _reads_free_text((path,)):
            strangers += _not_among(_codes_of(path), parameters[name])
    for name, _variable, group in _OVER_LIST.findall(bare):
        strangers += _not_among(_texts_of(group), parameters[name])
    return [("unknown_code", text) for text in strangers]


def _not_among(known: frozenset[str], parameter: Parameter) -> list[str]:
    values = parameter.value if isinstance(parameter.value, tuple) else ()
    return [value for value in values if value not in known]


def _reads_free_text(reads: tuple[str, ...]) -> bool:
    kinds = {FACT_FIELDS[path].type for read in reads for path in FACT_GROUPS.get(read, (read,))}
    return bool(kinds & {FieldType.TEXT, FieldType.COUNTRY, FieldType.REFERENCE, FieldType.DATE})


def _texts_of(read: str) -> frozenset[str]:
    """Give the codes of what is read, and the names in a group."""
    names = frozenset(path.rpartition(".")[2] for path in FACT_GROUPS.get(read, ()))
    return _codes_of(read) | names


def _codes_of(read: str) -> frozenset[str]:
    paths = FACT_GROUPS.get(read, (read,))
    return frozenset(code for path in paths for code in FACT_FIELDS[path].codes)


def _answers(
    program: Program,
    reads: tuple[str, ...],
    literals: tuple[str, ...],
    parameters: Mapping[str, Parameter],
) -> list[tuple[str, str]]:
    """Try the expression on no facts, on all, and on many mixtures of them."""
    paths = [path for read in reads for path in FACT_GROUPS.get(read, (read,))]
    table = FactTable(reads)
    context = Context()
    context.add_variable(PARAMETERS, parameter_values(parameters))
    chance = random.Random(0)  # noqa: S311 - the same facts at every start
    for share, is_edge in ((0.0, False), (1.0, True), (1.0, False), *((0.7, False),) * TRIES):
        kept = [path for path in paths if chance.random() < share]
        facts = table.read({p: _sample(p, literals, chance, is_edge=is_edge) for p in kept})
        context.add_variable(FACTS, facts)
        try:
            if type(program.execute(context)) is not bool:
                return [("not_boolean", "")]
        except EVALUATION_ERRORS:
            return [("not_evaluated", "")]
    return []


def _sample(path: str, literals: tuple[str, ...], chance: random.Random, *, is_edge: bool) -> Value:
    """Give a value that a fact may have; at the edge, the largest number."""
    field = FACT_FIELDS[path]
    match field.type:
        case FieldType.CODES:
            return True
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.INTEGER:
            largest = field.largest or LARGEST_INTEGER
            return largest if is_edge else chance.choice((0, 1, 2, 14, 17, 18, 40, largest))
        case FieldType.CODE:
            wanted = [text for text in literals if text in field.codes]
            return chance.choice(wanted or field.codes)
        case _:
            return chance.choice(("Contoh", *literals))
