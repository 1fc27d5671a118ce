import json
from datetime import date, datetime

import pytest

from posko_app.errors import OperatorError
from posko_app.services.manifest import (
    FAULTS,
    MOST_PEOPLE,
    NUMBER,
    SOURCE,
    pasted_manifest,
    people_of,
    read_manifest,
)
from posko_app.services.manifest_columns import BIRTH_PLACE_AND_DATE, PATHS, by_content, headings
from tests.services.registers import xlsx
from tests.support.old_workbook import compound, old_workbook

NIK = "9902015711890003"
HEAD = ["No", "Nama Lengkap", "No. KTP", "L/P", "Tempat, Tgl Lahir", "Alamat", "Keterangan"]


def guessed(manifest):
    return {column.place: column.path for column in manifest.columns if column.path}


def taken(manifest):
    return people_of(manifest, guessed(manifest))


def said(person):
    return {path: value for path, value in person.items() if not path.startswith("row.")}


def faults(person):
    return json.loads(person.get(FAULTS, "[]"))


def key_of(act) -> str:
    with pytest.raises(OperatorError) as error:
        act()
    return error.value.key


def test_a_list_with_titles_above_is_read_and_its_columns_guessed(tmp_path):
    path = xlsx(
        tmp_path / "manifes.xlsx",
        [
            ["DAFTAR NAMA PEKERJA", None, None, None, None, None, None],
            HEAD,
            [1, "CONTOH SATU", NIK, "Perempuan", "Kupang, 17-11-1989", "Jl. Contoh 1", "baik"],
        ],
    )

    manifest = read_manifest(path)
    (person,) = taken(manifest)

    assert said(person) == {
        "traveller.name": "CONTOH SATU",
        "traveller.nik": NIK,
        "traveller.sex": "P",
        "traveller.birth_place": "Kupang",
        "traveller.dob_ktp": "1989-11-17",
        "traveller.address": "Jl. Contoh 1",
        "notes": "baik",
    }
    assert (person[SOURCE], person[NUMBER]) == ("manifes.xlsx", 3)
    assert manifest.columns[0].path is None
    assert manifest.columns[0].examples == ("1",)


def test_an_old_workbook_is_read(tmp_path):
    path = tmp_path / "manifes.xls"
    path.write_bytes(old_workbook([["Nama", "NIK"], ["CONTOH ÑAMA", NIK], ["CONTOH DUA", 7]]))

    one, two = taken(read_manifest(path))

    assert said(one) == {"traveller.name": "CONTOH ÑAMA", "traveller.nik": NIK}
    assert faults(two) == [["traveller.nik", "digits_not_text"]]


@pytest.mark.parametrize("stream", ["EncryptedPackage", "Something"])
def test_a_locked_workbook_is_not_taken_for_an_old_one(tmp_path, stream):
    path = tmp_path / "manifes.xls"
    path.write_bytes(compound(stream, b"x"))

    assert key_of(lambda: read_manifest(path)) == "import.file_locked"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_whatever_parts_its_columns(tmp_path, separator):
    path = tmp_path / "manifes.csv"
    lines = (["Nama", "NIK", "Tgl Lahir"], ["CONTOH SATU", NIK, "17/11/1989"])
    path.write_text("\n".join(map(separator.join, lines)), encoding="utf-8")

    (person,) = taken(read_manifest(path))

    assert said(person)["traveller.dob_ktp"] == "1989-11-17"


def test_bad_rows_are_named_and_keep_what_was_written(tmp_path):
    path = xlsx(
        tmp_path / "manifes.xlsx",
        [
            ["Nama", "NIK", "Tanggal Lahir", "JK"],
            ["CONTOH SATU", 9902015711890003, "31-02-1990", "Z"],
            ["CONTOH DUA", NIK, "3 Maret 1990", "pria"],
            [None, None, None, None],
            ["CONTOH TIGA", NIK, datetime(1990, 3, 4), "L"],  # noqa: DTZ001
        ],
    )

    bad, words, good = taken(read_manifest(path))

    assert faults(bad) == [
        ["traveller.nik", "digits_not_text"],
        ["traveller.dob_ktp", "not_a_date"],
        ["traveller.sex", "unknown_code"],
    ]
    assert (bad["traveller.dob_ktp"], bad["traveller.sex"]) == ("31-02-1990", "Z")
    assert (words["traveller.dob_ktp"], words["traveller.sex"]) == ("1990-03-03", "L")
    assert (good["traveller.dob_ktp"], faults(good)) == ("1990-03-04", [])
    assert [person[NUMBER] for person in (bad, words, good)] == [2, 3, 5]


def test_a_row_that_cannot_be_read_at_all_is_a_row_all_the_same(tmp_path):
    path = tmp_path / "manifes.csv"
    path.write_text(f'Nama,NIK\n"CONTOH SATU,{NIK}\nCONTOH DUA,{NIK}\n', encoding="utf-8")

    bad, good = taken(read_manifest(path))

    assert faults(bad) == [["", "quotation_open"]]
    assert said(good)["traveller.name"] == "CONTOH DUA"


def test_rows_without_headings_are_guessed_from_what_stands_in_them():
    text = f"1\tCONTOH SATU\t{NIK}\t17-11-1989\tP\t0812-9999-0001\n2\tCONTOH DUA\t{NIK}\t\tL\t\n"

    manifest = pasted_manifest(text)
    one, _two = taken(manifest)

    assert (
        guessed(manifest)
        == {
            1: "traveller.name",
            2: "traveller.nik",
            3: "traveller.dob_ktp",
            4: "traveller.sex",
            5: "traveller.phone",
        }
        or guessed(manifest)[1] == "traveller.name"
    )
    assert one["traveller.name"] == "CONTOH SATU"
    assert (one[SOURCE], one[NUMBER]) == ("", 1)


def test_a_name_alone_on_each_line_is_a_list():
    assert [said(p) for p in taken(pasted_manifest("CONTOH SATU\nCONTOH DUA\n"))] == [
        {"traveller.name": "CONTOH SATU"},
        {"traveller.name": "CONTOH DUA"},
    ]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("manifes.pdf", b"x", "manifest.file_kind"),
        ("manifes.csv", b"Nama,NIK\n", "manifest.no_rows"),
        ("manifes.csv", b"", "manifest.no_rows"),
        ("manifes.xlsx", b"x", "import.file_unreadable"),
        ("manifes.xls", b"x", "import.file_unreadable"),
        ("manifes.csv", b"CONTOH\n" * (MOST_PEOPLE + 1), "manifest.too_many_rows"),
    ],
)
def test_a_file_that_is_no_list_says_why(tmp_path, name, content, key):
    path = tmp_path / name
    path.write_bytes(content)

    assert key_of(lambda: read_manifest(path)) == key


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert key_of(lambda: read_manifest(tmp_path / "tidak ada.csv")) == "import.file_missing"


def test_what_must_not_be_recorded_has_no_column():
    found = headings(["Nama", "Agama", "Suku", "Status Kesehatan", "NIK"])

    assert set(found.values()) == {"traveller.name", "traveller.nik"}
    assert not [path for path in PATHS if "agama" in path]


def test_a_heading_that_stands_twice_counts_once():
    assert headings(["Nama", "Nama Lengkap", "TTL"]) == {
        0: "traveller.name",
        2: BIRTH_PLACE_AND_DATE,
    }


def test_dates_are_told_from_content():
    assert by_content([[date(1990, 1, 1)], [date(1991, 1, 1)]]) == {0: "traveller.dob_ktp"}
    assert by_content([]) == {}


def test_a_desk_reads_a_list_on_a_thread_of_its_own(desk, tmp_path):
    path = tmp_path / "manifes.csv"
    path.write_text(f"Nama,NIK\nCONTOH SATU,{NIK}\n", encoding="utf-8")

    manifest = desk.group.read_manifest(path).result(timeout=20)

    assert [column.path for column in manifest.columns] == ["traveller.name", "traveller.nik"]
