"""Finding the columns of an office's list: which row holds their names, and what each is called.

Offices put titles above their tables and call one thing by many names, in Indonesian or English.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from posko_app.domain.registers import Register
from posko_app.domain.text import search_text
from posko_app.errors import OperatorError
from posko_app.services.import_cells import Cell, Record

HEADER_WITHIN = 30  # rows from the top

NAME, NUMBER, CONTACT, CITY = "name", "number", "contact", "city"
VALID_FROM, VALID_TO, STATUS = "valid_from", "valid_to", "status"

# as `search_text` gives them; the first of each is the one we ask for
_HEADERS: Mapping[str, tuple[str, ...]] = {
    NAME: (
        "nama",
        "nama perusahaan",
        "perusahaan",
        "nama pt",
        "nama p3mi",
        "p3mi",
        "nama pptkis",
        "pptkis",
        "nama lptks",
        "lptks",
        "nama pptks",
        "nama badan usaha",
        "pemberi kerja",
        "nama pemberi kerja",
        "nama kantor",
        "kantor",
        "nama instansi",
        "instansi",
        "lembaga",
        "nama lembaga",
        "name",
        "company",
        "company name",
        "agency",
        "agency name",
        "employer",
        "office",
    ),
    NUMBER: (
        "nomor izin",
        "nomor",
        "no izin",
        "nomor sip3mi",
        "no sip3mi",
        "sip3mi",
        "nomor siuppmi",
        "no siuppmi",
        "siuppmi",
        "nomor siup",
        "no siup",
        "nomor siup lptks",
        "no siup lptks",
        "siup lptks",
        "nomor spp",
        "no spp",
        "nomor spp akad",
        "no spp akad",
        "spp akad",
        "nomor surat",
        "no surat",
        "nomor sk",
        "no sk",
        "sk izin",
        "number",
        "permit number",
        "permit no",
        "licence number",
        "licence no",
        "license number",
        "license no",
    ),
    CONTACT: (
        "telepon",
        "nomor telepon",
        "no telepon",
        "no telp",
        "telp",
        "nomor hp",
        "no hp",
        "hp",
        "kontak",
        "nomor kontak",
        "wa",
        "whatsapp",
        "telepon hp",
        "telp hp",
        "contact",
        "phone",
        "phone number",
        "telephone",
    ),
    CITY: (
        "kota",
        "kota kabupaten",
        "kab kota",
        "kabupaten kota",
        "kabupaten",
        "domisili",
        "wilayah",
        "provinsi",
        "city",
        "town",
        "district",
    ),
    VALID_FROM: (
        "berlaku mulai",
        "mulai berlaku",
        "tanggal mulai",
        "tanggal terbit",
        "tgl terbit",
        "tanggal izin",
        "tgl izin",
        "tanggal spp",
        "tgl spp",
        "tanggal surat",
        "valid from",
        "issued",
        "issued on",
        "issue date",
        "start date",
    ),
    VALID_TO: (
        "berlaku sampai",
        "berlaku sampai dengan",
        "berlaku s d",
        "berlaku hingga",
        "masa berlaku",
        "masa berlaku sampai",
        "masa berlaku s d",
        "berakhir",
        "tanggal berakhir",
        "tgl berakhir",
        "tanggal akhir",
        "valid to",
        "valid until",
        "expires",
        "expires on",
        "expiry",
        "expiry date",
        "end date",
    ),
    STATUS: ("status", "status izin", "status sip3mi", "status spp", "keadaan", "state"),
}
_COLUMN_OF = {header: column for column, headers in _HEADERS.items() for header in headers}

REQUIRED: Mapping[Register, tuple[str, ...]] = {
    Register.P3MI: (NAME, NUMBER),
    Register.LPTKS: (NAME, NUMBER),
    Register.SPP_AKAD: (NAME, NUMBER),
    Register.OFFICES: (NAME, CONTACT),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands, from 0; only those that were recognised."""

    at: Mapping[str, int]

    def cell(self, record: Sequence[Cell], column: str) -> Cell:
        """Give a row's cell; None where the column is not there or the row ends before."""
        place = self.at.get(column)
        return record[place] if place is not None and place < len(record) else None


def find_columns(table: Iterator[tuple[int, Record]], register: Register) -> Columns:
    """Take rows off the table until one names every column this list needs.

    Raises:
        OperatorError: `register.columns_missing`, with the names a file could use for them.
    """
    required, best = REQUIRED[register], Columns({})
    for number, record in table:
        found = _recognised(record)
        if all(column in found.at for column in required):
            return found
        best = max(best, found, key=lambda columns: len(columns.at))
        if number >= HEADER_WITHIN:
            break
    missing = [_HEADERS[column][0] for column in required if column not in best.at]
    raise OperatorError("register.columns_missing", columns=", ".join(missing))


def _recognised(record: Record) -> Columns:
    at: dict[str, int] = {}
    cells = () if isinstance(record, str) else record
    for place, cell in enumerate(cells):
        column = _COLUMN_OF.get(search_text(cell)) if isinstance(cell, str) else None
        if column is not None:
            at.setdefault(column, place)
    return Columns(at)
