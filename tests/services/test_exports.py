import csv
import hashlib
import io
from datetime import date

import msoffcrypto
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from posko_app.errors import OperatorError
from sync.protocol.entry import Deployment, open_part
from tests.services.desks import PETUGAS, SANDI_DUA, make_store, opened, record

ON = date(2026, 11, 24)
NAME, NIK = "CONTOH NAMA RAHASIA", "9901016001080001"
FORMULA = '=HYPERLINK("http://contoh.invalid")'
DECISIONS = ("boleh", "boleh", "tunda", "rujuk", "serah_terima", None)


@pytest.fixture
def day(desk, clock):
    for decision in DECISIONS:
        record(
            desk,
            clock,
            traveller__name=NAME,
            traveller__nik=NIK,
            traveller__origin=FORMULA,
            departure__carrier="LION",
            decision=decision,
        )
    voided = record(desk, clock, traveller__name=NAME, decision="boleh")
    desk.screening.void(voided.subject, reason="ganda").result()
    return desk


def export(desk, out, **more):
    return desk.exports.export_log(ON, out=out, **more).result(timeout=60)


def key_of(desk, out, **more) -> str:
    with pytest.raises(OperatorError) as error:
        export(desk, out, **more)
    return error.value.key


def pdf_lines(path, password) -> list[str]:
    reader = pypdf.PdfReader(path, password=password)
    return [line for page in reader.pages for line in page.extract_text().splitlines()]


def table(path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def opened_rows(path, password) -> list[list[str]]:
    plain = io.BytesIO()
    with path.open("rb") as stream:
        locked = msoffcrypto.OfficeFile(stream)
        locked.load_key(password=password, verify_password=True)
        locked.decrypt(plain, verify_integrity=True)
    plain.seek(0)
    return CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()


def test_csv_holds_every_row_without_names_and_sums_that_add_up(day, tmp_path):
    out = tmp_path / "log.csv"

    done = export(day, out, format="csv")

    rows = table(out)
    head = rows.index(next(row for row in rows if row[:1] == ["No"]))
    body = rows[head + 1 : head + 1 + done.rows]
    end = rows.index([], head + 2 + done.rows)
    totals = {row[0]: int(row[1]) for row in rows[head + 2 + done.rows : end]}
    by_decision = {code: totals[code] for code in {*filter(None, DECISIONS), "belum_diputuskan"}}
    assert done.rows == 7
    assert [row[7] for row in body].count("dibatalkan") == 1
    assert totals["Diperiksa"] == sum(by_decision.values()) == 6
    assert by_decision["boleh"] == 2
    assert (totals["dibatalkan"], totals["Jumlah baris"]) == (1, 7)
    assert NAME not in out.read_text("utf-8-sig")
    assert NIK not in out.read_text("utf-8-sig")


def test_the_file_is_the_one_whose_hash_is_told(day, tmp_path):
    out = tmp_path / "log.xlsx"

    done = export(day, out, format="xlsx")

    assert hashlib.sha256(out.read_bytes()).hexdigest() == done.sha256
    assert len(done.password.split()) == 5


def test_an_origin_that_is_a_formula_stays_text(day, tmp_path):
    export(day, tmp_path / "log.csv", format="csv")
    done = export(day, tmp_path / "log.xlsx", format="xlsx")

    assert any("'" + FORMULA in row for row in table(tmp_path / "log.csv"))
    assert any(FORMULA in row for row in opened_rows(tmp_path / "log.xlsx", done.password))


def test_the_head_says_who_when_where_and_what_was_left_out(day, tmp_path):
    export(day, tmp_path / "log.csv", format="csv")

    head = {row[0]: row[1] for row in table(tmp_path / "log.csv") if len(row) == 2}

    assert head["Pos"] == "Bandara El Tari"
    assert head["Dibuat oleh"] == "PENYELIA CONTOH"
    assert head["Dibuat pada"].endswith("WITA")
    assert "PELATIHAN" in head["Jenis data"]
    assert "nama" in head["Tidak disertakan"].lower()
    assert head["Jumlah baris"] == "7"


def test_a_store_of_real_people_has_no_training_mark(tmp_path, clock):
    directory = make_store(tmp_path / "live", clock=clock, deployment=Deployment.LIVE)
    with opened(directory, clock=clock) as desk:
        export(desk, tmp_path / "log.csv", format="csv")

    assert "PELATIHAN" not in (tmp_path / "log.csv").read_text("utf-8-sig")


def test_names_leave_only_locked_with_a_reason(day, tmp_path):
    out = tmp_path / "log.xlsx"
    names = {"identifiable": True, "format": "xlsx"}

    assert key_of(day, tmp_path / "x.csv", identifiable=True, format="csv", reason="rapat") == (
        "export.names_need_xlsx"
    )
    assert key_of(day, out, **names, reason="rapat", password=False) == (
        "export.names_need_password"
    )
    assert key_of(day, out, **names, reason="  ") == "export.reason_missing"
    assert list(tmp_path.glob("*.csv")) == []
    assert not out.exists()

    done = export(day, out, **names, reason="rapat gugus tugas")

    rows = opened_rows(out, done.password)
    assert any(NAME in row and NIK in row for row in rows)
    assert any("rapat gugus tugas" in row for row in rows)


def test_names_leave_as_a_pdf_under_the_same_rules(day, qapp, tmp_path):
    out = tmp_path / "log.pdf"
    names = {"identifiable": True, "format": "pdf"}

    assert key_of(day, out, **names, reason="rapat", password=False) == (
        "export.names_need_password"
    )
    assert key_of(day, out, **names) == "export.reason_missing"
    assert not out.exists()

    done = export(day, out, **names, reason="rapat gugus tugas")

    lines = pdf_lines(out, done.password)
    assert lines.count(NIK) == 6  # the voided one has none
    assert "rapat gugus tugas" in lines
    assert any(line.startswith("Halaman 1 dari ") for line in lines)
    assert " ".join(lines).count(NAME) == 7
    assert NAME.encode() not in out.read_bytes()
    assert hashlib.sha256(out.read_bytes()).hexdigest() == done.sha256


def test_a_pdf_without_names_holds_every_row_and_may_stay_open(day, qapp, tmp_path):
    out = tmp_path / "log.pdf"

    done = export(day, out, format="pdf", password=False)

    text = "\n".join(pdf_lines(out, None))
    assert done.password is None
    assert text.count("LION") == 6
    assert NAME not in text
    assert NIK not in text
    assert FORMULA in text.replace("\n", "")


def test_rows_without_a_decision_are_said_first_and_by_their_number(day, qapp, tmp_path):
    export(day, tmp_path / "log.csv", format="csv")
    export(day, tmp_path / "log.pdf", format="pdf", password=False)

    attention = table(tmp_path / "log.csv")[1]
    assert attention[0] == "Perhatian"
    assert attention[1].startswith("1 pemeriksaan belum diputuskan: baris 6.")
    assert "Perhatian" in pdf_lines(tmp_path / "log.pdf", None)


def test_level_and_signs_are_said_as_the_ruleset_in_force_says_them(desk, clock, tmp_path):
    record(desk, clock, traveller__name=NAME, officer_ticks__coe_visible_injury=True)
    ruleset = desk.detection.ruleset

    done = export(desk, tmp_path / "log.xlsx", format="xlsx")
    export(desk, tmp_path / "log.csv", format="csv")

    rows = opened_rows(tmp_path / "log.xlsx", done.password)
    columns = next(row for row in rows if row[0] == "No")
    told = dict(zip(columns, rows[rows.index(columns) + 1], strict=True))
    label = ruleset.indicators["coe_visible_injury"].label.id
    assert told["Tingkat"] == "▲ Kuning*"
    assert told["Aturan"].startswith("R")
    assert label in told["Tanda"].split("; ")
    sentence = ruleset.levels["kuning"].sentence.id
    assert ["kuning", f"▲ Kuning: {sentence}"] in table(tmp_path / "log.csv")
    assert ["coe_visible_injury", label] in table(tmp_path / "log.csv")


def test_only_a_penyelia_lets_names_leave(directory, clock, qapp, tmp_path):
    with opened(directory, clock=clock) as desk:
        desk.officers.add(PETUGAS, passphrase=SANDI_DUA).result(timeout=20)

    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        names = {"identifiable": True, "format": "xlsx", "reason": "rapat"}
        assert key_of(desk, tmp_path / "log.xlsx", **names) == "session.only_penyelia"
        names["format"] = "pdf"
        assert key_of(desk, tmp_path / "log.pdf", **names) == "session.only_penyelia"
        export(desk, tmp_path / "log.csv", format="csv")
    assert sorted(p.name for p in tmp_path.glob("log.*")) == ["log.csv"]


def test_an_open_spreadsheet_without_names_has_no_password(day, tmp_path):
    out = tmp_path / "log.xlsx"

    done = export(day, out, format="xlsx", password=False)

    assert done.password is None
    assert out.read_bytes().startswith(b"PK")


def test_the_export_is_an_entry_that_says_what_left_and_why(day, tmp_path):
    out = tmp_path / "log.xlsx"
    done = export(day, out, format="xlsx", identifiable=True, reason="rapat")

    store = day.exports._store
    found = store.read(lambda unit: unit.entries(after=0, limit=100)).result()
    (entry,) = [stored.entry for stored in found if stored.entry.header.kind == "export"]

    assert open_part(entry.parts["facts"]) == {
        "format": "xlsx",
        "identifiable": True,
        "locked": True,
        "on": "2026-11-24",
        "rows": 7,
        "sha256": done.sha256,
    }
    assert open_part(entry.parts["notes"]) == {"reason": "rapat"}
    assert day.integrity.verify().result(timeout=20).ok


def test_no_file_stands_when_its_entry_could_not_be_stated(day, tmp_path):
    out = tmp_path / "log.csv"
    day.exports._store.close()

    with pytest.raises(Exception, match=r"store\.closed"):
        export(day, out, format="csv")

    assert list(tmp_path.glob(".*")) == []
    assert not out.exists()


def test_a_missing_folder_is_named_and_nothing_is_stated(day, tmp_path):
    assert key_of(day, tmp_path / "no" / "log.csv", format="csv") == "export.folder_not_writable"

    count = day.integrity.verify().result(timeout=20).entries
    assert count == 2 + 7 + 1


def test_an_export_never_takes_the_place_of_the_store(desk, directory, clock, tmp_path):
    record(desk, clock, traveller__name=NAME)
    (head,) = (tmp_path / "state" / "heads").iterdir()
    own = [path for path in (*directory.iterdir(), head) if path.is_file()]

    found = [
        key_of(desk, path.parent / ".." / path.parent.name / path.name, format="csv")
        for path in own
    ]

    assert len(own) >= 5
    assert set(found) == {"export.store_file"}
    assert export(desk, directory / "log.csv", format="csv").rows == 1
    desk.close()
    with opened(directory, clock=clock) as again:
        assert again.integrity.verify().result(timeout=20).ok


def test_a_day_without_screenings_is_an_empty_log(desk, tmp_path):
    assert export(desk, tmp_path / "log.csv", format="csv").rows == 0


def test_the_day_log_counts_as_the_file_does(day):
    log = day.day.day(ON).result()

    assert (log.totals.screened, log.totals.voided, len(log.rows)) == (6, 1, 7)
    assert log.totals.screened == sum(log.totals.by_decision.values())


def test_the_status_counts_what_waits(day):
    status = day.status.status().result()

    assert status.waiting == 2 + 7 + 1
    assert status.today["boleh"] == 2
    assert status.last_contact_at is None
