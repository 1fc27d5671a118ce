"""The command that reads scans: lines of JSON in, what each scan says out; no store."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from posko_app.cli_console import Console, Json
from posko_app.cli_json import problem_json
from posko_app.cli_lines import BadLine, json_object, lines_of, numbered, opened_input
from posko_app.domain.civil import civil_date
from posko_app.domain.scans.scan import FieldValue, ScanKind, read_scan, scan_fields
from posko_app.i18n import Catalogue
from posko_app.system import utc_now

OK, SOME_WRONG = 0, 1

Answer = dict[str, Json]


def scan(asked: Namespace, console: Console) -> int:
    """Read the scans of a file; 1 when a line held none. What a scan lacks is no failure."""
    on = asked.on or civil_date(utc_now())
    some_wrong = False
    with opened_input(asked.file) as stream:
        for answer, is_wrong in scan_lines(lines_of(stream), console.catalogue, on=on):
            some_wrong |= is_wrong
            console.give(answer)
    return SOME_WRONG if some_wrong else OK


def scan_sheet(asked: Namespace, console: Console) -> int:
    """Write the sheet a scanner is tried with, and say where."""
    # slow import: what paints, only for this command
    from posko_app.services.scan_sheet import write_scan_sheet

    path = write_scan_sheet(asked.out, console.catalogue, utc_now())
    console.give({"path": str(path)})
    return OK


def scan_lines(
    lines: Iterable[bytes], catalogue: Catalogue, *, on: date
) -> Iterator[tuple[Answer, bool]]:
    """Answer each line `{"raw"}` with kind, fields and problems, and say whether it held none.

    Args:
        lines: UTF-8; empty ones are passed over.
        catalogue: says what is wrong.
        on: civil date at the posko; short dates are read from it.
    """
    for _number, line in numbered(lines):
        try:
            found = read_scan(_raw(line), on=on)
        except BadLine as bad:
            yield _no_scan(bad, catalogue), True
            continue
        problems: list[Json] = [problem_json(problem, catalogue) for problem in found.problems]
        yield _answer(found.kind, scan_fields(found), problems), False


def _raw(line: bytes) -> str:
    raw = json_object(line).get("raw")
    if not isinstance(raw, str):
        raise BadLine("scan.no_raw")
    return raw


def _answer(kind: ScanKind, fields: Mapping[str, FieldValue], problems: list[Json]) -> Answer:
    told: dict[str, Json] = {
        name: value if isinstance(value, str) else [{**each} for each in value]
        for name, value in fields.items()
    }
    return {"kind": kind.value, "fields": told, "problems": problems}


def _no_scan(bad: BadLine, catalogue: Catalogue) -> Answer:
    code = bad.key.rpartition(".")[2]
    ours = f"scan.{code}"
    message = catalogue.text(ours if catalogue.has(ours) else bad.key)
    said: Json = {"field": "", "code": code, "message": message}
    return _answer(ScanKind.UNKNOWN, {}, [said])
