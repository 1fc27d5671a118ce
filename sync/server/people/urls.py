"""The addresses of the console."""

from django.urls import URLPattern, URLResolver, path

from sync.server.people.site import console

urlpatterns: list[URLPattern | URLResolver] = [path("kelola/", console.urls)]
