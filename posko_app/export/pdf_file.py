"""The day's log as a PDF, painted with Qt and locked with a password.

The only module outside the window that imports Qt, and only what paints; nothing of it is loaded
for CSV and XLSX. Everything stays in memory: no readable page reaches the disk.
"""

import threading
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from posko_app.errors import Defect
from posko_app.export.drawing import Drawing, Squares, Text
from posko_app.export.page_words import PageWords
from posko_app.export.pdf_layout import (
    BOTTOM,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WIDTH,
    Band,
    Layout,
    Style,
    Words,
)
from posko_app.export.pdf_lock import finished
from posko_app.export.sheet import Sheet

FAMILIES = ["Segoe UI", "Inter", "Noto Sans", "DejaVu Sans"]
EVEN_FAMILIES = ["OCR-B", "OCRB", "OCR B", "Consolas", "Liberation Mono", "DejaVu Sans Mono"]
DPI = 600
MM = DPI / 25.4
SIZES = {  # points
    Style.TITLE: 13.0,
    Style.ALARM: 9.5,
    Style.HEADING: 9.5,
    Style.LABEL: 8.5,
    Style.TEXT: 8.5,
    Style.CELL_HEAD: 7.5,
    Style.CELL: 7.5,
    Style.SMALL: 7.5,
}
BOLD = frozenset({Style.TITLE, Style.ALARM, Style.HEADING, Style.LABEL, Style.CELL_HEAD})
LEADING = 1.06
INK, ALARM, FAINT = QColor("#161616"), QColor("#B00020"), QColor("#F6E3E6")
HEAD_BAND, RULE = QColor("#E6E8EB"), QColor("#B9BEC5")
KEPT: list[QGuiApplication] = []  # Qt ends with the process, never while a page is painted


def begin_qt() -> None:
    """Start what Qt needs to know letters, when no window has; call it on the main thread.

    Raises:
        Defect: another thread came first; Qt would crash when the process ends.
    """
    if QGuiApplication.instance() is not None:
        return
    if threading.current_thread() is not threading.main_thread():
        raise Defect("export.qt_on_another_thread")
    KEPT.append(QGuiApplication(["posko", "-platform", "offscreen"]))


def pdf_bytes(sheet: Sheet, *, words: PageWords, made_at: datetime, password: str | None) -> bytes:
    """Paint the sheet on pages of A4, landscape; with a password it is encrypted (AES-256).

    May run on any thread once `begin_qt` was called.
    """
    plain = _painted(sheet, words)
    return finished(plain, title=sheet.title, made_at=made_at, password=password)


def drawn_bytes(drawing: Drawing, *, made_at: datetime) -> bytes:
    """Paint one upright page of shapes; nothing on it is secret, so it has no lock."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _paper(buffer, QPageLayout.Orientation.Portrait)
    painter = QPainter(writer)
    try:
        for text in drawing.texts:
            _draw_text(painter, text)
        for squares in drawing.squares:
            _draw_squares(painter, squares)
    finally:
        painter.end()
    plain = bytes(buffer.data().data())
    return finished(plain, title=drawing.title, made_at=made_at, password=None)


def _draw_text(painter: QPainter, text: Text) -> None:
    font = _font(Style.TITLE if text.bold else Style.TEXT)
    font.setPointSizeF(text.points)
    if text.pitch:
        font.setFamilies(EVEN_FAMILIES)
    metrics = QFontMetricsF(font, painter.device())
    painter.setFont(font)
    painter.setPen(INK)
    down = text.top * MM + metrics.ascent()
    if not text.pitch:
        painter.drawText(QPointF(text.left * MM, down), text.text)
        return
    for place, sign in enumerate(text.text):
        painter.drawText(QPointF((text.left + place * text.pitch) * MM, down), sign)


def _draw_squares(painter: QPainter, squares: Squares) -> None:
    for line, row in enumerate(squares.rows):
        for place, dark in enumerate(row):
            if dark:
                left = (squares.left + place * squares.module) * MM
                top = (squares.top + line * squares.module) * MM
                size = squares.module * MM
                painter.fillRect(QRectF(left, top, size, size), INK)


def _paper(buffer: QBuffer, orientation: QPageLayout.Orientation) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(orientation)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return writer


def _painted(sheet: Sheet, words: PageWords) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _paper(buffer, QPageLayout.Orientation.Landscape)
    painter = QPainter(writer)
    try:
        press = _Press(sheet, words, painter, _Letters(writer))
        press.print(writer)
    finally:
        painter.end()
    return bytes(buffer.data().data())


class _Letters:
    """Measures with the fonts of the paper."""

    def __init__(self, paper: QPdfWriter) -> None:
        self._paper = paper
        self.fonts = {style: _font(style) for style in Style}
        self.metrics = {s: QFontMetricsF(font, paper) for s, font in self.fonts.items()}
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.width = lru_cache(maxsize=20_000)(self._width)

    def _width(self, text: str, style: Style) -> float:
        return max(map(self.metrics[style].horizontalAdvance, _plain(text)), default=0.0) / MM

    def lines(self, text: str, style: Style, *, within: float) -> tuple[str, ...]:
        """Break a text into lines that fit."""
        if self.width(text, style) <= within:
            return _plain(text)
        found: list[str] = []
        for line in _plain(text):
            found += self._broken(line, style, within)
        return tuple(found)

    def line_height(self, style: Style) -> float:
        """Give the distance of two lines."""
        return self.metrics[style].height() / MM * LEADING

    def _broken(self, text: str, style: Style, within: float) -> list[str]:
        layout = QTextLayout(text, self.fonts[style], self._paper)
        layout.setTextOption(self._option)
        layout.beginLayout()
        cuts: list[int] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(within * MM)
            cuts.append(line.textStart())
        layout.endLayout()
        utf16 = text.encode("utf-16-le", "surrogatepass")  # Qt counts in these units
        ends = [*cuts[1:], len(utf16) // 2]
        pieces = (utf16[2 * a : 2 * b] for a, b in zip(cuts, ends, strict=True))
        return [piece.decode("utf-16-le", "replace").rstrip() for piece in pieces]


class _Press:
    """Draws laid out pages."""

    def __init__(
        self, sheet: Sheet, words: PageWords, painter: QPainter, letters: _Letters
    ) -> None:
        self._sheet = sheet
        self._words = words
        self._painter = painter
        self._letters = letters

    def print(self, writer: QPdfWriter) -> None:
        """Draw all pages, each with its title, its mark and its number."""
        pages = Layout(self._sheet, self._letters, cut=self._words.cut).pages()
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            self._watermark()
            for band in page.bands:
                self._band(band)
            for words in (*page.words, *self._frame(number, len(pages))):
                self._write(words)

    def _frame(self, number: int, of: int) -> list[Words]:
        """Give what stands on every page: title, mark, who made it, and its number."""
        right, under = MARGIN + WIDTH, BOTTOM + 2
        return [
            Words(MARGIN, MARGIN, (self._sheet.title,), Style.TITLE),
            Words(right, MARGIN, (self._sheet.watermark,), Style.ALARM, is_right=True),
            Words(MARGIN, under, (self._sheet.footer,), Style.SMALL),
            Words(right, under, (self._words.page(number, of),), Style.SMALL, is_right=True),
        ]

    def _watermark(self) -> None:
        """Write the mark large across the page, under everything else."""
        mark = self._sheet.watermark
        if not mark:
            return
        painter, font = self._painter, QFont(self._letters.fonts[Style.TITLE])
        font.setPointSizeF(40.0)
        reach = QFontMetricsF(font, painter.device()).horizontalAdvance(mark) / MM
        font.setPointSizeF(40.0 * min(1.5, 0.8 * PAGE_WIDTH / reach))
        painter.save()
        painter.setFont(font)
        painter.setPen(FAINT)
        painter.translate(PAGE_WIDTH / 2 * MM, PAGE_HEIGHT / 2 * MM)
        painter.rotate(-30)
        metrics = QFontMetricsF(font, painter.device())
        painter.drawText(QPointF(-metrics.horizontalAdvance(mark) / 2, 0), mark)
        painter.restore()

    def _band(self, band: Band) -> None:
        left, bottom = MARGIN * MM, (band.top + band.height) * MM
        if band.is_head:
            area = QRectF(left, band.top * MM, WIDTH * MM, band.height * MM)
            self._painter.fillRect(area, HEAD_BAND)
        self._painter.setPen(RULE)
        self._painter.drawLine(QPointF(left, bottom), QPointF((MARGIN + WIDTH) * MM, bottom))

    def _write(self, words: Words) -> None:
        painter, metrics = self._painter, self._letters.metrics[words.style]
        painter.setFont(self._letters.fonts[words.style])
        painter.setPen(ALARM if words.style is Style.ALARM else INK)
        down = words.top * MM + metrics.ascent()
        for line in words.lines:
            back = metrics.horizontalAdvance(line) if words.is_right else 0.0
            painter.drawText(QPointF(words.left * MM - back, down), line)
            down += self._letters.line_height(words.style) * MM


def _font(style: Style) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(SIZES[style])
    font.setWeight(QFont.Weight.DemiBold if style in BOLD else QFont.Weight.Normal)
    for joined in (
        "liga",
        "clig",
        "calt",
    ):  # letters set as one sign would not be found by a search
        font.setFeature(QFont.Tag(joined), 0)
    return font


def _plain(text: str) -> tuple[str, ...]:
    """Give the lines somebody typed; what has no shape on paper becomes a space."""
    typed = text.splitlines() or [""]
    return tuple("".join(c if c.isprintable() else " " for c in line) for line in typed)
