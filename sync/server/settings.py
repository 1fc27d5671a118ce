"""The settings of the centre for one data directory, as a value; `configure` hands them to Django.

Nothing is read at import, so a test or a command can be one centre after another's.
"""

from collections.abc import Mapping
from pathlib import Path

import environ  # type: ignore[import-untyped]  # it ships no types

from sync.server.keys import CONSOLE_FILE, keys_folder, secret_in
from sync.server.people_settings import APPS, MIDDLEWARE, SETTINGS, TEMPLATES
from sync.server.private_files import make_private_directory

DATABASE_FILE = "centre.sqlite3"
LOCK_WAIT_S = 20  # a writer waits for the other one this long before it says `busy`
CONNECTION_AGE_S = 300
PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for a writer
    "PRAGMA synchronous=FULL",  # what was answered as stored is on the disk
    "PRAGMA secure_delete=ON",  # what was erased is not left in a free page
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",  # KiB: the upper levels of every index of 200,000 entries
)


def database_settings(data_dir: Path, database_url: str | None) -> dict[str, object]:
    """Give Django's settings of the database: a file in the data directory unless a URL says."""
    if database_url:
        parsed: dict[str, object] = dict(environ.Env.db_url_config(database_url))
    else:
        parsed = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data_dir / DATABASE_FILE)}
    if str(parsed["ENGINE"]).endswith("sqlite3"):
        parsed["OPTIONS"] = {
            # Deferred, two writers that both read first would fail instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": "; ".join(PRAGMAS),
            "timeout": LOCK_WAIT_S,
        }
    return parsed | {"CONN_MAX_AGE": CONNECTION_AGE_S, "CONN_HEALTH_CHECKS": True}


def settings_of(data_dir: Path, database_url: str | None) -> Mapping[str, object]:
    """Give all settings; makes the data directory and the console's key when they are missing."""
    make_private_directory(data_dir)
    folder = keys_folder(data_dir)
    make_private_directory(folder)
    return {
        **SETTINGS,
        "SECRET_KEY": secret_in(folder, CONSOLE_FILE).hex(),
        "DEBUG": False,
        # Devices know the centre by its key and its authority, whatever the address.
        "ALLOWED_HOSTS": ["*"],
        "DATABASES": {"default": database_settings(data_dir, database_url)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": ["sync.server.apps.CentreApp", *APPS],
        "MIDDLEWARE": list(MIDDLEWARE),
        "TEMPLATES": list(TEMPLATES),
        "ROOT_URLCONF": "sync.server.urls",
        "WSGI_APPLICATION": None,
        "POSKO_DATA_DIR": str(data_dir),
        # A push is at most a batch and its signature; views read no more than they allow.
        "DATA_UPLOAD_MAX_MEMORY_SIZE": None,
        "LOGGING_CONFIG": None,
    }
