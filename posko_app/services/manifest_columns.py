"""Which column of a manifest is what: by its heading, else by what stands in it. Never certain.

Agents, ships and companies each have a list of their own. What is guessed is shown with examples
and confirmed by a person; a column nobody knows is shown too, and not taken over.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from posko_app.domain.numbers_on_paper import compact, is_passport
from posko_app.domain.text import search_text
from posko_app.services.import_cells import Cell

BIRTH_PLACE_AND_DATE = "birth_place_and_date"  # one column with both, as on the card
HEADER_WITHIN = 30  # rows from the top
ENOUGH = 2  # headings that make a row the one with the headings
NIK_DIGITS, LEAST_PHONE, LEAST_NAME = 16, 9, 3
SHARE = 0.6  # of the filled cells that must look alike

NAME, NIK, PASSPORT = "traveller.name", "traveller.nik", "traveller.passport"
BORN, SEX, PHONE = "traveller.dob_ktp", "traveller.sex", "traveller.phone"

# as `search_text` gives them
_HEADINGS: Mapping[str, str] = {
    NAME: "nama|nama lengkap|nama penumpang|nama pekerja|nama tki|nama cpmi|nama calon pekerja|"
    "nama peserta|nama karyawan|name|full name|passenger|passenger name|nama tenaga kerja",
    NIK: "nik|no nik|nomor nik|no ktp|nomor ktp|ktp|nik ktp|no ktp nik|no identitas|"
    "nomor identitas|id number|no id",
    PASSPORT: "paspor|no paspor|nomor paspor|passport|passport no|passport number|no passport",
    "traveller.kk": "kk|no kk|nomor kk|kartu keluarga|no kartu keluarga",
    SEX: "jk|jenis kelamin|kelamin|l p|p l|lp|sex|gender|jns kelamin|jenis kel",
    BORN: "tanggal lahir|tgl lahir|tgl lhr|lahir|date of birth|birth date|dob|tanggal lhr",
    BIRTH_PLACE_AND_DATE: "tempat tanggal lahir|tempat tgl lahir|ttl|tempat dan tanggal lahir|"
    "tempat dan tgl lahir|tmpt tgl lahir|place and date of birth",
    "traveller.birth_place": "tempat lahir|tmpt lahir|tempat lhr|place of birth",
    "traveller.age_stated": "umur|usia|age|umur th|usia tahun",
    "traveller.address": "alamat|alamat rumah|alamat asal|alamat lengkap|address",
    "traveller.village": "desa|kelurahan|desa kelurahan|kelurahan desa|desa kel|kel desa|village",
    "traveller.kecamatan": "kecamatan|kec|district|sub district",
    "traveller.origin": "kabupaten|kab|kabupaten kota|kab kota|asal|daerah asal|kabupaten asal|"
    "asal daerah|regency|origin",
    PHONE: "hp|no hp|nomor hp|telepon|no telepon|no telp|telp|wa|no wa|whatsapp|phone|"
    "phone number|mobile|kontak",
    "journey.final_city": "tujuan|kota tujuan|tempat tujuan|lokasi kerja|penempatan|"
    "lokasi penempatan|tempat kerja|destination|kota",
    "employer.name": "majikan|nama majikan|perusahaan|nama perusahaan|pengguna|employer|company",
    "recruiter.name": "perekrut|nama perekrut|sponsor|petugas lapangan|pl|koordinator|recruiter",
    "recruiter.contact": "hp perekrut|no hp perekrut|kontak perekrut|hp sponsor|hp koordinator",
    "ticket.payer_name": "pembayar|nama pembayar|dibayar oleh|penanggung|penanggung biaya|payer",
    "pickup.name": "penjemput|nama penjemput|dijemput oleh|picked up by|pick up",
    "pickup.contact": "hp penjemput|no hp penjemput|kontak penjemput",
    "ticket.booking_code": "kode booking|booking|kode pesan|pnr|booking code|no tiket|nomor tiket|"
    "ticket no|ticket number",
    "ticket.seat": "kursi|seat|no kursi|tempat duduk|seat no",
    "notes": "keterangan|ket|catatan|remark|remarks|notes",
}
_PATH_OF = {text: path for path, texts in _HEADINGS.items() for text in texts.split("|")}
PATHS = tuple(_HEADINGS)  # what a column can be, in the order it is offered
_SEXES = frozenset(("l", "p", "laki laki", "perempuan", "pria", "wanita", "m", "f", "lk", "pr"))
_DATE = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_LETTERS = re.compile(r"[^\W\d_][^\d_]*")


def headings(record: Sequence[Cell]) -> dict[int, str]:
    """Give the places of a row whose text names a field; the first of equals counts."""
    found: dict[int, str] = {}
    for place, cell in enumerate(record):
        path = _PATH_OF.get(search_text(cell)) if isinstance(cell, str) else None
        if path is not None and path not in found.values():
            found[place] = path
    return found


def is_header(record: Sequence[Cell]) -> bool:
    """Say whether a row holds the headings: several of them, or a name among them."""
    found = headings(record)
    return len(found) >= ENOUGH or (NAME in found.values() and len(record) == 1)


def by_content(records: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Guess columns from what stands in them, where no row names them."""
    width = max((len(record) for record in records), default=0)
    found: dict[int, str] = {}
    for place in range(width):
        cells = [r[place] for r in records if place < len(r) and r[place] not in (None, "")]
        path = next((p for p in _looks_like(cells) if p not in found.values()), None)
        if path is not None:
            found[place] = path
    return found


def _looks_like(cells: Sequence[Cell]) -> Iterator[str]:
    for path, fits in _FORMS:
        if cells and sum(map(fits, cells)) >= SHARE * len(cells):
            yield path


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, date | datetime) or _DATE.fullmatch(_plain(cell)) is not None


def _is_nik(cell: Cell) -> bool:
    digits = compact(_plain(cell))
    return len(digits) == NIK_DIGITS and digits.isdigit()


def _is_phone(cell: Cell) -> bool:
    digits = compact(_plain(cell)).lstrip("+")
    return digits.isdigit() and len(digits) >= LEAST_PHONE


def _is_name(cell: Cell) -> bool:
    text = _plain(cell)
    return len(text) >= LEAST_NAME and _LETTERS.fullmatch(text) is not None


def _plain(cell: Cell) -> str:
    return str(cell).strip()


_FORMS: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
    (BORN, _is_date),
    (NIK, _is_nik),
    (PASSPORT, lambda cell: is_passport(compact(_plain(cell)).upper())),
    (PHONE, _is_phone),
    (SEX, lambda cell: search_text(_plain(cell)) in _SEXES),
    (NAME, _is_name),
)
