"""The console as an app of Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate

from sync.server.people.words import say_later


class PeopleConfig(AppConfig):
    """Name, label, and the groups after each migration."""

    name = "sync.server.people"
    label = "people"
    verbose_name = say_later("people.name.centre")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the tables in the reader's language, and see to the groups after migrations.

        Names set here are no part of a migration: a better word changes no table.
        """
        for model in self.get_models():
            options = model._meta  # noqa: SLF001 - Django's own name for a public thing
            label = say_later(f"people.name.{options.model_name}")
            options.verbose_name = options.verbose_name_plural = label
        post_migrate.connect(_groups, sender=self)
        user_logged_in.connect(_forget_old_sessions)


def _groups(**_: object) -> None:
    from sync.server.people.roles import set_up_groups  # models first

    set_up_groups()


def _forget_old_sessions(**_: object) -> None:
    from django.contrib.sessions.backends.db import SessionStore  # models first

    SessionStore.clear_expired()
