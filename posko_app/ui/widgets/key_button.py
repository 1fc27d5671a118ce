"""An action with its key: `F9 Simpan & lanjut`."""

from PySide6.QtWidgets import QWidget

from posko_app.ui.widgets.keyed import KeyedButton


class KeyButton(KeyedButton):
    """A rectangular button; one per screen may be primary."""

    def __init__(
        self, key: str, text: str, *, primary: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(key, text, role="primary" if primary else "button", parent=parent)
        self.line.setContentsMargins(12, 7, 12, 7)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this is the choice now in force."""
        self.set_state("chosen" if chosen else "")
