"""How the log speaks: sentences, and codes either as they are or as words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from posko_app.domain.day import NOT_JUDGED
from posko_app.i18n import Catalogue

VOIDED = "dibatalkan"
PRIORITY = "*"  # after the code of a level: KUNING*


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of one file.

    `coded` leaves decisions, levels and signs as codes, for programs; the legend says what they
    mean. `signs` gives the short label of a sign by its id, `levels` what a level says, both as
    the ruleset in force has them; what it does not know is shown as its id.
    """

    catalogue: Catalogue
    coded: bool = True
    signs: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str, /, **params: str | int) -> str:
        """Give one of the export's own words."""
        return self.catalogue.text(f"export.{key}", **params)

    def decision(self, code: str) -> str:
        """Say a decision."""
        return self._coded("code.decision", code)

    def reason(self, code: str) -> str:
        """Say why somebody was let through without a record."""
        return self._coded("tally.reason", code)

    def level(self, code: str | None, *, priority: bool = False) -> str:
        """Say a level, by shape, word and star; empty when it was not judged."""
        if code is None:
            return ""
        return self._coded("code.level", code) + (PRIORITY if priority else "")

    def level_or_none(self, code: str) -> str:
        """Say a level, or that there was none."""
        return self._coded("code.level", code or NOT_JUDGED)

    def sign(self, sign: str) -> str:
        """Give a sign's short label."""
        return self.signs.get(sign, sign)

    def signs_of(self, signs: tuple[str, ...]) -> str:
        """Say several signs in one cell: ids as one word each, labels apart by semicolons."""
        return " ".join(signs) if self.coded else "; ".join(map(self.sign, signs))

    def _coded(self, area: str, code: str) -> str:
        key = f"{area}.{code}"
        return code if self.coded or not self.catalogue.has(key) else self.catalogue.text(key)
