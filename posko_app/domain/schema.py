"""The external form of a screening as JSON Schema 2020-12, generated from the table.

`python -m posko_app.domain.schema` prints what docs/screening.schema.json holds.
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from posko_app.domain.field import LARGEST_INTEGER, Field, FieldType, text_limit
from posko_app.domain.fields import FIELDS
from posko_app.domain.screening import JsonObject, JsonValue

TITLES = Path(__file__).parents[2] / "resources" / "locale" / "id" / "domain.toml"
_NOT_STORED = "Read by assess only; a screening does not keep it."
_ASSESS_ONLY: dict[str, JsonValue] = {
    "port": {"enum": ["ELTARI", "TENAU", None], "description": _NOT_STORED},
    "ref_date": {"type": ["string", "null"], "description": _NOT_STORED},
    "prior_records": {"type": ["array", "null"], "description": _NOT_STORED},
    "verified_watch": {"type": ["array", "null"], "description": _NOT_STORED},
}
_FORMS = {
    FieldType.DATE: "YYYY-MM-DD; DD-MM-YYYY and DD/MM/YYYY are read too.",
    FieldType.TIME: "HH:MM, time of the posko (WITA).",
    FieldType.INSTANT: "YYYY-MM-DDTHH:MM[:SS][offset]; without an offset WITA. Kept as UTC.",
    FieldType.COUNTRY: "ISO 3166-1, two letters.",
    FieldType.NIK: "16 digits when right; anything else is kept and warned about.",
    FieldType.PHONE: "Kept as +62… when it can be read, else as written.",
}


def schema(titles: Mapping[str, str]) -> JsonObject:
    """Give the schema.

    Args:
        titles: the label of each field by path.
    """
    properties: dict[str, JsonValue] = {}
    members: dict[str, dict[str, JsonValue]] = {}
    for field in FIELDS:
        group, dot, name = field.path.partition(".")
        described = _described(field, titles[field.path])
        if dot:
            members.setdefault(group, {})[name] = described
            properties[group] = _object(members[group])
        else:
            properties[group] = described
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://posko.example/screening.schema.json",
        "title": "Pemeriksaan",
        "description": "One screening. Absent and null mean: not asked, not recorded.",
        "type": "object",
        "properties": properties | _ASSESS_ONLY,
        "additionalProperties": False,
    }


def _object(properties: JsonObject) -> JsonObject:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _described(field: Field, title: str) -> JsonObject:
    described: dict[str, JsonValue] = {"title": title, **_typed(field)}
    if field.type in _FORMS:
        described["description"] = _FORMS[field.type]
    if field.derived:
        described["readOnly"] = True
    return described


def _typed(field: Field) -> JsonObject:
    match field.type:
        case FieldType.BOOLEAN:
            return {"type": ["boolean", "null"]}
        case FieldType.INTEGER:
            largest = LARGEST_INTEGER if field.largest is None else field.largest
            return {"type": ["integer", "null"], "minimum": 0, "maximum": largest}
        case FieldType.CODE:
            return {"enum": [*field.codes, None]}
        case FieldType.CODES:
            return {"type": ["array", "null"], "items": {"enum": list(field.codes)}}
        case FieldType.REFERENCE:
            return {"type": ["string", "integer", "null"], "maxLength": text_limit(field)}
        case _:
            return {"type": ["string", "null"], "maxLength": text_limit(field)}


def main() -> int:
    """Print the schema with the Indonesian labels as titles."""
    titles = tomllib.loads(TITLES.read_text(encoding="utf-8"))["field"]
    sys.stdout.write(json.dumps(schema(titles), ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
