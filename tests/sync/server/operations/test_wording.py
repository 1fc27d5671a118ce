"""Every sentence is there in both languages, with the same values, and every key used has one."""

import ast
import re
from pathlib import Path

import pytest

from sync.server.finding import What
from sync.server.wording import LANGUAGES, PLACEHOLDER, chosen_language, load_wording

SERVER = Path(__file__).parents[4] / "sync/server"
SAYING = {"say", "text", "OperationRefused", "told"}


def used_keys() -> set[str]:
    """Collect the literal keys that the code says, and those of the parser's help."""
    found: set[str] = set()
    for path in SERVER.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "sync.server.refusal" not in source and "cli" not in path.name:
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in SAYING and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(f"help.{first.value}" if name == "told" else first.value)
    return found


def test_every_key_that_is_said_has_a_sentence():
    sentences = load_wording("id").sentences
    keys = {key for key in used_keys() if re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", key)}

    assert len(keys) > 60
    assert keys - set(sentences) == set()
    assert {f"finding.{what.value}" for what in What} - set(sentences) == set()


def test_both_languages_say_the_same_with_the_same_values():
    first, second = (load_wording(language).sentences for language in LANGUAGES)

    assert set(first) == set(second)
    assert {k: set(PLACEHOLDER.findall(v)) for k, v in first.items()} == {
        k: set(PLACEHOLDER.findall(v)) for k, v in second.items()
    }


@pytest.mark.parametrize(
    ("arguments", "lang", "chosen"),
    [
        ([], "id_ID.UTF-8", "id"),
        ([], "C.UTF-8", "id"),
        ([], "en_US.UTF-8", "en"),
        (["--lang", "id", "verify"], "en_US.UTF-8", "id"),
        (["--lang=en", "verify"], "", "en"),
        (["--lang"], "", "id"),
    ],
)
def test_language_is_the_one_asked_for_or_that_of_the_machine(arguments, lang, chosen):
    assert load_wording(chosen_language(arguments, {"LANG": lang})).language == chosen


def test_a_missing_sentence_or_value_stays_visible():
    wording = load_wording("id")

    assert wording.text("no.such_key") == "[no.such_key]"
    assert "{port}" in wording.text("serve.port_taken", host="h")
