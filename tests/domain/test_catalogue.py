import re
import tomllib
from pathlib import Path

import pytest

from posko_app.domain import cautions, checks, civil, nik, screening, values
from posko_app.domain.fields import FIELDS, section_names

LOCALE = Path(__file__).parents[2] / "resources" / "locale"
MODULES = (cautions, checks, civil, nik, screening, values)
CODE = re.compile(
    r'(Problem|Caution)\(\s*(?:f?"[^"]*"|[\w.]+),\s*"([a-z_]+)"(?: if [^"]*else "([a-z_]+)")?'
)


def sentences(language):
    """Give domain.toml with what other files of the language add to its tables."""
    words = read(language, "domain")
    words["code"]["country"] |= read(language, "countries")["code"]["country"]
    words["caution"] |= read(language, "places")["caution"]
    return words


def read(language, name):
    return tomllib.loads((LOCALE / language / f"{name}.toml").read_text("utf-8"))


def used_codes():
    found = {"Problem": set(), "Caution": set()}
    for module in MODULES:
        for kind, first, second in CODE.findall(Path(module.__file__).read_text("utf-8")):
            found[kind] |= {first, second} - {""}
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_section_and_code_has_its_word(language):
    words = sentences(language)

    assert set(words["field"]) == {field.path for field in FIELDS}
    assert set(words["section"]) == set(section_names())
    groups = {field.group: set(field.codes) for field in FIELDS if field.group}
    assert {group: set(labels) for group, labels in words["code"].items()} == groups
    assert set(words["question"]) == {f"Q{number}" for number in range(1, 11)}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_problem_and_caution_has_its_sentence_and_none_is_left_over(language):
    words, used = sentences(language), used_codes()

    assert set(words["problem"]) == used["Problem"]
    assert set(words["caution"]) == used["Caution"]


def test_both_languages_use_the_same_values():
    indonesian, english = sentences("id"), sentences("en")

    for kind in ("problem", "caution"):
        for code, sentence in indonesian[kind].items():
            held = set(re.findall(r"\{\w+\}", sentence))
            assert held == set(re.findall(r"\{\w+\}", english[kind][code])), code


def test_no_word_blames_anybody():
    blame = ("tersangka", "korban", "cekal", "terdeteksi", "tidak boleh berangkat", "error")

    text = (LOCALE / "id" / "domain.toml").read_text("utf-8").lower()

    assert [word for word in blame if word in text] == []
