"""What a printed page says beside the sheet itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from posko_app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class PageWords:
    """`page` says which page of how many; `cut` stands where a text was too long for a page."""

    page: Callable[[int, int], str]
    cut: str

    @classmethod
    def of(cls, catalogue: Catalogue) -> "PageWords":
        """Take the words from a language's sentences."""
        return cls(partial(_page, catalogue), catalogue.text("export.cut"))


def _page(catalogue: Catalogue, page: int, pages: int) -> str:
    return catalogue.text("export.page", page=page, pages=pages)
