import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.text import clean_line, clean_lines, search_text

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@given(anything)
def test_clean_text_is_composed_visible_and_stays_as_it_is(text):
    for clean in (clean_line, clean_lines):
        cleaned = clean(text)

        assert clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
        assert not {unicodedata.category(c) for c in cleaned.replace("\n", "")} & {
            "Cc",
            "Cf",
            "Cs",
        }
    assert "\n" not in clean_line(text)


@given(st.text())
def test_an_invisible_character_changes_nothing(text):
    assert clean_lines(text + "\u200b") == clean_lines(text)


def test_line_breaks_survive_only_where_lines_are_kept():
    assert clean_lines(" satu\r\n\tdua \u2028tiga\n\n") == "satu\ndua\ntiga"
    assert clean_line("satu\n\n dua") == "satu dua"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("CONTOH  Námà", None, ""), "contoh nama"),
        (("Kab. Timor-Tengah_Selatan", "9902 01"), "kab timor tengah selatan 9902 01"),
        ((), ""),
        (("D\u2019CONTOH",), "d contoh"),
    ],
)
def test_search_text_forgets_case_accents_and_punctuation(texts, expected):
    assert search_text(*texts) == expected


@given(anything)
def test_search_text_stays_as_it_is(text):
    once = search_text(text)

    assert search_text(once) == once
