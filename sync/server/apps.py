"""The centre as a Django application: its tables are called `centre_…`."""

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class CentreApp(AppConfig):
    """Feeds, entries, devices and officers of all posts."""

    name = "sync.server"
    label = "centre"
    verbose_name = "Pusat sinkron"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every connection read whatever stands in a column, damaged text too."""
        connection_created.connect(_read_any_text, dispatch_uid="centre_read_any_text")


def _read_any_text(connection: BaseDatabaseWrapper, **_of_signal: object) -> None:
    """Let SQLite give text that is no UTF-8: a row that somebody touched is found, not a fault."""
    if connection.vendor == "sqlite":
        connection.connection.text_factory = _as_text


def _as_text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")
