"""Choosing a PIN: the same six digits twice; whether they will do is the session's to say."""

from posko_app.i18n import Catalogue

PIN_DIGITS = 6


class PinChoice:
    """Two entries of one PIN, the second compared with the first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: str | None = None

    @property
    def repeating(self) -> bool:
        """Whether the next PIN typed is the repetition."""
        return self._first is not None

    def take(self, pin: str) -> tuple[str | None, str]:
        """Give the agreed PIN, or None and the sentence to show (empty: now repeat it)."""
        if self._first is None:
            self._first = pin
            return None, ""
        first, self._first = self._first, None
        if pin == first:
            return pin, ""
        return None, self._catalogue.text("pages.pin.differs")

    def restart(self) -> None:
        """Forget the first entry."""
        self._first = None
