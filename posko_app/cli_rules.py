"""Commands that need rules but no store: judging lines of JSON, and checking a ruleset."""

import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from posko_app.catalogue_files import read_catalogue
from posko_app.cli_assess import assess_lines
from posko_app.cli_console import Console, Json
from posko_app.cli_folder import ruleset_in
from posko_app.cli_lines import lines_of, opened_input
from posko_app.domain.civil import civil_date
from posko_app.domain.detection.rules import Judge, RuleBroken
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.ruleset_read import (
    Fault,
    RulesetFaults,
    read_ruleset,
    ruleset_hash,
)
from posko_app.errors import Defect
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from posko_app.system import utc_now

OK, SOME_WRONG = 0, 1
_SOURCE = re.compile(r"^### (SRC-[A-Z0-9-]+)", re.MULTILINE)

Command = Callable[[Namespace, Path, Console], int]


def assess(asked: Namespace, _data_dir: Path, console: Console) -> int:
    """Judge lines of JSON; each gives one line, also one that cannot be judged."""
    judge = Judge(ruleset_in(asked.ruleset))
    words = None if asked.explain is None else load_catalogue(asked.explain)
    some_wrong = False
    today = civil_date(utc_now())
    with opened_input(asked.file) as stream:
        try:
            lines = lines_of(stream)
            for answer in assess_lines(lines, judge, console.catalogue, today=today, words=words):
                some_wrong |= "error" in answer
                console.give(answer)
        except RuleBroken as broken:
            raise Defect("detection.rule_broken", rule=broken.rule) from broken
    return SOME_WRONG if some_wrong else OK


def ruleset(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Check the files of a ruleset, or install a signed one."""
    if asked.action == "check":
        return _check(asked.directory, console)
    # slow import: the store's libraries, which a check does not need
    from posko_app.cli_detection import ruleset_install

    return ruleset_install(asked, data_dir, console)


def replay(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Judge everything stored again."""
    # slow import: the store's libraries
    from posko_app.cli_detection import replay as replay_store

    return replay_store(asked, data_dir, console)


def known_sources() -> frozenset[str] | None:
    """Give the ids of the page of sources; None where the program came without its pages."""
    page = resources_dir().parent / "docs" / "sources.md"
    if not page.is_file():
        return None
    return frozenset(_SOURCE.findall(page.read_text(encoding="utf-8")))


COMMANDS: Mapping[str, Command] = {"assess": assess, "ruleset": ruleset, "replay": replay}


def _check(directory: Path, console: Console) -> int:
    files, sources = read_catalogue(directory), known_sources()
    try:
        read: Ruleset | None = read_ruleset(files, known_sources=sources)
        faults: tuple[Fault, ...] = ()
    except RulesetFaults as faulty:
        read, faults = None, faulty.faults
    said: dict[str, Json] = {
        "ok": read is not None,
        "hash": ruleset_hash(files),
        "id": None if read is None else read.id,
        "version": None if read is None else read.version,
        "counts": None if read is None else _counts(read),
        "sources_checked": sources is not None,
        "faults": [_fault(fault, console) for fault in faults],
    }
    console.give(said)
    return SOME_WRONG if faults else OK


def _counts(read: Ruleset) -> Json:
    return {
        "signs": len(read.indicators),
        "rules": sum(sign.when is not None for sign in read.indicators.values()),
        "facts": len(read.calming),
        "questions": len(read.questions),
        "schemes": len(read.schemes),
        "parameters": len(read.parameters),
        "excluded": len(read.excluded),
    }


def _fault(fault: Fault, console: Console) -> Json:
    message = console.catalogue.text(f"ruleset_fault.{fault.code}", detail=fault.detail)
    return {
        "file": fault.file,
        "line": fault.line,
        "code": fault.code,
        "detail": fault.detail,
        "message": message,
    }
