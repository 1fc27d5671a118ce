"""A column of bytes that is read whatever stands in it."""

from django.db import models


class BytesField(models.BinaryField):  # type: ignore[type-arg]  # not generic at run time
    """Gives bytes on every database, also where somebody wrote text into the column by hand.

    Such a row must be found by its hash, not stop whoever reads it.
    """

    def from_db_value(self, value: object, *_of_query: object) -> bytes | None:
        """Give what is stored as bytes; None stays None."""
        return None if value is None else as_bytes(value)


def as_bytes(found: object) -> bytes:
    """Give what a query found in a column of bytes, whatever the database makes of it."""
    if isinstance(found, str):
        return found.encode("utf-8", "surrogateescape")
    if not isinstance(found, bytes | memoryview):
        raise TypeError("bytes")
    return bytes(found)
