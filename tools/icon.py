"""The program's icon as Windows wants it: one file with a picture for each size."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImageReader

ROOT = Path(__file__).resolve().parent.parent
SIZES = (16, 24, 32, 48, 64, 256)


def write_icon(target: Path) -> Path:
    """Paint the SVG in every size into one ICO file; give its path."""
    pictures = [png_of(ROOT / "resources" / "icons" / "posko.svg", size) for size in SIZES]
    target.write_bytes(ico_of(dict(zip(SIZES, pictures, strict=True))))
    return target


def ico_of(pictures: dict[int, bytes]) -> bytes:
    """Put PNG pictures behind the directory of an ICO file; a byte of 0 there means 256."""
    offset = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        edge = size % 256
        directory += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(pictures.values())


def png_of(source: Path, size: int) -> bytes:
    """Paint an SVG file as a square PNG; no application is needed for it."""
    reader = QImageReader(str(source))
    reader.setScaledSize(QSize(size, size))
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    reader.read().save(written, "PNG")
    return bytes(written.data().data())
