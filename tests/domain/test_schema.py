import json
import runpy
from pathlib import Path

import pytest

from posko_app.domain import schema as schema_module
from posko_app.domain.fields import FIELDS

COMMITTED = Path(__file__).parents[2] / "docs" / "screening.schema.json"
VIGNETTES = Path(__file__).parent / "vignettes.jsonl"


def test_the_committed_schema_is_the_one_the_table_gives(capsys):
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(schema_module.__file__, run_name="__main__")

    assert COMMITTED.read_text("utf-8") == capsys.readouterr().out


def test_every_field_has_one_property_and_its_label():
    content = json.loads(COMMITTED.read_text("utf-8"))

    for field in FIELDS:
        group, dot, name = field.path.partition(".")
        members = content["properties"][group]["properties"] if dot else content["properties"]
        assert members[name or group]["title"]


def problems_of(value, rule, path="$"):
    """The few keywords the schema uses; a stand-in for a full validator."""
    if "enum" in rule:
        return [] if value in rule["enum"] else [path]
    kinds = {
        str: "string",
        bool: "boolean",
        int: "integer",
        dict: "object",
        list: "array",
        type(None): "null",
    }
    types = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if kinds[type(value)] not in types:
        return [path]
    found = []
    if isinstance(value, dict):
        for key, item in value.items():
            inner = rule["properties"].get(key)
            found += [f"{path}.{key}"] if inner is None else problems_of(item, inner, key)
    if isinstance(value, list) and "items" in rule:
        found += [p for item in value for p in problems_of(item, rule["items"], path)]
    return found


@pytest.mark.parametrize("line", VIGNETTES.read_text("utf-8").splitlines())
def test_every_vignette_fits_the_schema(line):
    content = json.loads(COMMITTED.read_text("utf-8"))

    assert problems_of(json.loads(line)["input"], content) == []
    assert problems_of({"invented": 1, "purpose": "x"}, content) == ["$.invented", "purpose"]
