"""The centre as a Django application: its tables are called `centre_…`."""

from django.apps import AppConfig


class CentreApp(AppConfig):
    """Feeds, entries, devices and officers of all posts."""

    name = "sync.server"
    label = "centre"
    verbose_name = "Pusat sinkron"
    default_auto_field = "django.db.models.BigAutoField"
