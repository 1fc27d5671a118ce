"""A NIK typed as digits and read in groups of four."""

from PySide6.QtWidgets import QWidget

from posko_app.ui.widgets.line_edit import LineEdit

LENGTH = 16
GROUP = 4


def digits_of(text: str) -> str:
    """Keep the digits of a text, at most sixteen."""
    return "".join(sign for sign in text if sign in "0123456789")[:LENGTH]


def grouped(digits: str) -> str:
    """Write digits in groups of four: `9902 0157 1189 0003`."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


class NikEdit(LineEdit):
    """Stores bare digits; shows groups and a tick once all sixteen are there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.disconnect(self._announce)
        self.textEdited.connect(self._regroup)
        self.textChanged.connect(self._tick)

    def value(self) -> str | None:
        """Give the digits, None when there are none."""
        return digits_of(self.text()) or None

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing a change."""
        self.setText(grouped(digits_of("" if value is None else str(value))))

    def _regroup(self, text: str) -> None:
        before = len(digits_of(text[: self.cursorPosition()]))
        shown = grouped(digits_of(text))
        if shown != text:
            self.setText(shown)
            self.setCursorPosition(len(grouped(digits_of(text)[:before])))
        self._announce()

    def _tick(self) -> None:
        self.set_trailing("✓" if len(digits_of(self.text())) == LENGTH else "")
