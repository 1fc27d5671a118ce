"""What the centre answers to."""

from django.urls import URLPattern, URLResolver, include, path

from sync.server import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sync/v1/<str:name>", views.sync, name="sync"),
    path("ca", views.ca, name="ca"),
    path("", include("sync.server.people.urls")),
]
