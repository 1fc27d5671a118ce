"""A civil date typed as digits: `17111989` becomes 17-11-1989, with the age beside it."""

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from posko_app.ui.widgets.line_edit import LineEdit

WRITTEN = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
FULL_DIGITS = 8
SHORT_DIGITS = 6


def read_date(text: str, *, today: date) -> date | None:
    """Read dd-mm-yyyy, dd-mm-yy or bare digits; None when it is no date.

    A two-digit year is the latest one that is not in the future.
    """
    parts = _three_numbers(text.strip())
    if parts is None:
        return None
    day, month, year = parts
    if year < 100:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dashed(digits: str) -> str:
    """Put the dashes into digits as they come: `1711` is `17-11`."""
    return "-".join(part for part in (digits[:2], digits[2:4], digits[4:8]) if part)


def age_on(born: date, today: date) -> int:
    """Count whole years on a civil date."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _three_numbers(text: str) -> tuple[int, int, int] | None:
    written = WRITTEN.fullmatch(text)
    if written:
        return int(written[1]), int(written[2]), int(written[3])
    if text.isdigit() and len(text) in (SHORT_DIGITS, FULL_DIGITS):
        return int(text[:2]), int(text[2:4]), int(text[4:])
    return None


class DateEdit(LineEdit):
    """Stores an ISO date; what cannot be read is kept as typed and named by `is_readable`."""

    def __init__(
        self, today: Callable[[], date], *, show_age: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._show_age = show_age
        self.setPlaceholderText(self.tr("hh-bb-tttt"))
        self.textEdited.disconnect(self._announce)
        self.textEdited.connect(self._dash)
        self.textChanged.connect(self._age)

    def value(self) -> str | None:
        """Give the ISO date, or the typed text when it is no date yet, or None."""
        read = read_date(self.text(), today=self._today())
        return read.isoformat() if read else (self.text().strip() or None)

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing a change."""
        self.setText(_shown(value))

    def is_readable(self) -> bool:
        """Say whether the field is empty or holds a date."""
        return not self.text().strip() or read_date(self.text(), today=self._today()) is not None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tidy up when the field is left."""
        read = read_date(self.text(), today=self._today())
        if read:
            self.setText(f"{read:%d-%m-%Y}")
        super().focusOutEvent(event)

    def _dash(self, text: str) -> None:
        digits = text.replace("-", "")
        at_end = self.cursorPosition() == len(text)
        if at_end and digits.isdigit() and text != dashed(digits[:FULL_DIGITS]):
            self.setText(dashed(digits[:FULL_DIGITS]))
        self._announce()

    def _age(self) -> None:
        read = read_date(self.text(), today=self._today())
        whole = read is not None and len(self.text()) >= FULL_DIGITS
        shown = self._show_age and read is not None and whole and read <= self._today()
        self.set_trailing(
            self.tr("%1 th").replace("%1", str(age_on(read, self._today())))
            if shown and read
            else ""
        )


def _shown(value: object) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%d-%m-%Y}"
    except ValueError:
        return "" if value is None else str(value)
