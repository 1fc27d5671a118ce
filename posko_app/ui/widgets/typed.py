"""Editors for numbers, phone numbers, times and yes/no: what is typed, and what is stored."""

import re

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from posko_app.domain.numbers_on_paper import phone_form
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.line_edit import LineEdit

DIGITS = re.compile(r"\d+")
CLOCK = re.compile(r"(\d{1,2})[.:]?(\d\d)")


def thousands(number: int) -> str:
    """Write a whole number with dots: 9.500.000."""
    return f"{number:,}".replace(",", ".")


def phone_groups(text: str) -> str:
    """Write a number in groups of four, +62 as 0: `0812-3456-7890`; other texts stay as typed."""
    national = f"0{text[3:]}" if text.startswith("+62") else text
    digits = national.replace("-", "").replace(" ", "")
    if not digits.isdigit() or not digits.startswith("0"):
        return national
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


class RegroupedEdit(LineEdit):
    """A field whose digits are regrouped at each key; the cursor keeps its digit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.disconnect(self._announce)
        self.textEdited.connect(self._regroup)

    def regrouped(self, text: str) -> str:
        """Give the text as it is to be read."""
        raise NotImplementedError

    def _regroup(self, text: str) -> None:
        shown = self.regrouped(text)
        if shown != text:
            after = sum(sign.isalnum() for sign in text[self.cursorPosition() :])
            self.setText(shown)
            place = len(shown)
            while after and place:
                place -= 1
                after -= shown[place].isalnum()
            self.setCursorPosition(place)
        self._announce()


class NumberEdit(RegroupedEdit):
    """A whole number from 0; letters are not taken."""

    def value(self) -> int | None:
        """Give the number."""
        digits = "".join(DIGITS.findall(self.text()))
        return int(digits) if digits else None

    def set_value(self, value: object) -> None:
        """Show a stored number."""
        self.setText(thousands(value) if isinstance(value, int) else str(value or ""))

    def regrouped(self, text: str) -> str:
        """Keep digits, at most fifteen, with dots between thousands."""
        digits = "".join(DIGITS.findall(text))[:15]
        return thousands(int(digits)) if digits else ""


class PhoneEdit(RegroupedEdit):
    """A phone number, grouped while it is typed."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write a number that can be read the way it is stored and shown everywhere."""
        shown = phone_groups(phone_form(self.text()))
        if shown != self.text():
            self.setText(shown)
            self._announce()
        super().focusOutEvent(event)

    def set_value(self, value: object) -> None:
        """Show a stored number the way people read it aloud."""
        self.setText(phone_groups("" if value is None else str(value)))

    def regrouped(self, text: str) -> str:
        """Group it when it begins like a number of this country."""
        return text if text.endswith("-") else phone_groups(text)


class TimeEdit(LineEdit):
    """A time of day: `755`, `07.55` and `07:55` are stored as 07:55."""

    def value(self) -> str | None:
        """Give HH:MM, or what was typed when it is no time yet."""
        typed = self.text().strip()
        found = CLOCK.fullmatch(typed)
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return f"{int(found[1]):02d}:{found[2]}"
        return typed or None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write a time that was read the usual way."""
        self.set_value(self.value())
        super().focusOutEvent(event)

    def set_value(self, value: object) -> None:
        """Show a stored time with a dot, as people write it here."""
        self.setText("" if value is None else str(value).replace(":", "."))


class YesNoBox(CodeBox):
    """Yes, no, or not recorded: the letters choose."""

    def __init__(self, yes: str, no: str, parent: QWidget | None = None) -> None:
        super().__init__(("ya", "tidak"), {"ya": yes, "tidak": no}, quick=True, parent=parent)

    def value(self) -> bool | None:
        """Give True, False, or None when nothing was recorded."""
        return {"ya": True, "tidak": False}.get(self.code() or "")

    def set_value(self, value: object) -> None:
        """Show a stored answer."""
        super().set_value(
            {True: "ya", False: "tidak"}.get(value) if isinstance(value, bool) else None
        )
