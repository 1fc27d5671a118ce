"""Free text that proposes a known name while it is typed; Enter or Tab takes the proposal."""

from collections.abc import Mapping

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from posko_app.ui.widgets.line_edit import LineEdit


class SuggestEdit(LineEdit):
    """Names are proposed by their beginning; abbreviations become the name on leaving.

    Args:
        names: what can be proposed.
        short: abbreviations in lower case, each with the name it stands for.
    """

    def __init__(
        self, names: tuple[str, ...], short: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._short = short
        self._before = ""
        self.textEdited.disconnect(self._announce)
        self.textEdited.connect(self._propose)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write an abbreviation out."""
        name = self._short.get(self.text().strip().casefold())
        if name is not None:
            self.setText(name)
            self._announce()
        self.setCursorPosition(0)
        super().focusOutEvent(event)

    def _propose(self, text: str) -> None:
        longer = len(text) > len(self._before) and self.cursorPosition() == len(text)
        self._before = text
        found = next((n for n in self._names if n.casefold().startswith(text.casefold())), None)
        if longer and text and found is not None:
            self.setText(found)
            self.setSelection(len(found), len(text) - len(found))
        self._announce()
