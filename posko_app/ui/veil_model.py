"""The veil: which officer a PIN belongs to, and when the guesses are used up."""

from collections.abc import Callable
from typing import Generic, TypeVar

from posko_app.errors import OperatorError
from posko_app.i18n import Catalogue
from posko_app.ui import notices

Officer = TypeVar("Officer")


class VeilModel(Generic[Officer]):
    """Hands PINs to the session, which counts the misses: only it knows when to lock."""

    def __init__(
        self,
        switch: Callable[[str], Officer | None],
        *,
        tries_left: Callable[[], int],
        catalogue: Catalogue,
    ) -> None:
        self._switch = switch
        self._tries_left = tries_left
        self._catalogue = catalogue
        self.broken = False
        self.trouble = ""

    def try_pin(self, pin: str) -> Officer | None:
        """Give the officer whose PIN this is and make it his turn; None after a miss.

        After the last miss `broken` is set: the process that holds keys must end.
        """
        try:
            officer = self._switch(pin)
        except OperatorError as error:
            self.broken = True
            self.trouble = notices.sentence(self._catalogue, error)
            return None
        self.trouble = "" if officer is not None else self._miss_sentence()
        return officer

    def cover(self) -> None:
        """The veil falls: no old message stays."""
        self.trouble = ""

    def _miss_sentence(self) -> str:
        return self._catalogue.text("pages.veil.wrong_pin", left=self._tries_left())
