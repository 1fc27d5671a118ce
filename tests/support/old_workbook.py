"""Makes an XLS as old programs do: a BIFF8 sheet in a compound file. Enough for a reader's test."""

import struct

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST_STREAM = 4096  # anything smaller would lie elsewhere


def old_workbook(rows: list[list[object]], *, stream: str = "Workbook") -> bytes:
    """Give a workbook with one sheet of texts and numbers."""
    return compound(stream, _book(rows))


def compound(name: str, content: bytes) -> bytes:
    """Put one stream into a compound file."""
    content = content.ljust(max(LEAST_STREAM, -(-len(content) // SECTOR) * SECTOR), b"\0")
    sectors = len(content) // SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, LEAST_STREAM)
    header += struct.pack("<IIII", END, 0, END, 0) + struct.pack("<I", 0)
    header += struct.pack("<I", FREE) * 108
    chain = [FAT, END, *(at + 3 for at in range(sectors - 1)), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, child=1, start=END, size=0)
    directory += _entry(name, 2, child=FREE, start=2, size=len(content))
    return header + table + directory.ljust(SECTOR, b"\0") + content


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    made = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return made + bytes(36) + struct.pack("<IQ", start, size)


def _book(rows: list[list[object]]) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = b"Daftar"
    sheet = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name
    at = len(begin) + 4 + len(sheet) + 4
    sheet = struct.pack("<I", at) + sheet[4:]
    cells = b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    )
    inside = _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + cells
    return begin + _record(0x85, sheet) + _record(0x0A, b"") + inside + _record(0x0A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<d", float(value)))
    text = str(value)
    return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
