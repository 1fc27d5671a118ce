"""Sets Django up for one data directory: used by the command line, the server and tests."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from sync.server.settings import database_settings, settings_of

DATABASE_VARIABLE = "DATABASE_URL"


def configure(data_dir: Path, database_url: str | None = None) -> None:
    """Make this process the centre of a data directory. Must come before its models are imported.

    Called again for another directory or database, it closes this thread's connections and uses
    the other one from now on; threads that are still at work must have ended.

    Args:
        data_dir: made when it is missing, for its owner only.
        database_url: None takes DATABASE_URL, or else a file in the data directory.
    """
    url = database_url if database_url is not None else os.environ.get(DATABASE_VARIABLE)
    if settings.configured:
        settings.POSKO_DATA_DIR = str(data_dir)
        _use_database(database_settings(data_dir, url))
        return
    settings.configure(**settings_of(data_dir, url))
    django.setup()


def migrate() -> None:
    """Bring the database's tables to this version, or leave them if they are there."""
    call_command("migrate", verbosity=0, interactive=False)


def _use_database(database: dict[str, object]) -> None:
    connections.close_all()
    fresh = connections.configure_settings({"default": database})
    # The handler's own mapping: every thread's next connection is made from it.
    connections.settings["default"] = fresh["default"]
    settings.DATABASES["default"] = database
    connections["default"] = connections.create_connection("default")
