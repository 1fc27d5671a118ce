"""The words of a command: how it goes, and that they are text at all."""

import io

import pytest

from posko_app.cli import run
from posko_app.cli_console import Console
from posko_app.cli_parser import plain_text
from posko_app.i18n import load_catalogue
from tests.cli.lines import NAME, say

NO_TEXT = b"A\xff".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("command", ["init", "officer", "list", "void"])
def test_help_and_usage_name_the_command_once(command, capsys):
    assert run([command, "--help"], show_window=lambda _: 0) == 0

    assert capsys.readouterr().out.startswith(f"Pakai: posko {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--officer", NO_TEXT, "list"),
        ("init", "--post", "tenau", "--officer", NO_TEXT),
        ("list", "--search", NO_TEXT),
        ("void", "0" * 32, "--reason", NO_TEXT),
        ("officer", "add", NO_TEXT),
    ],
)
def test_words_that_are_no_text_are_refused_before_anything_is_made(arguments, tmp_path):
    code, out, _err = say("--data-dir", str(tmp_path / "data"), *arguments)

    assert (code, out) == (2, "")
    assert not (tmp_path / "data").exists()


def test_text_is_utf_8_whatever_the_locale_made_of_it():
    assert plain_text("Ñ 例".encode().decode("ascii", "surrogateescape")) == "Ñ 例"


def test_a_passphrase_nobody_could_type_is_refused(tmp_path):
    environment = {"POSKO_PASSPHRASE": b"\xff kata sandi contoh".decode("utf-8", "surrogateescape")}
    asked, console = _console(environment)
    place = ["--data-dir", str(tmp_path / "data")]

    code = run([*place, "init", "--post", "tenau", "--officer", NAME], **asked)

    assert code == 2
    assert "UTF-8" in console.err.getvalue()
    assert not (tmp_path / "data").exists()


def _console(environment: dict[str, str]):
    console = Console(load_catalogue(), environment, io.StringIO(), io.StringIO(), None)
    return {"show_window": lambda _: 7, "console": console}, console
