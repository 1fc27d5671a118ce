"""Official lists in a real store, from real files."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from posko_app.domain.registers import Outcome, Register, RegisterRow, Standing, Status
from posko_app.errors import OperatorError
from posko_app.services.register_rows import RefusedRow
from posko_app.store.register_check import REGISTER_IMPORTED
from sync.protocol.entry import Kind, open_part
from sync.protocol.people import Role
from tests.services.desks import PETUGAS, SANDI_DUA, opened, record
from tests.services.registers import AS_OF, P3MI, csv, put, xlsx


def read(desk, register, path):
    return desk.registers.read(register, path).result(timeout=30)


def key_of(future) -> str:
    with pytest.raises(OperatorError) as error:
        future.result(timeout=30)
    return str(error.value)


def look(desk, register=Register.P3MI, **wanted):
    return desk.registers.look_up(register, **wanted).result(timeout=20)


@pytest.fixture
def p3mi(tmp_path):
    return xlsx(tmp_path / "p3mi.xlsx", P3MI)


def test_a_spreadsheet_with_a_title_above_its_table_is_read(desk, p3mi):
    file = read(desk, Register.P3MI, p3mi)

    assert file.rows[0] == RegisterRow(
        name="PT. CONTOH JAYA ABADI",
        number="SIP/01/2024",
        contacts=("+62380222333",),
        city="Kupang",
        valid_to=date(2028, 1, 31),
        status=Status.ACTIVE,
        source_row=4,
    )
    assert [row.status for row in file.rows[1:]] == [Status.ACTIVE, Status.ENDED, Status.UNSAID]
    assert file.refused == ()
    assert file.sha256 == hashlib.sha256(p3mi.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "head",
    [
        "Nama Perusahaan;No. Izin;Berlaku s/d",
        "Company Name;License No;Valid Until",
        "PERUSAHAAN;NOMOR SIP3MI;TGL. BERAKHIR",
    ],
)
def test_csv_columns_have_many_names(desk, tmp_path, head):
    path = csv(
        tmp_path / "p3mi.csv", "Daftar, tanpa pemisah", head, "PT CONTOH;1/A;3 November 2027"
    )

    file = read(desk, Register.P3MI, path)

    assert file.rows == (
        RegisterRow(
            "PT CONTOH", "1/A", valid_to=date(2027, 11, 3), status=Status.ACTIVE, source_row=3
        ),
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("a,b", "1,2"), "register.columns_missing columns=nama, nomor izin"),
        (("Nama,Kota", "PT CONTOH,Kupang"), "register.columns_missing columns=nomor izin"),
        (("Nama,Nomor", ",1"), "register.no_rows refused=1"),
        (("Nama,Nomor",), "register.no_rows refused=0"),
        ((), "register.columns_missing columns=nama, nomor izin"),
    ],
)
def test_what_is_missing_is_named(desk, tmp_path, lines, told):
    path = csv(tmp_path / "p3mi.csv", *lines)

    assert key_of(desk.registers.read(Register.P3MI, path)) == told


def test_bad_rows_are_named_with_their_reason_and_good_ones_kept(desk, tmp_path):
    path = csv(
        tmp_path / "spp.csv",
        "sep=;",
        "No SPP;Perusahaan;Tgl SPP;Masa Berlaku;Status",
        "1/SPP;PT CONTOH SATU;01-01-2026;31-12-2026;aktif",
        "2/SPP;;01-01-2026;31-12-2026;",
        ";PT CONTOH DUA;;;",
        "3/SPP;PT CONTOH TIGA;;31 Februari 2026;",
        "4/SPP;PT CONTOH EMPAT;01-01-2026;31-12-2025;",
        "1 spp;PT CONTOH LIMA;;;",
        "5/SPP;PT CONTOH ENAM;;;entah",
        "1.2E+15;PT CONTOH TUJUH;;;",
        "6/SPP;" + "X" * 201 + ";;;",
        ";;;;",
        "7/SPP;PT CONTOH DELAPAN;-;;nonaktif",
        '8/SPP;"PT CONTOH;;;',
    )

    file = read(desk, Register.SPP_AKAD, path)

    assert [row.number for row in file.rows] == ["1/SPP", "7/SPP"]
    assert file.rows[0].valid_from == date(2026, 1, 1)
    assert file.refused == (
        RefusedRow(4, "cell_empty", "name"),
        RefusedRow(5, "cell_empty", "number"),
        RefusedRow(6, "not_a_date", "valid_to"),
        RefusedRow(7, "dates_reversed", "valid_to"),
        RefusedRow(8, "number_twice", "number", 3),
        RefusedRow(9, "status_unclear", "status"),
        RefusedRow(10, "digits_not_text", "number"),
        RefusedRow(11, "too_long", "name"),
        RefusedRow(14, "quotation_open"),
    )


def test_cells_a_spreadsheet_has_spoilt_are_named(desk, tmp_path):
    path = xlsx(
        tmp_path / "p3mi.xlsx",
        (
            ("Nama", "Nomor izin", "Berlaku sampai"),
            ("PT CONTOH", 12.5, None),
            ("PT CONTOH", date(2026, 1, 1), None),
            ("PT CONTOH", 7, date(2027, 1, 1)),
        ),
    )

    file = read(desk, Register.P3MI, path)

    assert file.refused == (
        RefusedRow(2, "cell_unclear", "number"),
        RefusedRow(3, "cell_unclear", "number"),
    )
    assert file.rows[0].number == "7"


@pytest.mark.parametrize("name", ["daftar.pdf", "hilang.csv"])
def test_another_kind_and_a_missing_file_are_refused(desk, tmp_path, name):
    if name == "daftar.pdf":
        (tmp_path / name).write_bytes(b"%PDF")
    key = {"daftar.pdf": "register.file_kind", "hilang.csv": "import.file_missing"}[name]

    assert key_of(desk.registers.read(Register.P3MI, tmp_path / name)) == key


def test_a_list_replaces_the_one_before_and_says_so_in_an_entry(
    desk, directory, clock, p3mi, tmp_path
):
    put(desk, Register.P3MI, csv(tmp_path / "lama.csv", "Nama,Nomor", "PT CONTOH TUA,9"))
    made = put(desk, Register.P3MI, p3mi)

    listed = desk.registers.list().result()
    desk.close()
    with opened(directory, clock=clock) as again:
        assert again.registers.list().result() == listed == {Register.P3MI: made}
        assert look(again, number="9").outcome is Outcome.NOT_FOUND
        stored = again.registers._store.read(lambda unit: unit.entries()).result()
        facts = [open_part(s.entry.parts["facts"]) for s in stored if s.kind == Kind.ACCESS]
    assert len(facts[1].pop("rows_hash")) == 64
    assert facts[1] == {
        "action": REGISTER_IMPORTED,
        "register": "p3mi",
        "file_name": "p3mi.xlsx",
        "sha256": made.sha256,
        "as_of": "2026-11-03",
        "rows": 4,
    }
    assert made.age_days(date(2026, 11, 24)) == 21
    assert made.imported_by == "PENYELIA CONTOH"


def test_only_a_penyelia_replaces_a_list(desk, directory, clock, p3mi):
    desk.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=30)
    desk.close()
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as other:
        file = read(other, Register.P3MI, p3mi)

        assert key_of(other.registers.replace(file, as_of=AS_OF)) == "session.only_penyelia"
        assert other.registers.list().result() == {}


def test_a_list_from_tomorrow_changes_nothing(desk, p3mi):
    file = read(desk, Register.P3MI, p3mi)

    key = key_of(desk.registers.replace(file, as_of=date(2026, 11, 25)))

    assert key == "register.as_of_future"
    assert desk.registers.list().result() == {}


def test_a_number_decides_and_says_how_old_the_list_is(desk, p3mi):
    before = look(desk, number="SIP/01/2024")
    put(desk, Register.P3MI, p3mi)

    assert before.outcome is Outcome.ABSENT
    for number, outcome in (
        ("sip 01-2024", Outcome.VALID),
        ("SIP/02/2019", Outcome.EXPIRED),
        ("SIP/03/2023", Outcome.EXPIRED),
        ("SIP/04/2023", Outcome.UNDATED),
        ("SIP/99/2023", Outcome.NOT_FOUND),
    ):
        assert look(desk, number=number).outcome is outcome
    found = look(desk, number="SIP/02/2019", on=date(2024, 4, 30))
    assert found.outcome is Outcome.VALID
    assert found.provenance.age_days(date(2026, 11, 24)) == 21


def test_a_name_alone_never_decides_and_near_ones_are_offered(desk, p3mi):
    put(desk, Register.P3MI, p3mi)

    named = look(desk, name="contoh jaya abadi pt")
    near = look(desk, name="PT Contoh Jaya")
    other = look(desk, number="SIP/01/2024", name="PT LAIN SEKALI")
    same = look(desk, number="SIP/01/2024", name="PT Contoh Jaya Abadi")

    assert named.outcome is Outcome.NAME_ONLY
    assert named.found[0].standing is Standing.VALID
    assert near.outcome is Outcome.NOT_FOUND
    assert [found.row.name for found in near.near] == [
        "PT. CONTOH JAYA ABADI",
        "PT CONTOH CABUT",
        "PT CONTOH LAMA",
        "PT CONTOH POLOS",
    ]
    assert other.outcome is Outcome.VALID
    assert other.name_differs
    assert not same.name_differs
    assert same.near == ()


def test_contacts_of_offices_stand_one_by_one_and_leave_the_comparison(desk, tmp_path, clock):
    path = csv(
        tmp_path / "kantor.csv",
        "Instansi;No Telp",
        "Kantor Contoh;HP. 0812-3456-7890 / (0380) 222333",
        "Kantor Tanpa Nomor;-",
    )
    put(desk, Register.OFFICES, path)

    found = look(desk, Register.OFFICES, name="Kantor Contoh").found

    assert found[0].row.contacts == ("+6281234567890", "+62380222333")
    assert found[0].standing is Standing.VALID
    white = "SELECT count(*) FROM register_rows WHERE contact = ? AND status = 'berlaku'"
    counted = desk.registers._store.read(
        lambda unit: unit.connection.execute(white, ("+6281234567890",)).fetchone()
    ).result()
    assert counted == (1,)


def test_a_phone_that_lost_its_zero_is_refused_where_it_matters(desk, tmp_path):
    path = xlsx(
        tmp_path / "kantor.xlsx",
        (
            ("Kantor", "Telepon"),
            ("Kantor Contoh A", 380222333),
            ("Kantor Contoh B", 81234567890),
            ("Kantor Contoh C", 129),
        ),
    )

    file = read(desk, Register.OFFICES, path)

    assert file.refused == (RefusedRow(2, "digits_not_text", "contact"),)
    assert [row.contacts for row in file.rows] == [("+6281234567890",), ("129",)]


def test_a_list_longer_than_the_limit_is_refused(desk, tmp_path, monkeypatch):
    monkeypatch.setattr("posko_app.services.register_files.MOST_ROWS", 1)
    path = csv(tmp_path / "p3mi.csv", "Nama,Nomor", "PT CONTOH,1", "PT CONTOH,2")

    assert key_of(desk.registers.read(Register.P3MI, path)) == "register.too_many_rows most=1"


def test_screenings_go_on_without_any_list(desk, clock):
    assert record(desk, clock, recruiter__company="PT CONTOH JAYA ABADI").subject
    assert look(desk, name="PT CONTOH JAYA ABADI") == replace(
        look(desk, number="x"), outcome=Outcome.ABSENT
    )
