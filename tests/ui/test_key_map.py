"""The overview of keys: whole, in both languages, and beginning where one is."""

import pytest

from posko_app.i18n import load_catalogue
from posko_app.ui.key_map import KEY_MAP, WINDOW, known_keys, sections
from posko_app.ui.periksa_keys import KEYS
from posko_app.ui.rombongan_keys import KEYS as GROUP_KEYS

INDONESIAN = load_catalogue("id")


def test_the_page_one_is_on_comes_first_then_what_holds_everywhere():
    titles = [section.title for section in sections(INDONESIAN, "sinkron")]

    assert titles[:3] == ["Sinkron", "Di semua halaman", "Periksa"]
    assert len(titles) == len(KEY_MAP)


def test_without_a_page_what_holds_everywhere_comes_first():
    assert sections(INDONESIAN)[0].title == "Di semua halaman"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_has_its_words(language):
    catalogue = load_catalogue(language)

    lines = [line for lines in KEY_MAP.values() for line in lines]

    for line in lines:
        assert catalogue.has(f"pages.help.key.{line.name}"), line.name
        assert catalogue.has(f"pages.help.does.{line.name}"), line.name


def test_every_key_of_periksa_and_of_the_groups_is_in_the_map():
    assert {row.keys for row in KEYS} <= known_keys("periksa")
    assert {keys for keys, _ in GROUP_KEYS} <= known_keys("rombongan")


def test_no_page_has_a_key_twice_or_takes_one_of_the_windows():
    for page, lines in KEY_MAP.items():
        keys = [key for line in lines for key in line.keys]
        assert len(keys) == len(set(keys)), page
        taken = known_keys(WINDOW) if page != WINDOW else frozenset()
        assert not taken & set(keys), page
