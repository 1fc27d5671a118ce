from datetime import date

import pytest

from posko_app.domain.movement import Letter, is_month, letters_of, month_of, next_month
from posko_app.domain.outflow import Flow, Place, PlaceLevel, at_level, count, outflow
from posko_app.domain.places import kabupaten_name, kecamatan_key, usual_form, village_key
from tests.domain.moves import ON, move

LATER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("TTS", "Kab. Timor Tengah Selatan"),
        ("kab. tts", "Kab. Timor Tengah Selatan"),
        ("timor  tengah utara", "Kab. Timor Tengah Utara"),
        ("Kabupaten Kupang", "Kab. Kupang"),
        ("kota kupang", "Kota Kupang"),
        ("Kupang", "Kupang"),  # either of two: nobody guesses
        ("RN", "RN"),
        (" Surabaya ", "Surabaya"),
        ("", ""),
    ],
)
def test_a_kabupaten_of_ntt_has_one_name(typed, name):
    assert kabupaten_name(typed) == name


def test_villages_and_kecamatan_are_the_same_with_and_without_their_kind():
    assert village_key("Desa Contoh") == village_key("kel. contoh") == "contoh"
    assert village_key("Desa") == "desa"
    assert kecamatan_key("Kec. Contoh Barat") == "contoh barat"
    assert usual_form(["B", "A", "b", "A"]) == "A"
    assert usual_form(["B", "A"]) == "A"


def test_outflow_is_a_tree_with_the_unrecorded_last():
    moves = [
        move(1, origin="Malaka", letter_no="1", letter_signer="CONTOH LURAH"),
        move(2, village="contoh", decision="tunda", letter_no="1"),
        move(3, village="", decision="belum_diputuskan"),
        move(4, origin="TTS", kecamatan="", village="", decision="rujuk"),
    ]

    whole = outflow(moves)

    malaka, tts = whole.parts
    assert whole.level is PlaceLevel.ALL
    assert (whole.name, malaka.name, tts.name) == (
        "",
        "Kab. Malaka",
        "Kab. Timor Tengah Selatan",
    )
    assert whole.flow == Flow(left=1, stopped=2, undecided=1, letters=1, half_letters=1)
    assert whole.flow.screened == 4
    kecamatan = malaka.parts[0]
    assert [place.names for place in kecamatan.parts] == [
        ("Kab. Malaka", "Contoh Barat", "Desa Contoh"),
        ("Kab. Malaka", "Contoh Barat", ""),
    ]
    assert tts.parts[0].parts[0] == Place(
        PlaceLevel.VILLAGE, ("Kab. Timor Tengah Selatan", "", ""), Flow(stopped=1)
    )


def test_every_level_adds_up_to_the_whole():
    moves = [move(n, origin="TTS" if n % 3 else "Belu", village=f"Desa {n % 4}") for n in range(20)]
    whole = outflow(moves)

    for level in PlaceLevel:
        assert sum(place.flow.left for place in at_level(whole, level)) == 20
    assert [place.name for place in at_level(whole, PlaceLevel.KABUPATEN)] == [
        "Kab. Timor Tengah Selatan",
        "Kab. Belu",
    ]
    assert count(moves) == whole.flow


def test_letters_are_joined_by_number_signer_and_village_and_incomplete_ones_come_first():
    moves = [
        move(1, letter_no="470/12", letter_signer="CONTOH KADES"),
        move(2, letter_no="470 12", letter_signer="Contoh  Kades", occurred_on=LATER),
        move(3, letter_no="9", occurred_on=None),
        move(4),
        move(5, letter_signer="CONTOH LURAH"),
    ]

    letters = letters_of(moves)

    assert [(one.number, one.signer, one.people, one.is_whole) for one in letters] == [
        ("", "CONTOH LURAH", 1, False),
        ("9", "", 1, False),
        ("470/12", "CONTOH KADES", 2, True),
    ]
    assert letters[2] == Letter(
        "470/12", "CONTOH KADES", "Desa Contoh", "Contoh Barat", "Kab. Malaka", 2, ON, LATER
    )
    assert (letters[1].first_on, letters[1].last_on) == (None, None)


def test_months_turn_over_the_year():
    assert month_of(ON) == "2026-11"
    assert next_month("2026-11", 2) == "2027-01"
    assert next_month("2026-01", -1) == "2025-12"
    assert next_month("2026-12", 0) == "2026-12"
    assert is_month("2026-12")
    assert not is_month("2026-13")
    assert not is_month("2026-1")
