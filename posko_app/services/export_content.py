"""From a day's rows to the bytes of its file."""

from dataclasses import dataclass
from datetime import datetime

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.export.csv_file import csv_bytes
from posko_app.export.log import Day, Stamp, day_sheet
from posko_app.export.log_words import Wording
from posko_app.export.page_words import PageWords
from posko_app.export.sheet import Sheet
from posko_app.export.xlsx_file import xlsx_bytes
from posko_app.i18n import Catalogue
from posko_app.services.export_order import ExportFormat, Order


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file is made: the post as people call it, and whether its people are invented."""

    post: str
    is_training: bool


def get_ready(kind: ExportFormat) -> None:
    """Begin what a format needs from the main thread, before another one makes the file."""
    if kind is ExportFormat.PDF:
        # slow import: Qt, and only for a PDF
        from posko_app.export.pdf_file import begin_qt

        begin_qt()


def content_of(
    order: Order,
    day: Day,
    *,
    made_at: datetime,
    place: Place,
    wording: Wording,
    password: str | None,
) -> bytes:
    """Give the file's bytes."""
    stamp = Stamp(
        on=order.on,
        post=place.post,
        is_training=place.is_training,
        officer=order.officer.name,
        made_at=made_at,
        reason=order.reason,
    )
    sheet = day_sheet(day, stamp, wording=wording, named=order.identifiable)
    return _written(sheet, order.format, made_at=made_at, password=password, wording=wording)


def wording_of(kind: ExportFormat, catalogue: Catalogue, ruleset: Ruleset) -> Wording:
    """Give a file's language; signs and levels are said as the ruleset in force says them."""
    language = catalogue.language
    signs = {i: found.label.in_language(language) for i, found in ruleset.indicators.items()}
    levels = {i: found.sentence.in_language(language) for i, found in ruleset.levels.items()}
    return Wording(catalogue, coded=kind is ExportFormat.CSV, signs=signs, levels=levels)


def _written(
    sheet: Sheet,
    kind: ExportFormat,
    *,
    made_at: datetime,
    password: str | None,
    wording: Wording,
) -> bytes:
    if kind is ExportFormat.CSV:
        return csv_bytes(sheet)
    if kind is ExportFormat.XLSX:
        return xlsx_bytes(sheet, made_at=made_at, password=password)
    # slow import: Qt, and only for a PDF
    from posko_app.export.pdf_file import pdf_bytes

    words = PageWords.of(wording.catalogue)
    return pdf_bytes(sheet, words=words, made_at=made_at, password=password)
