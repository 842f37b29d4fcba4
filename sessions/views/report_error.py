"""The form by which readers tell of an error on a page of the record."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commission.limits import HOUR, MINUTE, seconds_to_wait
from commission.middleware import open_to_readers
from sessions.actions import take_report
from sessions.subjects import subject_at

MOST_LETTERS = 4000
WORDS = forms.Textarea({"rows": 4})
FEW_WORDS = forms.Textarea({"rows": 2})


class ReportForm(forms.Form):
    wrong = forms.CharField(
        label=_("What is wrong?"), widget=WORDS, max_length=MOST_LETTERS
    )
    right = forms.CharField(
        label=_("What would be right?"), widget=WORDS, max_length=MOST_LETTERS, required=False
    )  # fmt: skip
    known_from = forms.CharField(
        label=_("Where do you know it from?"), widget=FEW_WORDS, max_length=MOST_LETTERS, required=False,
        help_text=_("A document, a page, or that you were there."),
    )  # fmt: skip
    reply_to = forms.EmailField(
        label=_("Your mail address, if you would like an answer"), required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_(
            "It is used for the answer to this report and for nothing else, "
            "and deleted 30 days after the report was answered."
        ),
    )  # fmt: skip
    # Programs that fill in everything fill in this, too; people do not see it.
    company = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    def clean_company(self):
        if self.cleaned_data["company"]:
            raise forms.ValidationError(
                _("This line has to stay empty: clear it and send the report again.")
            )
        return ""


@open_to_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request):
    """`?about=` is the page, below the language; 404 where no public record is there.

    With `sent`, the thanks.  429 with all that was written, when too much comes from one address.
    """
    subject = subject_at(request.GET.get("about", ""))
    form = ReportForm(request.POST or None)
    context = {"subject": subject, "form": form}
    if request.method == "POST":
        wait = seconds_to_wait(request, "report", settings.REPORTS_PER_HOUR, HOUR)
        if wait:
            return _too_many(request, context, wait)
        if form.is_valid():
            del form.cleaned_data["company"]
            take_report(subject=subject, language=get_language(), **form.cleaned_data)
            query = urlencode({"about": subject.address, "sent": 1})
            return redirect(f"{reverse('sessions:report-error')}?{query}")
    context["is_sent"] = "sent" in request.GET and not form.is_bound
    status = 400 if form.is_bound else 200
    return TemplateResponse(request, "sessions/report_error.html", context, status=status)  # fmt: skip


def _too_many(request, context, wait):
    minutes = -(-wait // MINUTE)
    sentence = ngettext(
        "Your address has sent many reports within an hour. Wait %(count)d minute and send this one again: what you wrote is still here.",
        "Your address has sent many reports within an hour. Wait %(count)d minutes and send this one again: what you wrote is still here.",
        minutes,
    )
    context["notice"] = sentence % {"count": minutes}
    return TemplateResponse(
        request, "sessions/report_error.html", context, status=429, headers={"Retry-After": str(wait)}
    )  # fmt: skip
