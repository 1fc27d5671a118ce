"""Places of the packaged table by the beginnings of words, NTT before all others."""

from collections import Counter

import pytest

from posko_app.domain.gazetteer import MOST, Gazetteer
from posko_app.domain.place_table import NTT, Place, read_table
from posko_app.domain.places import kabupaten_name, kecamatan_key, village_key
from posko_app.domain.regions import NTT as KABUPATEN_OF_NTT
from posko_app.region_files import region_lines

LEVELS = {"province": 2, "kabupaten": 4, "kecamatan": 6}
OESAPA = Place("Oesapa", "Kelapa Lima", "Kota Kupang", "Nusa Tenggara Timur", "5371031010")


@pytest.fixture(scope="module")
def lines():
    return region_lines()


@pytest.fixture(scope="module")
def gazetteer(lines):
    return Gazetteer(lines)


def labels(gazetteer, text):
    return [place.label for place in gazetteer.search(text)]


def test_the_table_has_the_decrees_totals(lines):
    rows = [line.split("\t") for line in lines]
    of = Counter(len(row[0]) for row in rows)
    of_ntt = Counter(len(row[0]) for row in rows if row[0].startswith(NTT))

    assert [of[digits] for digits in LEVELS.values()] == [38, 514, 7_285]
    assert [of_ntt[digits] for digits in LEVELS.values()] == [1, 22, 315]
    assert sum(len(row) - 2 for row in rows) == 83_762
    assert sum(len(row) - 2 for row in rows if row[0].startswith(NTT)) == 3_442


def test_codes_of_ntt_are_those_a_nik_begins_with_not_those_of_the_statistics_office(lines):
    table = read_table(line for line in lines if line.startswith(NTT))

    assert {one.code: one.name for one in table.kabupaten.regions} == KABUPATEN_OF_NTT


def test_every_village_has_a_code_of_its_own_and_a_name(lines):
    table = read_table(lines)
    places = [table.village(number) for number in range(len(table.villages))]

    assert len({place.code for place in places}) == len(places) == 83_762
    assert all(place.village and place.kecamatan and place.province for place in places)
    assert {len(place.code) for place in places} == {10}
    assert OESAPA in places


@pytest.mark.parametrize("text", ["oes kup tim", "kup tim oes", "TIM Oes kup", " oes,kup. tim "])
def test_words_may_come_in_any_order(gazetteer, text):
    assert labels(gazetteer, text) == ["Oesao, Kupang Timur, Kab. Kupang"] * 2
    assert len({place.code for place in gazetteer.search(text)}) == 2


def test_two_letters_are_enough_and_one_is_not(gazetteer):
    assert gazetteer.search("o") == gazetteer.search("") == gazetteer.search(" . ") == ()
    assert len(gazetteer.search("oe")) == MOST
    assert len(gazetteer.search("oe", limit=3)) == 3


@pytest.mark.parametrize("text", ["be", "ma", "su", "kota", "ba pa", "mal", "tim"])
def test_ntt_comes_first(gazetteer, text):
    near = [place.code.startswith(NTT) for place in gazetteer.search(text, limit=5_000)]

    assert near[0]
    assert near == sorted(near, reverse=True)


def test_other_provinces_are_found_too(gazetteer):
    assert labels(gazetteer, "kota surab")[0] == "Kota Surabaya"
    assert labels(gazetteer, "nunukan")[0] == "Kab. Nunukan"
    assert gazetteer.search("nunukan")[0].province == "Kalimantan Utara"


def test_the_shorter_name_comes_before_the_longer(gazetteer):
    assert labels(gazetteer, "oesapa") == [
        "Oesapa, Kelapa Lima, Kota Kupang",
        "Oesapa Barat, Kelapa Lima, Kota Kupang",
        "Oesapa Selatan, Kelapa Lima, Kota Kupang",
    ]


def test_a_short_code_that_means_two_offers_both(gazetteer):
    assert labels(gazetteer, "kupang")[:2] == ["Kab. Kupang", "Kota Kupang"]
    assert labels(gazetteer, "tts")[0] == "Kab. Timor Tengah Selatan"
    assert labels(gazetteer, "oesena tts") == []
    assert "Kab. Kupang" not in labels(gazetteer, "kota kupang")


def test_a_kabupaten_and_a_kecamatan_can_be_meant_as_a_whole(gazetteer):
    whole = next(place for place in gazetteer.search("kec alak") if not place.village)

    assert (whole.village, whole.kecamatan, whole.kabupaten) == ("", "Alak", "Kota Kupang")
    assert whole.label == "Kec. Alak, Kota Kupang"
    assert gazetteer.search("belu")[0] == Place("", "", "Kab. Belu", "Nusa Tenggara Timur", "5304")


@pytest.mark.parametrize("text", ["desa oesapa", "Kel. Oesapa", "kelurahan oesapa kota kupang"])
def test_the_kind_of_place_may_be_typed_too(gazetteer, text):
    assert gazetteer.search(text)[0] == OESAPA


def test_apostrophes_may_be_typed_or_left_out(gazetteer):
    for text in ("udek duen", "udek du'en", "UDEK DU’EN"):
        assert labels(gazetteer, text) == ["Udek Du’en, Talibura, Kab. Sikka"]


@pytest.mark.parametrize("text", ["zzzz", "oesapa zzzz", "kab", "\n\t", "ß€ 漢字", "('\"*"])
def test_anything_may_be_typed(gazetteer, text):
    assert all(place.label for place in gazetteer.search(text))


def test_a_chosen_place_counts_as_one_with_what_people_type(gazetteer):
    chosen = gazetteer.search("oesapa kelapa lima")[0]

    assert village_key(chosen.village) == village_key("kel. OESAPA")
    assert kecamatan_key(chosen.kecamatan) == kecamatan_key("Kec. kelapa lima")
    assert kabupaten_name("kota kupang") == chosen.kabupaten


def test_a_name_counts_as_one_with_and_without_its_apostrophe():
    assert kecamatan_key("Kec. KI'E") == kecamatan_key("kie") == "kie"
    assert village_key("Udek Du’en") == village_key("desa udek duen")


def test_every_kabupaten_of_ntt_is_written_as_it_is_counted(gazetteer):
    for label in KABUPATEN_OF_NTT.values():
        assert gazetteer.search(label)[0].kabupaten == kabupaten_name(label) == label


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("maumere", "Kab. Sikka"),
        ("tambolaka", "Kab. Sumba Barat Daya"),
        ("flotim", "Kab. Flores Timur"),
        ("mabar", "Kab. Manggarai Barat"),
        ("wolomarang maumere", "Wolomarang, Alok Barat, Kab. Sikka"),
    ],
)
def test_a_kabupaten_is_found_by_its_town_and_its_short_form(gazetteer, text, first):
    assert labels(gazetteer, text)[0] == first


def test_a_town_stands_for_no_name_of_its_own(gazetteer):
    assert kabupaten_name("Maumere") == "Maumere"
    assert kabupaten_name("Flotim") == "Kab. Flores Timur"


def test_what_lies_in_a_place_follows_its_name(gazetteer):
    found = labels(gazetteer, "kelapa lima")

    assert found[:2] == ["Kelapa Lima, Kelapa Lima, Kota Kupang", "Kec. Kelapa Lima, Kota Kupang"]
    assert "Lasiana, Kelapa Lima, Kota Kupang" in found
