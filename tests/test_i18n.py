import ast
import re
import string
from pathlib import Path

import pytest

from posko_app.errors import Defect
from posko_app.i18n import (
    COUNTED,
    LANGUAGES,
    Catalogue,
    load_catalogue,
    placeholders,
    read_catalogue,
)
from posko_app.paths import resources_dir

PACKAGE = Path(__file__).parents[1] / "posko_app"


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    return write


def test_files_merge_and_tables_become_dotted_keys(tmp_path, write):
    write("a.toml", 'plain = "Satu"\n[vault.wait]\nlong = "Tunggu {seconds} detik."\n')
    write("b.toml", '[vault]\nshort = "Dua"\n')

    found = read_catalogue(tmp_path, language="id")

    assert found == Catalogue(
        "id",
        {"plain": "Satu", "vault.wait.long": "Tunggu {seconds} detik.", "vault.short": "Dua"},
    )
    assert found.text("vault.wait.long", seconds=5) == "Tunggu 5 detik."
    assert found.has("plain")
    assert not found.has("vault")


def test_values_are_never_read_as_sentences(tmp_path, write):
    write("a.toml", 'said = "{a} lalu {b}"\n')

    found = read_catalogue(tmp_path, language="id").text("said", a="{b}", b="{a.__class__}")

    assert found == "{b} lalu {a.__class__}"


@pytest.mark.parametrize(("number", "said"), [(1, "1 record waits"), ("12", "12 records wait")])
def test_a_word_takes_the_form_its_number_asks_for(tmp_path, write, number, said):
    write("a.toml", 'waiting = "{number} {number|record waits|records wait}"\n')

    assert read_catalogue(tmp_path, language="en").text("waiting", number=number) == said


def test_counted_words_name_a_value_of_their_sentence():
    for language in LANGUAGES:
        for key, sentence in load_catalogue(language).sentences.items():
            counted = {found.group(1) for found in COUNTED.finditer(sentence)}
            assert counted <= placeholders(sentence), key


def test_missing_sentence_shows_its_key_and_is_logged(tmp_path, expected_log_errors):
    expected_log_errors.add("i18n.no_sentence")

    assert read_catalogue(tmp_path, language="id").text("store.absent") == "[store.absent]"


def test_missing_value_stays_visible_and_is_logged(tmp_path, write, expected_log_errors):
    expected_log_errors.add("i18n.no_value")
    write("a.toml", 'wait = "Tunggu {seconds} detik."\n')

    assert read_catalogue(tmp_path, language="id").text("wait") == "Tunggu {seconds} detik."


def test_key_stated_twice_is_our_mistake(tmp_path, write):
    write("a.toml", 'same = "Satu"\n')
    write("b.toml", 'same = "Dua"\n')

    with pytest.raises(Defect, match="stated_twice"):
        read_catalogue(tmp_path, language="id")


def test_value_that_is_no_sentence_is_our_mistake(tmp_path, write):
    write("a.toml", "number = 1\n")

    with pytest.raises(Defect, match="not_a_sentence"):
        read_catalogue(tmp_path, language="id")


def test_language_not_shipped_is_our_mistake():
    with pytest.raises(Defect, match="no_language"):
        load_catalogue("../id")


def test_catalogue_is_read_once():
    assert load_catalogue("id") is load_catalogue("id")


def test_languages_have_the_same_keys_and_the_same_values():
    first, *others = [load_catalogue(language).sentences for language in LANGUAGES]

    for other in others:
        assert sorted(first) == sorted(other)
        assert {key: placeholders(text) for key, text in first.items()} == {
            key: placeholders(text) for key, text in other.items()
        }


def test_both_languages_have_the_same_files():
    names = [
        sorted(path.name for path in (resources_dir() / "locale" / language).glob("*.toml"))
        for language in LANGUAGES
    ]

    assert names[0] == names[1]
    assert names[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_hold_text_and_plain_placeholders_only(language):
    for key, sentence in load_catalogue(language).sentences.items():
        assert sentence == sentence.strip(), key
        assert sentence, key
        plain = COUNTED.sub("", sentence)
        fields = {name for _, name, _, _ in string.Formatter().parse(plain) if name is not None}
        assert fields == placeholders(sentence), key


def test_no_sentence_calls_anybody_a_suspect_or_a_victim():
    words = ("tersangka", "korban", "cekal", "terdeteksi", "tidak boleh berangkat")

    found = {
        key: word
        for key, sentence in load_catalogue("id").sentences.items()
        for word in words
        if word in sentence.lower()
    }

    assert found == {}


def raised_keys() -> set[str]:
    """Keys of the errors whose sentence a person reads, as far as they stand in the code."""
    return {
        node.args[0].value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"OperatorError", "MachineError"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_each_error_a_person_sees_has_a_sentence():
    catalogue = load_catalogue("id")
    keys = raised_keys()

    assert all(re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", key) for key in keys)
    assert sorted(key for key in keys if not catalogue.has(key)) == []
    assert len(keys) > 20
