"""Settings that the type checker reads the models with; no database is opened, no file written."""

from sync.server.people_settings import APPS, MIDDLEWARE, SETTINGS, TEMPLATES

SECRET_KEY = "types only"  # noqa: S105 - nothing is signed with it
USE_TZ = True
POSKO_DATA_DIR = ""
DATABASES: dict[str, dict[str, object]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["sync.server.apps.CentreApp", *APPS]
globals().update({"MIDDLEWARE": list(MIDDLEWARE), "TEMPLATES": list(TEMPLATES), **SETTINGS})
