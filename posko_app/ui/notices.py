"""Makes the sentence an officer reads out of an error; works before any window exists."""

from typing import Protocol

from posko_app.errors import PoskoError

UNKNOWN = "ui.unexpected"


class Texts(Protocol):
    """The catalogue of sentences."""

    def text(self, key: str, /, **params: str | int) -> str:
        """Give the sentence for a key with its parameters filled in."""
        ...

    def has(self, key: str, /) -> bool:
        """Say whether there is a sentence for a key."""
        ...


def sentence(texts: Texts, error: PoskoError) -> str:
    """Say problem, cause and remedy; an error without a sentence gets the calm general one."""
    if texts.has(error.key):
        return texts.text(error.key, **error.params)
    return texts.text(UNKNOWN)
