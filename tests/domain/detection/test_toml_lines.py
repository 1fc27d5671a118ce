"""Lines of TOML values."""

import tomllib

import pytest

from posko_app.domain.detection.toml_lines import LineIndex
from posko_app.paths import resources_dir

pytestmark = pytest.mark.domain

LINES = [
    "# first",
    "top = 2",
    '"quoted key" = 3',
    "'other key'.inner = 4",
    "[table]",
    "a = 6",
    '[table.deep."x y"]',
    "b = 8",
    "",
    "[[sign]] # first of two",
    "id = 11",
    'when = """',
    "[[sign]]",
    "id = 'still text'",
    'a \\""" quote"""""',
    "label.id = 16",
    'label.en = "17 # no comment ] } \\" "',
    "list = [ # opens",
    "  19, 'it',",
    "  # comment, [ ]",
    '  """',
    "text",
    '""", [24,',
    "  25],",
    "]",
    "inline = { c = 27, d = { e = 27 }, f = [ 27 ] }",
    "empty = []",
    "none = {}",
    "literal = '''",
    'id = "no"',
    "'''",
    "",
    "  [[sign]]",
    "id = 34",
    "[[sign.paper]]",
    "id = 36",
    "[[sign.paper]]",
    "id = 38",
    "[sign.basis]",
    "id = 40",
]
TEXT = "\n".join(LINES)


def test_the_text_is_toml():
    assert len(tomllib.loads(TEXT)["sign"]) == 2


@pytest.mark.parametrize(
    ("address", "starts"),
    [
        (("top",), "top"),
        (("quoted key",), '"quoted'),
        (("other key", "inner"), "'other"),
        (("table",), "[table]"),
        (("table", "a"), "a = 6"),
        (("table", "deep", "x y"), "[table.deep"),
        (("table", "deep", "x y", "b"), "b = 8"),
        (("sign",), "[[sign]] #"),
        (("sign", 0), "[[sign]] #"),
        (("sign", 0, "id"), "id = 11"),
        (("sign", 0, "when"), "when"),
        (("sign", 0, "label"), "label.id"),
        (("sign", 0, "label", "id"), "label.id"),
        (("sign", 0, "label", "en"), "label.en"),
        (("sign", 0, "list"), "list"),
        (("sign", 0, "list", 0), "  19"),
        (("sign", 0, "list", 1), "  19"),
        (("sign", 0, "list", 2), '  """'),
        (("sign", 0, "list", 3), '""", ['),
        (("sign", 0, "list", 3, 1), "  25"),
        (("sign", 0, "inline"), "inline"),
        (("sign", 0, "inline", "d", "e"), "inline"),
        (("sign", 0, "inline", "f", 0), "inline"),
        (("sign", 0, "empty"), "empty"),
        (("sign", 0, "none"), "none"),
        (("sign", 0, "literal"), "literal"),
        (("sign", 1), "  [[sign]]"),
        (("sign", 1, "id"), "id = 34"),
        (("sign", 1, "paper", 0, "id"), "id = 36"),
        (("sign", 1, "paper", 1, "id"), "id = 38"),
        (("sign", 1, "basis", "id"), "id = 40"),
    ],
)
def test_each_value_has_its_line(address, starts):
    (line,) = (place for place, text in enumerate(LINES, 1) if text.startswith(starts))

    assert LineIndex(TEXT).line(address) == line


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (("sign", 1, "absent"), 33),
        (("sign", 0, "label", "absent"), 16),
        (("sign", 0, "list", 9), 18),
        (("absent",), 1),
        ((), 1),
    ],
)
def test_what_is_absent_is_looked_for_where_it_should_stand(address, line):
    assert LineIndex(TEXT).line(address) == line


def test_windows_line_ends_and_nothing_at_all():
    assert LineIndex("a = 1\r\nb = 2\r\n").line(("b",)) == 2
    assert LineIndex("").line(("a",)) == 1
    assert LineIndex("a = 1").line(("a",)) == 1


@pytest.mark.parametrize(
    "path", sorted((resources_dir() / "catalogue").glob("*.toml")), ids=lambda path: path.name
)
def test_every_id_of_the_real_catalogue_is_found_on_its_line(path):
    text = path.read_text(encoding="utf-8")
    index, lines = LineIndex(text), text.splitlines()

    for kind, tables in tomllib.loads(text).items():
        for place, table in enumerate(tables if isinstance(tables, list) else []):
            key, value = next(iter(table.items()))
            assert lines[index.line((kind, place, key)) - 1] == f'{key} = "{value}"'
