"""A month's departures in a real store, and the list that leaves."""

import csv
import io
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from posko_app.domain.outflow import Flow, PlaceLevel, at_level
from posko_app.errors import Defect, OperatorError
from sync.protocol.entry import Kind, open_part
from sync.protocol.people import Role
from tests.services.desks import PETUGAS, SANDI_DUA, opened, record

MONTH = "2026-11"
SIGNER, NAME, NIK = "CONTOH KADES RAHASIA", "CONTOH NAMA RAHASIA", "9901016001080001"


def person(desk, clock, village="Desa Contoh", decision="boleh", **more):
    return record(
        desk,
        clock,
        traveller__name=NAME,
        traveller__nik=NIK,
        traveller__origin="TTS",
        traveller__kecamatan="Contoh Barat",
        traveller__village=village,
        decision=decision,
        **more,
    )


@pytest.fixture
def month(desk, clock):
    for _ in range(12):
        person(desk, clock)
    for village in ("Desa Satu", "Desa Dua"):
        person(desk, clock, village)
    person(desk, clock, "Desa Dua", village_letter__number="470/9", village_letter__signer=SIGNER)
    person(desk, clock, "Desa Tiga", decision="tunda", village_letter__number="8")
    voided = person(desk, clock)
    desk.screening.void(voided.subject, reason="ganda").result()
    return desk


def rows_of(path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    with path.open("rb") as stream:
        return CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()


def body(rows) -> list[list[str]]:
    head = next(at for at, row in enumerate(rows) if row[:1] == ["No"])
    return [row[1:] for row in rows[head + 1 :] if row and row[0].isdecimal()]


def export(desk, out, month=MONTH):
    return desk.movement.exports.export_list(month, format=out.suffix[1:], out=out).result(
        timeout=30
    )


def test_the_month_is_counted_by_place_without_voided_ones(month):
    found = month.movement.outflow(MONTH).result(timeout=20)

    assert found.whole.flow == Flow(left=15, stopped=1, letters=1, half_letters=1)
    assert [
        (place.name, place.flow.left) for place in at_level(found.whole, PlaceLevel.VILLAGE)
    ] == [
        ("Desa Contoh", 12),
        ("Desa Dua", 2),
        ("Desa Satu", 1),
        ("Desa Tiga", 0),
    ]
    assert found.is_open
    assert month.movement.months().result() == {MONTH: 16}
    assert month.movement.this_month == MONTH


def test_a_corrected_place_moves_its_count(month, clock):
    one = person(month, clock, "Desa Keliru")
    shown = month.screening.show(one.subject).result()
    month.screening.correct(
        one.subject,
        changes={"traveller.village": "Desa Betul"},
        reason="salah ketik",
        based_on=shown.frontier,
    ).result()

    names = [
        p.name for p in at_level(month.movement.outflow(MONTH).result().whole, PlaceLevel.VILLAGE)
    ]

    assert "Desa Betul" in names
    assert "Desa Keliru" not in names


def test_letters_are_for_a_penyelia(month, directory, clock):
    letters = month.movement.letters(MONTH).result(timeout=20)
    month.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=30)
    month.close()

    assert [(one.number, one.signer, one.people) for one in letters] == [
        ("8", "", 1),
        ("470/9", SIGNER, 1),
    ]
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as other:
        with pytest.raises(OperatorError) as refused:
            other.movement.letters(MONTH).result(timeout=20)
        assert refused.value.key == "session.only_penyelia"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_hides_small_counts_and_names_nobody(month, tmp_path, form):
    out = tmp_path / f"daftar.{form}"

    done = export(month, out)

    rows = rows_of(out)
    tts = "Kab. Timor Tengah Selatan"
    assert body(rows) == [
        ["Kabupaten/kota", tts, "", "", "14–32"],
        ["Kecamatan", tts, "Contoh Barat", "", "14–32"],
        ["Desa/kelurahan", tts, "Contoh Barat", "Desa Contoh", "12"],
        ["Desa/kelurahan", tts, "Contoh Barat", "Desa Dua", "<11"],
        ["Desa/kelurahan", tts, "Contoh Barat", "Desa Satu", "<11"],
    ]
    totals = {row[0]: row[1] for row in rows if len(row) > 1}
    assert totals["Jumlah keberangkatan"] == "14–32"
    assert totals["Jumlah baris"] == str(done.rows) == "5"
    assert totals["Keadaan"].startswith("Bulan berjalan, sampai 24-11-2026")
    whole = " ".join(cell for row in rows for cell in map(str, row))
    for secret in (NAME, NIK, SIGNER, "470/9"):
        assert secret not in whole


def test_the_entry_stands_before_the_file_and_a_refused_place_leaves_none(month, tmp_path):
    done = export(month, tmp_path / "daftar.csv")
    with pytest.raises(OperatorError):
        export(month, tmp_path / "tidak-ada" / "daftar.csv")

    stored = month.movement._store.read(lambda unit: unit.entries()).result()
    facts = [open_part(s.entry.parts["facts"]) for s in stored if s.kind == Kind.EXPORT]
    assert facts == [
        {
            "about": "outflow",
            "month": MONTH,
            "format": "csv",
            "rows": 5,
            "sha256": done.sha256,
            "identifiable": False,
            "locked": False,
        }
    ]


def test_a_list_never_takes_the_place_of_the_store(month, directory):
    with pytest.raises(OperatorError) as refused:
        month.movement.exports.export_list(MONTH, format="csv", out=directory / "posko.db").result(
            timeout=20
        )

    assert refused.value.key == "export.store_file"


def test_a_month_that_is_over_says_nothing_of_progress(month, tmp_path, clock):
    clock.now = datetime(2026, 12, 2, tzinfo=UTC)

    export(month, tmp_path / "daftar.csv")

    assert not any(row[:1] == ["Keadaan"] for row in rows_of(tmp_path / "daftar.csv"))
    assert not month.movement.outflow(MONTH).result().is_open


def test_an_empty_month_is_an_empty_list(desk, tmp_path):
    done = export(desk, tmp_path / "daftar.csv", month="2020-01")

    rows = rows_of(tmp_path / "daftar.csv")
    assert body(rows) == []
    assert done.rows == 0
    assert ["Jumlah keberangkatan", "0"] in rows
    with pytest.raises(Defect):
        desk.movement.exports.export_list("2020-13", format="csv", out=tmp_path / "x.csv")


def test_companies_are_counted_with_their_papers(desk, clock):
    for number in range(3):
        person(
            desk,
            clock,
            purpose="kerja_dn",
            recruiter__company="PT Contoh" if number else "PT. CONTOH",
            docs__spp_akad="ada" if number else "tidak_ada",
            decision="boleh" if number else "tunda",
        )
    person(desk, clock, purpose="kerja_ln", docs__paspor="ada")
    person(desk, clock, purpose="keluarga")

    first, second = desk.movement.companies(MONTH).result(timeout=20)

    assert (first.name, first.people, first.decisions) == (
        "PT Contoh",
        3,
        {"boleh": 2, "tunda": 1},
    )
    assert (first.seen, first.missing) == ({"spp_akad": 2}, {"spp_akad": 1})
    assert (second.name, second.people, second.seen) == ("", 1, {"paspor": 1})
