"""Writes the sheet that a scanner is tried with."""

import secrets
from datetime import datetime
from pathlib import Path

from posko_app.domain.civil import civil_date, clock_text, date_text
from posko_app.export.place import reserve
from posko_app.i18n import Catalogue

FILE_NAME = "posko-uji-pemindai.pdf"
NAMES = ("passport", "card", "boarding", "nik", "ticket")


def write_scan_sheet(out: Path, catalogue: Catalogue, at: datetime) -> Path:
    """Write the sheet, and give the file.

    Args:
        out: the file, or a folder for a file of the usual name.
        catalogue: the language of the sheet.
        at: aware; the boarding pass is for this day.

    Raises:
        OperatorError: the folder is missing or not writable.
        MachineError: the disk is full or failed.
    """
    # slow imports: Qt and segno, only for whoever makes a sheet
    from posko_app.export.pdf_file import begin_qt, drawn_bytes
    from posko_app.export.scan_sheet import scan_sheet, sheet_dates

    begin_qt()
    on = civil_date(at)
    told: dict[str, str | int] = {**sheet_dates(on), "at": f"{date_text(on)} {clock_text(at)}"}
    keys = ("title", "lead", "foot", "passport_zone", *NAMES, *(f"{n}_says" for n in NAMES))
    words = {key: catalogue.text(f"scan.sheet.{key}", **told) for key in keys}
    target = out / FILE_NAME if out.is_dir() else out
    with reserve(target, token=secrets.token_hex(4)) as file:
        file.publish(drawn_bytes(scan_sheet(words, on=on), made_at=at))
    return target
