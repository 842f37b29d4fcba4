"""Forms that came when they could not be taken: kept for who filled them in, and shown again.

A page of the admin says, signed, whose it is.  So what is sent after its sign-in ended is known to
be somebody's, though nobody is signed in; it is kept in the database for that account alone, and
shown when the account is back.  Nothing is saved before it is sent again.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from commission.models import KeptForm

# The field that says whose page it is, and the one that says which kept form is shown.
WHOSE, KEPT = "_whose", "_kept"
# As long as a page may be left open.
PAGE_DAYS = 30
_SALT = "commission.kept_forms"


def signature_of(account: Any) -> str:
    """What a page says of whose it is."""
    return signing.dumps(account.pk, salt=_SALT)


def whose(data: QueryDict) -> int | None:
    """The key of the account whose page was sent; None when it says nothing that we signed."""
    try:
        return signing.loads(data.get(WHOSE, ""), salt=_SALT, max_age=PAGE_DAYS * 86400)
    except signing.BadSignature:
        return None


def keep(request: HttpRequest, account: int) -> KeptForm:
    """Keep what was sent, for the account with this key.  One query."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
    }
    return KeptForm.objects.create(
        account_id=account,
        path=request.path[:400],
        fields=fields,
        files=sorted(request.FILES),
    )


def kept_instead(request: HttpRequest) -> HttpResponse | None:
    """Where a page was sent that is not of who is signed in: on to signing in, and from there back to
    what was typed.  None where there is nothing to keep.
    """
    account = whose(request.POST) if request.method == "POST" else None
    if account is None:
        return None
    address = reverse("admin:kept-form", args=[keep(request, account).pk])
    if request.user.is_authenticated:
        return redirect(address)
    return redirect(f"{reverse('admin:login')}?{REDIRECT_FIELD_NAME}={address}")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this portal sent it (Origin, RFC 6454)."""
    origin = request.META.get("HTTP_ORIGIN", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without the right token (settings.CSRF_FAILURE_VIEW); but a page of
    the admin whose token grew old, since its owner signed in anew in another tab, is shown again.
    """
    from django.views.csrf import csrf_failure

    in_admin = request.path.startswith(reverse("admin:index"))
    if in_admin and is_from_here(request) and (instead := kept_instead(request)):
        return instead
    return csrf_failure(request, reason)


def kept_form(site: Any, request: HttpRequest, key: str) -> HttpResponse:
    """The page on which it was typed, with all that was typed; nothing is saved by it."""
    kept = KeptForm.objects.filter(pk=key).first()
    if kept is None or kept.account_id != request.user.pk:
        return _not_yours(site, request, kept)
    try:
        view, args, named = resolve(kept.path)
    except Resolver404:
        return _not_yours(site, request, None)
    request.kept_form = kept  # type: ignore[attr-defined]
    # Read before there is something in their place: asking for files reads both anew.
    _none = request.FILES
    request.method = "POST"
    request.path = request.path_info = kept.path
    request.POST = _typed(kept)
    with transaction.atomic():
        response = view(request, *args, **named)
        if hasattr(response, "render"):
            response = response.render()
        transaction.set_rollback(True)
    request.method = "GET"
    return response


def _typed(kept):
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    data[KEPT] = kept.pk
    # What was pressed is pressed anew.
    for name in [
        each
        for each in data
        if each in ("_save", "_continue", "_addanother", "_publish")
    ]:
        del data[name]
    return data


def _not_yours(site, request, kept):
    context = {
        **site.each_context(request),
        "title": _("What was typed is not here"),
        "is_of_another": kept is not None,
    }
    return TemplateResponse(request, "admin/kept_form_missing.html", context, status=404)  # fmt: skip


def let_go(request: HttpRequest) -> None:
    """A kept form was saved at last: it is not kept any longer.  No query where none was."""
    if key := request.POST.get(KEPT):
        KeptForm.objects.filter(pk=key, account=request.user.pk).delete()


def keeping(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view`, before which a page is kept that is not of who is signed in now."""

    def answer(request: HttpRequest, *args: Any, **named: Any) -> Any:
        if _is_anothers(request) and (instead := kept_instead(request)):
            return instead
        return view(request, *args, **named)

    return answer


def _is_anothers(request):
    if request.method != "POST":
        return False
    try:
        data = request.POST
    except RequestDataTooBig:
        # Half read, and not to be read again: the view says so, in its own words.
        request.is_too_big = True
        return False
    return WHOSE in data and whose(data) != request.user.pk
