"""Signing on: password and six digits together, a lock after five misses, an own password first."""

from collections.abc import Callable

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.plugins.otp_totp.models import TOTPDevice

from sync.server.people.models import FirstPassword
from sync.server.people.roles import is_inside
from sync.server.people.words import say, say_later

_WRONG = say_later("people.signon.wrong")
_OPEN_TO_FIRST_PASSWORD = ("password_change", "password_change_done", "logout", "login")


class SignInForm(AdminAuthenticationForm, OTPAuthenticationFormMixin):  # type: ignore[misc] # no types
    """Asks for all three at once and never says which of them was wrong."""

    otp_token = forms.CharField(
        label=say_later("people.signon.digits"),
        required=False,
        max_length=6,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    error_messages = {"invalid_login": _WRONG, "inactive": _WRONG}  # noqa: RUF012 - Django's way
    otp_error_messages = dict.fromkeys(OTPAuthenticationFormMixin.otp_error_messages, _WRONG)

    def clean(self) -> dict[str, object]:
        """Check the password first, then the digits of the account's own device."""
        try:
            cleaned: dict[str, object] = super().clean()
        except ValidationError as error:
            raise self._as_wrong(error) from None
        try:
            self.clean_otp(self.get_user())
        except ValidationError:
            self._count_miss()
            raise
        return cleaned

    def _count_miss(self) -> None:
        """Let wrong digits count towards the lock as a wrong password does."""
        missed = {"username": self.cleaned_data.get("username")}
        user_login_failed.send(sender=__name__, credentials=missed, request=self.request)

    def _chosen_device(self, user: User) -> TOTPDevice | None:
        own = TOTPDevice.objects.filter(user=user, confirmed=True)
        return own.select_for_update().first()  # two at once must not both use the same digits

    @staticmethod
    def _as_wrong(error: ValidationError) -> ValidationError:
        return ValidationError(_WRONG, code=getattr(error, "code", None))


class OwnPasswordForm(PasswordChangeForm):
    """Takes the new password, and the mark away that somebody else has seen the old one."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's signature
        """Store the password; refused by the form when it is the temporary one again."""
        user: User = super().save(commit=commit)
        FirstPassword.objects.filter(user=user).delete()
        return user

    def clean(self) -> dict[str, object]:
        """Refuse to take the old password as the new one."""
        cleaned: dict[str, object] = super().clean() or {}
        old, new = self.data.get("old_password"), self.data.get("new_password1")
        if old and old == new:
            self.add_error("new_password2", say("people.signon.same_password"))
        return cleaned


class OwnPasswordFirst:
    """Shows nothing but the change of password while it is one that somebody else has seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send to the change of password."""
        if is_inside(request) and hasattr(request.user, "first_password"):
            open_paths = {reverse(f"admin:{name}") for name in _OPEN_TO_FIRST_PASSWORD}
            if request.path not in open_paths and not request.path.startswith("/static/"):
                return redirect("admin:password_change")
        return self.get_response(request)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that this name is locked from this address for a while."""
    return _sentence(request, "locked", 429)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form was too old or came from elsewhere; nothing was done."""
    return _sentence(request, "too_old", 403)


def _sentence(request: HttpRequest, name: str, status: int) -> HttpResponse:
    words = {
        "title": say(f"people.signon.{name}_title"),
        "sentence": say(f"people.signon.{name}"),
        "back": reverse("admin:login"),
        "back_label": say("people.signon.back"),
    }
    return render(request, "people/sentence.html", words, status=status)
