"""The PDF of a full day beside its XLSX: same sheet, both locked as they leave."""

from datetime import date
from random import Random

from posko_app.domain.day import DayRow
from posko_app.domain.detection.assessment import Level
from posko_app.domain.tally import tally_totals
from posko_app.export.log import Day, Stamp, day_sheet
from posko_app.export.page_words import PageWords
from posko_app.export.pdf_file import begin_qt, pdf_bytes
from posko_app.export.sheet import Sheet
from posko_app.export.xlsx_file import xlsx_bytes
from posko_app.i18n import load_catalogue
from posko_app.services.export_content import wording_of
from posko_app.services.export_order import ExportFormat
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.invented import invented
from tests.bench.saves import timed_ms
from tests.domain.judgement.shipped import shipped_judge

ROWS = 500
RUNS = 11
PASSWORD = "lima kata contoh saja dulu"


def full_day(count: int, *, seed: int) -> Sheet:
    """Make the sheet of a day with this many screenings, a third of them with signs."""
    catalogue, ruleset, random = load_catalogue(), shipped_judge().ruleset, Random(seed)
    signs = tuple(ruleset.indicators)
    rows = []
    for person in invented(count, seed=seed):
        level = random.choices(tuple(Level), (6, 3, 1))[0]
        fired = random.sample(signs, 0 if level is Level.HIJAU else random.randint(1, 4))
        rows.append(
            DayRow(
                subject=person.id,
                occurred_at=person.at,
                name=str(person.answers["traveller.name"]),
                nik=str(person.answers["traveller.nik"]),
                passport=None,
                origin="Kab. Timor Tengah Selatan",
                destination=str(person.answers["journey.final_country"]),
                carrier=str(person.answers["departure.carrier"]),
                decision=str(person.answers["decision"]),
                officer="CONTOH PETUGAS SATU",
                receipt=person.id[:10],
                voided=False,
                level=level.value,
                rule="R3a",
                signs=tuple(fired),
            )
        )
    wording = wording_of(ExportFormat.PDF, catalogue, ruleset)
    at = rows[-1].occurred_at
    stamp = Stamp(date(2026, 1, 1), "Bandara El Tari", True, "CONTOH PENYELIA", at)
    tally = tally_totals({"keluarga_ikut": 40})
    return day_sheet(Day(rows, tally), stamp, wording=wording, named=False)


def measure_day_pdf(*, seed: int) -> list[Figure]:
    """Write both files in turn, in memory; Qt is there already, as it is in the window."""
    begin_qt()
    sheet = full_day(ROWS, seed=seed)
    at = next(invented(1, seed=seed)).at
    words = PageWords.of(load_catalogue())

    def pdf() -> bytes:
        return pdf_bytes(sheet, words=words, made_at=at, password=PASSWORD)

    def xlsx() -> bytes:
        return xlsx_bytes(sheet, made_at=at, password=PASSWORD)

    size = len(pdf()), len(xlsx())  # also the libraries' first load
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(timed_ms(pdf))
        theirs.append(timed_ms(xlsx))
    how = f"{RUNS} of each in turn, {ROWS} rows, both locked, in memory, ms; {size[0]} and"
    how += f" {size[1]} bytes"
    name = f"PDF of {ROWS} rows ÷ XLSX of {ROWS} rows"
    middle = percentile(ours, 0.5)
    seconds = Figure(
        f"PDF of {ROWS} rows, p50", middle, "ms", None, {"p95": percentile(ours, 0.95)}, how
    )
    return [ratio(name, ours, theirs, aim=3, how=how), seconds]
