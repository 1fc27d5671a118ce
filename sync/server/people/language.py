"""Which language a reader sees: Indonesian, unless he chose the other one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sync.server.people.words import FIRST, LANGUAGES


class ChosenLanguage:
    """Goes by the cookie only: a browser set to English is no wish of an officer in Kupang."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, FIRST)
        with translation.override(chosen if chosen in LANGUAGES else FIRST):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
