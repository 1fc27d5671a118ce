"""Invented lists of offices as files."""

from datetime import date

from xlsxwriter import Workbook

AS_OF = date(2026, 11, 3)
P3MI = (
    ("DAFTAR CONTOH P3MI", "", "", ""),
    (),
    ("No", "Nama P3MI", "No. SIP3MI", "Masa Berlaku", "Status", "Kota", "Telepon"),
    (
        1,
        "PT. CONTOH JAYA ABADI",
        "SIP/01/2024",
        date(2028, 1, 31),
        "Aktif",
        "Kupang",
        "0380 222333",
    ),
    (2, "PT CONTOH LAMA", "SIP/02/2019", date(2024, 5, 1), "", "Surabaya", ""),
    (3, "PT CONTOH CABUT", "SIP/03/2023", date(2028, 5, 1), "Dicabut", "", ""),
    (4, "PT CONTOH POLOS", "SIP/04/2023", None, "", "", ""),
)


def xlsx(path, rows):
    workbook = Workbook(path)
    page = workbook.add_worksheet()
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif cell is not None:
                page.write(at, column, cell)
    workbook.close()
    return path


def csv(path, *lines, encoding="utf-8"):
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def put(desk, register, path, *, as_of=AS_OF):
    file = desk.registers.read(register, path).result(timeout=30)
    return desk.registers.replace(file, as_of=as_of).result(timeout=30)
