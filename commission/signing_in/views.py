"""The pages of the staff's door: password, code, setting the second step up, recovery codes."""

import base64

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from . import steps
from .forms import CodeForm
from .log import SignInOutcome, note


class Password(LoginView):
    """The first step.  Where a second is required, nobody is signed in by it."""

    def form_valid(self, form):
        if not settings.SECOND_STEP:
            return super().form_valid(form)
        steps.go_half_way(self.request, form.get_user(), self.get_success_url())
        return redirect("admin:second-step")


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the code of who gave a right password; who has no app yet sets one up."""
    if (found := steps.half_way(request)) is None:
        return _begin_again(request)
    account, onward = found
    if not steps.has_second_step(account):
        return redirect("admin:second-step-set-up")
    credentials = {"username": account.get_username(), "step": "code"}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return get_lockout_response(request, credentials=credentials)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = steps.device_answering(account, form.cleaned_data["code"])
        if device:
            steps.arrive(request, account, device)
            return redirect(onward)
        user_login_failed.send(__name__, credentials=credentials, request=request)
        form.add_error("code", _not_the_code())
    return _page(request, "second_step.html", _("Second step"), form=form)


@never_cache
@sensitive_post_parameters("code")
def set_up(request: HttpRequest) -> HttpResponse:
    """Shows the key to an app and takes its first code; then signs in and shows recovery codes."""
    found = steps.half_way(request)
    if found is None or steps.has_second_step(found[0]):
        return _begin_again(request)
    account, onward = found
    device = steps.device_to_set_up(account)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            codes = steps.confirm(device)
            note(
                SignInOutcome.SECOND_STEP_SET_UP,
                request,
                account.get_username(),
                account,
            )
            steps.arrive(request, account, device)
            return _codes(request, codes, onward)
        form.add_error("code", _not_the_code())
    key = device.config_url
    return _page(
        request,
        "second_step_set_up.html",
        _("Set up the second step"),
        form=form,
        drawing=_drawn(key),
        address=key,
        key=_in_fours(device.key),
    )


@never_cache
def recovery_codes(request) -> HttpResponse:
    """New recovery codes for who is signed in, in place of the old ones; shown once."""
    if request.method == "POST":
        return _codes(
            request, steps.new_recovery_codes(request.user), reverse("admin:index")
        )
    return _page(request, "recovery_codes_new.html", _("Recovery codes"))


def _codes(request, codes, onward):
    return _page(
        request, "recovery_codes.html", _("Recovery codes"), codes=codes, onward=onward
    )


def _page(request, template, title, **context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/signing_in/{template}", context)


def _begin_again(request):
    if request.user.is_authenticated:
        return redirect("admin:index")
    return redirect(
        f"{reverse('admin:login')}?{REDIRECT_FIELD_NAME}={reverse('admin:index')}"
    )


def _not_the_code():
    return _(
        "That is not the code of this moment. Wait for the next one, and look at the telephone's clock."
    )


def _drawn(text):
    """A QR code as SVG, dark on light whatever the page's colours: cameras need it so."""
    return mark_safe(  # noqa: S308 - squares and nothing else
        segno.make(text, error="m").svg_inline(
            scale=5,
            dark="#000",
            light="#fff",
            omitsize=True,
            svgclass="qr",
            lineclass=None,
        )
    )


def _in_fours(key):
    """A hexadecimal key as apps take it by hand: base32 in groups of four letters."""
    text = base64.b32encode(bytes.fromhex(key)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
