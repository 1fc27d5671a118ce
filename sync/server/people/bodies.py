"""How much anybody may send to the console before anyone reads it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from sync.protocol.messages import PATH_PREFIX

FORM_BYTES = 64 * 1024  # the longest form is a reason of a thousand characters


class SmallForms:
    """Refuses a larger body by its stated length; a body without one is not read at all.

    Requests of devices have limits of their own, and their view reads no more than those.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse without reading."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        small = stated.isdecimal() and int(stated) <= FORM_BYTES
        if small or request.path.startswith(PATH_PREFIX):
            return self.get_response(request)
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
