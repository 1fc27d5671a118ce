"""The addresses of the console: health, the lists, the change of language."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from sync.server.people.admin import register_all
from sync.server.people.api import api
from sync.server.people.pages import health_page
from sync.server.people.site import console

register_all(console)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", health_page, name="home"),
    path("kesehatan", health_page, name="health"),
    path("bahasa", set_language, name="language"),
    path("kelola/", console.urls),
    path("api/v1/", api.urls),
]
