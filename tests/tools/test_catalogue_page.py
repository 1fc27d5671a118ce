"""The printed catalogue says what the packaged rules say."""

import pytest

from posko_app.domain.detection.ruleset_read import Fault, RulesetFaults
from tools import catalogue_page
from tools.catalogue_page import PAGE, main, page, read_packaged


@pytest.fixture(scope="module")
def ruleset():
    return read_packaged()


def test_page_is_current(ruleset):
    current = page(ruleset)

    assert PAGE.read_text(encoding="utf-8") == current, "run python -m tools.catalogue_page"


def test_page_names_every_row(ruleset):
    text = page(ruleset)
    ids = [
        *(*ruleset.indicators, *ruleset.calming, *ruleset.schemes, *ruleset.parameters),
        *(*ruleset.referrals, *ruleset.steps, *ruleset.sources, ruleset.hash),
    ]

    assert [name for name in ids if name not in text] == []
    assert "*in force*" not in text


def test_check_tells_a_stale_page_from_a_current_one(tmp_path, monkeypatch):
    copy = tmp_path / "catalogue.md"
    monkeypatch.setattr(catalogue_page, "PAGE", copy)

    assert main(["--check"]) == 1
    assert not copy.exists()
    assert main([]) == 0
    assert main(["--check"]) == 0
    copy.write_text(copy.read_text(encoding="utf-8") + "typed by hand\n", encoding="utf-8")
    assert main(["--check"]) == 1


def test_faulty_rules_are_named_with_their_line(monkeypatch, capsys):
    def refuse():
        raise RulesetFaults((Fault("levels.toml", 7, "missing_key", "sentence"),))

    monkeypatch.setattr(catalogue_page, "read_packaged", refuse)

    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "levels.toml:7: missing_key sentence\n"
