"""What stands in a log: levels, signs, people without a record, and what still waits."""

from datetime import UTC, date, datetime

import pytest

from posko_app.domain.day import DayRow
from posko_app.domain.tally import TallyTotals, tally_totals
from posko_app.export.log import Day, Stamp, day_sheet
from posko_app.export.log_figures import rate_text
from posko_app.export.log_words import Wording
from posko_app.export.sheet import Sheet
from posko_app.i18n import load_catalogue

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
STAMP = Stamp(date(2026, 11, 24), "Bandara El Tari", False, "CONTOH PENYELIA", AT)
SIGNS = {"doc_held_by_other": "Paspor dipegang orang lain", "xr_shared_contact": "Nomor sama"}
LEVELS = {"kuning": "Beri saran dan periksa."}
PLAIN = Wording(load_catalogue(), coded=False, signs=SIGNS, levels=LEVELS)
CODED = Wording(load_catalogue(), signs=SIGNS, levels=LEVELS)
NOBODY = tally_totals({})


def row(decision="boleh", level=None, *signs, rule=None, **changes) -> DayRow:
    usual = {
        "subject": "0" * 32,
        "occurred_at": AT,
        "name": "CONTOH NAMA",
        "nik": None,
        "passport": None,
        "origin": None,
        "destination": None,
        "carrier": None,
        "officer": "CONTOH",
        "receipt": "abcdefghij",
        "voided": False,
    }
    return DayRow(**(usual | changes), decision=decision, level=level, rule=rule, signs=signs)


ROWS = (
    row("boleh", "hijau", rule="R4"),
    row("tunda", "kuning", "doc_held_by_other", "sign_baru", rule="R3a", priority=True),
    row("rujuk", "merah", "xr_shared_contact", rule="R2a"),
    row("boleh"),
    row("boleh", "merah", voided=True),
)


def sheet(*rows: DayRow, tally: TallyTotals = NOBODY, wording: Wording = PLAIN) -> Sheet:
    return day_sheet(Day(rows, tally), STAMP, wording=wording, named=False)


def cells(made: Sheet, *names: str) -> list[tuple[str, ...]]:
    places = [made.columns.index(name) for name in names]
    return [tuple(line[place] for place in places) for line in made.rows]


def test_level_rule_and_signs_are_words_where_people_read():
    assert cells(sheet(*ROWS), "Tingkat", "Aturan", "Tanda") == [
        ("● Hijau", "R4", ""),
        ("▲ Kuning*", "R3a", "Paspor dipegang orang lain; sign_baru"),
        ("■ Merah", "R2a", "Nomor sama"),
        ("", "", ""),
        ("■ Merah", "", ""),
    ]


def test_they_are_codes_where_programs_read_and_the_legend_says_what_they_mean():
    made = sheet(*ROWS, wording=CODED)

    assert cells(made, "Tingkat", "Tanda")[1:3] == [
        ("kuning*", "doc_held_by_other sign_baru"),
        ("merah", "xr_shared_contact"),
    ]
    levels, signs = made.legend
    assert ("kuning", "▲ Kuning: Beri saran dan periksa.") in levels.lines
    assert signs.lines == (
        ("doc_held_by_other", "Paspor dipegang orang lain"),
        ("sign_baru", "sign_baru"),
        ("xr_shared_contact", "Nomor sama"),
    )


def test_the_legend_gives_the_code_of_each_word():
    levels, signs = sheet(*ROWS).legend

    assert ("▲ Kuning", "kuning: Beri saran dan periksa.") in levels.lines
    assert ("■ Merah", "merah") in levels.lines
    assert ("▲ Kuning*", "Bicara berdua dahulu, baru putuskan") in levels.lines
    assert ("Paspor dipegang orang lain", "doc_held_by_other") in signs.lines


def test_a_log_without_levels_has_no_legend():
    assert sheet(row()).legend == ()


def test_a_level_of_a_newer_version_is_shown_as_it_is():
    made = sheet(row("boleh", "ungu"))

    assert cells(made, "Tingkat") == [("ungu",)]
    assert ("ungu", "ungu") in made.legend[0].lines
    assert ("ungu", "1") in made.blocks[0].lines


def test_levels_add_up_to_all_screened():
    (levels, _, _) = sheet(*ROWS).blocks

    assert levels.lines == (
        ("● Hijau", "1"),
        ("▲ Kuning", "1"),
        ("di antaranya dengan tanda *", "1"),
        ("■ Merah", "1"),
        ("Belum dinilai", "1"),
        ("Jumlah", "4"),
    )
    assert ("Diperiksa", "4") in sheet(*ROWS).totals


def test_people_without_a_record_stand_apart_with_their_own_sum():
    tally = tally_totals({"keluarga_ikut": 5, "antrean_penuh": 7})

    made = sheet(*ROWS, tally=tally)

    _, passed, rate = made.blocks
    assert passed.lines == (
        ("Bukan pekerja", "0"),
        ("Keluarga yang ikut", "5"),
        ("Awak bertugas", "0"),
        ("Antrean penuh", "7"),
        ("Menolak bicara", "0"),
        ("Lain", "0"),
        ("Jumlah", "12"),
    )
    assert made.totals == sheet(*ROWS).totals
    assert [value for _, value in rate.lines] == ["4", "12", "16", "25,0 %"]


@pytest.mark.parametrize(
    ("permille", "text"),
    [(None, "–"), (0, "0,0 %"), (7, "0,7 %"), (774, "77,4 %"), (1000, "100,0 %")],
)
def test_a_share_is_written_as_per_cent(permille, text):
    assert rate_text(permille, mark=",") == text


def test_what_waits_for_a_decision_is_said_first_and_by_row():
    made = sheet(row(), row(None), row("belum_diputuskan"), row(None, voided=True))

    assert made.attention is not None
    assert made.opening[0] == made.attention
    assert made.attention[1].startswith(
        "2 pemeriksaan belum diputuskan: baris 2, 3. Buka di Daftar"
    )


def test_a_long_list_of_rows_says_how_many_more_there_are():
    made = sheet(*(row(None) for _ in range(25)))

    assert made.attention is not None
    assert "18, 19, 20 dan 5 lagi" in made.attention[1]


def test_a_day_on_which_all_was_decided_needs_no_attention():
    assert sheet(row()).attention is None
    assert sheet(row()).opening == sheet(row()).head


def test_the_language_of_the_file_is_that_of_its_words():
    made = sheet(*ROWS, wording=Wording(load_catalogue("en"), coded=False))

    assert cells(made, "Level") == [("● Green",), ("▲ Yellow*",), ("■ Red",), ("",), ("■ Red",)]
    assert [block.title for block in made.blocks][1] == "Through without a record, by reason"
