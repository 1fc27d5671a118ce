"""Countries that are not worded by hand get CLDR's names, in both languages."""

import tomllib

from posko_app.domain.codes import COUNTRY, OTHER_COUNTRY, USUAL_COUNTRY
from tools.make_countries import HEAD, TARGET, others, table

NAMES = {"ZZ": "Tak dikenal", "001": "Dunia", "MY": "Malaysia", "FR": "Prancis", "BT": "Bhutan"}


def test_only_countries_that_are_worded_nowhere_else_are_taken():
    assert others(NAMES) == {"BT": "Bhutan", "FR": "Prancis"}
    assert list(others(NAMES)) == ["BT", "FR"]


def test_the_file_is_a_file_of_sentences():
    text = table(NAMES, ["FR", "BT"], "# Contoh")

    assert tomllib.loads(text) == {"code": {"country": {"FR": "Prancis", "BT": "Bhutan"}}}


def test_every_country_of_the_standard_stands_once():
    assert len(COUNTRY) == len(set(COUNTRY)) == 249
    assert COUNTRY[: len(USUAL_COUNTRY)] == USUAL_COUNTRY


def test_both_languages_name_the_same_countries():
    for language, head in HEAD.items():
        text = (TARGET / language / "countries.toml").read_text(encoding="utf-8")
        assert text.startswith(head)
        assert tuple(tomllib.loads(text)["code"]["country"]) == OTHER_COUNTRY
