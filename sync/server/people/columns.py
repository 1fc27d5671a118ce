"""Columns and filters that only need our words: a plain field, a choice among its values."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from sync.server.people.words import has_sentence, say, say_later

Column = str | Callable[[Any], Any]


def plain(field: str, key: str) -> Column:
    """Show a field as it is, under our word for it."""

    @admin.display(description=say_later(key), ordering=field)
    def shown(row: Any) -> Any:  # noqa: ANN401 - any model's row
        return getattr(row, field)

    return shown


class Chosen(admin.SimpleListFilter):
    """Offers the values that a field has; one that is not among them finds nothing."""

    field = ""
    words = ""  # prefix of the values' sentences

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401
        """Read the values that stand in the list's own rows."""
        rows = model_admin.get_queryset(request).order_by(self.field)
        found = rows.values_list(self.field, flat=True).distinct()
        return [(str(value), self._word(str(value))) for value in found if value]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        """Keep the rows with the chosen value."""
        value = self.value()
        return queryset.filter(**{self.field: value}) if value else queryset

    def _word(self, value: str) -> str:
        key = f"{self.words}.{value}"
        return say(key) if has_sentence(key) else value


def chosen(field: str, key: str, *, words: str = "") -> type[Chosen]:
    """Filter a list by a field, under our word for it.

    Args:
        field: of the rows; its name stands in the address too.
        key: of the title's sentence.
        words: prefix of the sentences of its values; without one they stand as they are.
    """
    stated = {"title": say_later(key), "parameter_name": field, "field": field, "words": words}
    return type("ChosenOne", (Chosen,), {**stated, "__module__": __name__})
