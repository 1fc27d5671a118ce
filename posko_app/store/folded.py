"""A fold read for one line of a table, where rival values have to share a cell."""

from dataclasses import dataclass

from posko_app.domain.codes import Decision
from posko_app.domain.fold import Folded
from posko_app.domain.values import Value

DESTINATIONS = ("journey.final_city", "journey.final_country", "departure.to")
RIVALS = " ≠ "  # between the values of a field in conflict, where one cell has to hold them


@dataclass(frozen=True, slots=True)
class FoldedValues:
    """Values as cells of a row. A cell that decides or counts something holds no rivals."""

    folded: Folded

    def settled(self, path: str) -> Value:
        """Give the one value of a field; None when there is none, or rivals."""
        return None if path in self.folded.conflicts else self.folded.values.get(path)

    def settled_text(self, path: str) -> str | None:
        """Give the one value of a field as text; None when there is none, or rivals."""
        value = self.settled(path)
        return None if value is None else str(value)

    def text(self, path: str) -> str | None:
        """Give a field's value as text; rival values all, in order of their text."""
        return RIVALS.join(self.told(path)) or None

    def day(self, path: str) -> str | None:
        """Give a civil date; of rival ones the first, as a row has to stand under some day."""
        return next(iter(self.told(path)), None)

    def destination(self) -> str | None:
        """Give the farthest place that was stated."""
        return next((told for path in DESTINATIONS if (told := self.text(path))), None)

    def settled_destination(self) -> str | None:
        """Give the farthest place that was stated; None while rivals are stated for it."""
        told = next((path for path in DESTINATIONS if self.told(path)), "")
        return self.settled_text(told)

    def decision(self) -> str:
        """Give the decision; two rival ones decide nothing until a person settles them."""
        return str(self.settled("decision") or Decision.BELUM_DIPUTUSKAN.value)

    def is_voided(self) -> bool:
        """Say whether the screening was voided; while that is in conflict it stands."""
        return self.settled("voided") is True

    def told(self, path: str) -> list[str]:
        """Give every standing value of a field as text, in order."""
        rivals = self.folded.conflicts.get(path)
        values = {self.folded.values.get(path)} if rivals is None else {r.value for r in rivals}
        return sorted(str(value) for value in values if value is not None)
