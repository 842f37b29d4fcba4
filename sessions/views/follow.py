"""Following by mail: to ask for it, to confirm by the link of a letter, to stop by that of any."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import punycode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commission.environment import MAIL_AS_FILES
from commission.limits import HOUR, MINUTE, seconds_to_wait
from commission.middleware import open_to_readers
from sessions.following.followed import NotUnderstoodError, asked_for, followed
from sessions.following.links import confirmed_by
from sessions.following.sending import is_mail_set_up
from sessions.following.wishes import ask_to_confirm, confirm, stop
from sessions.models import Follower, Rhythm

READ_AND_SENT = require_http_methods(["GET", "HEAD", "POST"])


class FollowForm(forms.Form):
    address = forms.EmailField(
        label=_("Your mail address"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm, initial=Rhythm.DAILY, widget=forms.RadioSelect
    )  # fmt: skip
    # Programs that fill in everything fill in this, too; people do not see it.
    company = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    def clean_address(self):
        """As mail servers know it: the name of the server in small Latin letters (IDNA)."""
        name, _at, server = self.cleaned_data["address"].rpartition("@")
        return f"{name}@{punycode(server).lower()}"

    def clean_company(self):
        if self.cleaned_data["company"]:
            raise forms.ValidationError(
                _("This line has to stay empty: clear it and send again.")
            )
        return ""


# No cookie guards these forms, since readers have none: browsers say from which site a form is
# sent, and what a link allows is in the link.
@open_to_readers
@csrf_exempt
@never_cache
@READ_AND_SENT
def follow(request):
    """`?list=` and its filters, or `?decision=<commission>/<session>/<number>`; with `sent`, what to do next.

    The answer is the same whether or not an address follows already.  404 with a way on where
    what is asked means nothing, 429 when too much comes from one address.
    """
    if not is_mail_set_up():
        raise Http404
    try:
        asked = asked_for(request.GET)
    except NotUnderstoodError as error:
        context = {"notices": error.notices}
        return TemplateResponse(request, "sessions/follow_unknown.html", context, status=404)  # fmt: skip
    form = FollowForm(request.POST if request.method == "POST" else None)
    context = {"followed": asked, "form": form}
    if request.method == "POST":
        _refuse_other_sites(request)
        wait = seconds_to_wait(request, "follow", settings.FOLLOWS_PER_HOUR, HOUR)
        if wait:
            return _too_many(request, context, wait)
        if form.is_valid():
            return _asked(request, form.cleaned_data, asked)
    context["is_sent"] = "sent" in request.GET and not form.is_bound
    context["is_kept_as_file"] = settings.EMAIL_BACKEND == MAIL_AS_FILES
    status = 400 if form.is_bound else 200
    return TemplateResponse(request, "sessions/follow.html", context, status=status)


def _asked(request, said, asked):
    ask_to_confirm(
        address=said["address"], followed=asked, rhythm=said["rhythm"], language=get_language()
    )  # fmt: skip
    kept = [(name, value) for name, values in request.GET.lists() for value in values]
    query = urlencode([*(each for each in kept if each[0] != "sent"), ("sent", 1)])
    return redirect(f"{reverse('sessions:follow')}?{query}")


def _refuse_other_sites(request):
    here = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
    if request.headers.get("Origin", settings.SITE_URL) not in here:
        raise PermissionDenied


def _too_many(request, context, wait):
    minutes = -(-wait // MINUTE)
    sentence = ngettext(
        "Much was asked from your network within an hour. Wait %(count)d minute and send this again.",
        "Much was asked from your network within an hour. Wait %(count)d minutes and send this again.",
        minutes,
    )
    context["notice"] = sentence % {"count": minutes}
    return TemplateResponse(
        request, "sessions/follow.html", context, status=429, headers={"Retry-After": str(wait)}
    )  # fmt: skip


@open_to_readers
@csrf_exempt
@never_cache
@READ_AND_SENT
def confirm_following(request, said):
    """A page with one button: programs that look into letters open links, and press nothing."""
    confirmed = confirmed_by(said)
    if confirmed is None:
        return TemplateResponse(request, "sessions/follow_expired.html", status=404)
    if request.method == "POST":
        confirm(**confirmed._asdict())
    follower = confirmed.follower
    context = {
        "followed": _what(follower),
        "rhythm": confirmed.rhythm,
        "token": follower.token,
        "is_confirmed": request.method == "POST",
    }
    return TemplateResponse(request, "sessions/follow_confirm.html", context)


@open_to_readers
@csrf_exempt
@never_cache
@READ_AND_SENT
def stop_following(request, token):
    """A page with a button; sent to, by a reader or a mail program (RFC 8058), it deletes the address.

    Whoever stopped already is told the same.
    """
    if request.method == "POST":
        stop(token=token, all_of_it="all" in request.POST)
    follower = Follower.objects.filter(token=token).first()
    context = {"follower": follower, "followed": follower and _what(follower)}
    return TemplateResponse(request, "sessions/follow_stop.html", context)


def _what(follower):
    """None where it is no longer public."""
    try:
        return followed(follower.kind, follower.query)
    except NotUnderstoodError:
        return None
