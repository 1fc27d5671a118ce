"""What is set right in a PDF that Qt made, and its lock: AES-256.

Qt lets a space be read as a tab, so that a search for two words would find nothing.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import StreamObject

LOCK = "AES-256"
TAB, SPACE = b"<0009>", b"<0020>"
DATE = "D:%Y%m%d%H%M%SZ"


def finished(plain: bytes, *, title: str, made_at: datetime, password: str | None) -> bytes:
    """Give the PDF as it leaves: readable spaces, title and time; locked when there is a password.

    Args:
        plain: as Qt made it; it never reaches the disk.
        title: as readers show it in their window's title.
        made_at: aware; the only time the file knows.
        password: opens the file; None leaves it open.
    """
    from pypdf import PdfWriter  # slow import, only for exports

    writer = PdfWriter(clone_from=io.BytesIO(plain))
    for stream in _letter_maps(writer):
        stream.set_data(stream.get_data().replace(TAB, SPACE))
    at = made_at.astimezone(UTC).strftime(DATE)
    writer.metadata = {
        "/Title": title,
        "/Creator": "Posko",
        "/CreationDate": at,
        "/ModDate": at,
    }
    if password is not None:
        writer.encrypt(password, algorithm=LOCK)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _letter_maps(writer: "PdfWriter") -> "Iterator[StreamObject]":
    """Give what says which letters the shapes of each font stand for, each once."""
    seen: set[int] = set()
    for page in writer.pages:
        fonts = page["/Resources"].get_object().get("/Font", {})  # type: ignore[union-attr]
        for reference in fonts.get_object().values():
            font = reference.get_object()
            if "/ToUnicode" in font and id(font) not in seen:
                seen.add(id(font))
                yield font["/ToUnicode"].get_object()
