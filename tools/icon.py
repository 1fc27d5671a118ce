"""The program's icon as Windows wants it, and the picture of its setup; painted from one SVG."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "posko.svg"
SIZES = (16, 24, 32, 48, 64, 256)
SIDE = (164, 314)  # what the setup program has room for
GROUND = "#e9eff0"


def write_icon(target: Path) -> Path:
    """Paint the SVG in every size into one ICO file; give its path."""
    pictures = [png_of(SOURCE, size) for size in SIZES]
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


def write_side_picture(target: Path) -> Path:
    """Paint what stands beside the first and the last words of the setup program."""
    picture = QImage(*SIDE, QImage.Format.Format_RGB32)
    picture.fill(QColor(GROUND))
    painter = QPainter(picture)
    painter.drawImage(SIDE[0] // 2 - 48, 40, _painted(SOURCE, 96))
    painter.end()
    picture.save(str(target), "BMP")
    return target


def png_of(source: Path, size: int) -> bytes:
    """Paint an SVG file as a square PNG."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    _painted(source, size).save(written, "PNG")
    return bytes(written.data().data())


def _painted(source: Path, size: int) -> QImage:
    reader = QImageReader(str(source))
    reader.setScaledSize(QSize(size, size))
    return reader.read()
