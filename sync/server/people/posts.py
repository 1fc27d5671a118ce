"""Posts at the console, and the codes with which a laptop joins one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from sync.protocol.messages import SHARED
from sync.server import models as centre
from sync.server.people.base import ReadOnly, note_deed
from sync.server.people.cells import Mark, marked, shown_time
from sync.server.people.codes import fresh_code
from sync.server.people.columns import chosen, plain
from sync.server.people.devices import POST, SILENT_AFTER
from sync.server.people.roles import Right, may
from sync.server.people.words import say, say_later

_POST_ID = RegexValidator(r"\A[a-z0-9-]{1,32}\Z", say_later("people.post.id_form"))
ID = plain("id", "people.post.id")
_CODE_MARKS = {"open": Mark.WAIT, "used": Mark.CALM, "expired": Mark.WARN}


class PostForm(forms.Form):
    """What a new post needs; its id stands in every entry of its devices and never changes."""

    id = forms.CharField(label=say_later("people.post.id"), max_length=32, validators=[_POST_ID])
    name = forms.CharField(label=say_later("people.post.name"), max_length=200)

    def clean_id(self) -> str:
        """Refuse an id that is taken; also that of the feed which all posts share."""
        wanted: str = self.cleaned_data["id"]
        if wanted == SHARED or centre.Post.objects.filter(pk=wanted).exists():
            raise forms.ValidationError(say("people.post.taken"))
        return wanted


class CodeForm(forms.Form):
    """A code is made for one post."""

    post = forms.ModelChoiceField(
        label=say_later("people.device.post"),
        queryset=centre.Post.objects.order_by("name", "id"),
        empty_label=None,
    )


class Added(ReadOnly):
    """A list that a role may add to, by a small form of its own."""

    form_class: type[forms.Form]
    add_right: Right

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Go by the table of roles."""
        return may(request.user, self.add_right)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",  # noqa: ARG002 - Django's signature
        extra_context: Any = None,  # noqa: ANN401, ARG002
    ) -> HttpResponse:
        """Show the form; add when it comes back right."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self.add(request, form)
        return self.form_page(request, form)

    def form_page(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        """Show the form with what is wrong about it."""
        key = f"people.add.{self.opts.model_name}"
        words = {part: say(f"{key}.{part}") for part in ("title", "what", "button")}
        return self.page(request, "people/add.html", form=form, add_title=words["title"], **words)

    def page(self, request: HttpRequest, template: str, **context: object) -> HttpResponse:
        """Show a page of this list."""
        everywhere = self.admin_site.each_context(request)
        return TemplateResponse(request, template, {**everywhere, "opts": self.opts, **context})

    def add(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        """Add what the form says."""
        raise NotImplementedError


class PostAdmin(Added):
    """One row a checkpoint."""

    ordering = ("id",)
    list_display = row = (ID, "called", "devices", "not_synced", "created")
    form_class = PostForm
    add_right = Right.ADD_POST

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count devices with the rows."""
        before = timezone.now() - SILENT_AFTER
        late = Q(device__last_contact_at=None) | Q(device__last_contact_at__lt=before)
        used = ~Q(device__state="revoked") & Q(device__isnull=False)
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(
            in_use=Count("device", filter=used), late=Count("device", filter=used & late)
        )
        return counted

    def add(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        """Make the post; its feed begins with its first entry."""
        post = centre.Post.objects.create(**form.cleaned_data, created_at=timezone.now())
        note_deed(request, post, "add_post", post.pk)
        return HttpResponseRedirect(reverse("admin:people_post_changelist"))

    @admin.display(description=say_later("people.post.name"), ordering="name")
    def called(self, post: Any) -> str:  # noqa: ANN401 - annotated rows
        """Show its name."""
        return post.name or "–"

    @admin.display(description=say_later("people.post.devices"), ordering="in_use")
    def devices(self, post: Any) -> int:  # noqa: ANN401
        """Count its laptops in use."""
        return int(post.in_use)

    @admin.display(description=say_later("people.device.silent"), ordering="late")
    def not_synced(self, post: Any) -> str:  # noqa: ANN401
        """Count those that have not synced for a day."""
        return marked(Mark.WARN, str(post.late)) if post.late else "0"

    @admin.display(description=say_later("people.post.created"), ordering="created_at")
    def created(self, post: Any) -> str:  # noqa: ANN401
        """Show since when it is known."""
        return shown_time(post.created_at)


class EnrolmentCodeAdmin(Added):
    """One row a code; the code itself was shown once and is stored nowhere."""

    ordering = ("-made_at",)
    list_display = row = ("made", POST, "standing", "expires", "used")
    list_filter = (chosen("post_id", "people.device.post"),)
    list_select_related = ("post",)
    form_class = CodeForm
    add_right = Right.ADD_CODE

    def add(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        """Make a code and show it, now and never again."""
        post = form.cleaned_data["post"]
        note_deed(request, post, "add_code", post.pk)
        shown = fresh_code(post.pk, address=f"https://{request.get_host()}")
        response = self.page(request, "people/code.html", code=shown, post=post)
        response.headers["Cache-Control"] = "no-store"
        return response

    @admin.display(description=say_later("people.code.state"))
    def standing(self, code: centre.EnrolmentCode) -> SafeString:
        """Show whether it can still be used."""
        expired = "expired" if code.expires_at < timezone.now() else "open"
        state = "used" if code.used_at else expired
        return marked(_CODE_MARKS[state], say(f"people.code.{state}"))

    @admin.display(description=say_later("people.code.made"), ordering="made_at")
    def made(self, code: centre.EnrolmentCode) -> str:
        """Show when it was made."""
        return shown_time(code.made_at)

    @admin.display(description=say_later("people.code.expires"), ordering="expires_at")
    def expires(self, code: centre.EnrolmentCode) -> str:
        """Show until when it can be used."""
        return shown_time(code.expires_at)

    @admin.display(description=say_later("people.code.used_at"), ordering="used_at")
    def used(self, code: centre.EnrolmentCode) -> str:
        """Show when a laptop used it."""
        return shown_time(code.used_at)
