"""Minutes that people are kept at the post, in the line of the departure."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from posko_app.domain.held import is_too_long
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle


class HeldLabel(QLabel):
    """How long this person, and those kept aside, have been here; amber past the post's limit."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._wordings: tuple[str, ...] = ()
        self.setProperty("role", "total")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_minutes(self, this: int | None, aside: Sequence[int], *, limit: int) -> None:
        """Show whole minutes; `this` is None while nobody is in the form."""
        self._wordings = self._in_words(this, aside)
        late = any(is_too_long(minutes, limit) for minutes in (this or 0, *aside))
        whole = self._wordings[0] if self._wordings else ""
        why = self._words.text("day.limit", minutes=limit) if late else ""
        self.setToolTip("\n".join(part for part in (whole, why) if part))
        self.setAccessibleName(whole)
        restyle(self, state="kuning" if late else "plain")

    def fit(self, room: int) -> bool:
        """Use the longest wording that fits into so many pixels; say whether all is said."""
        width = self.fontMetrics().horizontalAdvance
        text = next((words for words in self._wordings if width(words) < room), "")
        self.setText(text)
        self.setVisible(bool(text))
        return bool(text or not self._wordings)

    def _in_words(self, this: int | None, aside: Sequence[int]) -> tuple[str, ...]:
        """Give the same in shorter and shorter words."""
        found = {"minutes": this or 0, "number": len(aside), "longest": max(aside, default=0)}
        names = [name for name, said in (("this", this), ("aside", aside)) if said]
        if not names:
            return ()
        key = "_".join(names)
        forms = (key, f"{key}_short", *(("aside_short",) if aside else ()))
        return tuple(self._words.text(f"day.held.{form}", **found) for form in forms)
