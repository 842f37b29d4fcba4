"""Publishing and withdrawing in the admin, always by the verbs of commission/actions.py."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.actions import publish, withdraw
from commission.dates import date_in_words
from commission.models import PublishState

EMBARGOED = "embargoed"


def standing(record):
    """(one of draft, published, embargoed, withdrawn; the words for it with their moment)."""
    if record.state != PublishState.PUBLISHED:
        return record.state, record.get_state_display()
    moment = moment_in_words(record.publish_at)
    if record.is_embargoed:
        return EMBARGOED, _("under embargo until %(moment)s") % {"moment": moment}
    return record.state, _("published since %(moment)s") % {"moment": moment}


def moment_in_words(moment):
    """Day and time of an aware moment, where the portal is."""
    moment = timezone.localtime(moment)
    return f"{date_in_words(moment.date())}, {moment:%H:%M}"


@admin.display(description=_("state"), ordering="state")
def state_badge(record):
    state, words = standing(record)
    if record.state != PublishState.PUBLISHED:
        return format_html(
            '<span class="state" data-state="{}">{}</span>', state, words
        )
    label = _("embargo") if state == EMBARGOED else record.get_state_display()
    moment = date_in_words(timezone.localtime(record.publish_at).date())
    return format_html(
        '<span class="state" data-state="{}" title="{}">{}</span> <small>{}</small>',
        state, words, label, moment,
    )  # fmt: skip


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*PublishState.choices, (EMBARGOED, _("under embargo"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if self.value() in (EMBARGOED, PublishState.PUBLISHED):
            coming = {"publish_at__gt": timezone.now()}
            queryset = queryset.filter(state=PublishState.PUBLISHED)
            is_coming = self.value() == EMBARGOED
            return (
                queryset.filter(**coming) if is_coming else queryset.exclude(**coming)
            )
        return queryset.filter(state=self.value())


class PublishForm(forms.Form):
    """When, and which of the drafts named in the records come along."""

    at = forms.DateTimeField(
        required=False,
        label=_("Public from"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    along = forms.MultipleChoiceField(
        required=False, label="", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, drafts, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.drafts = {_key(draft): draft for draft in drafts}
        self.fields["along"].choices = [(key, str(d)) for key, d in self.drafts.items()]
        self.fields["along"].initial = list(self.drafts)
        self.fields["at"].help_text = _(
            "Leave it empty to publish now.  A moment to come is an embargo that ends by itself. "
            "The time is that of %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}

    def drafts_along(self):
        return [self.drafts[key] for key in self.cleaned_data["along"]]


def _key(record):
    return f"{record._meta.label_lower}:{record.pk}"


class PublishableAdmin(admin.ModelAdmin):
    """Adds the state to list and page, and the ways to change it."""

    actions = ["publish_chosen", "withdraw_chosen"]
    change_form_template = "admin/publishable_change_form.html"
    # Whether a record may be published from the page that adds it.
    publishes_when_added = True

    def drafts_named_in(self, records):
        """Rows that the records name, which are not public themselves and so are left out."""
        return []

    def has_publish_permission(self, request):
        return self.has_change_permission(request)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/publish/",
                wrap(self.publish_view),
                name=f"{name}_publish",
            ),
            path(
                "<path:object_id>/withdraw/",
                wrap(self.withdraw_view),
                name=f"{name}_withdraw",
            ),
            *super().get_urls(),
        ]

    # ── On a list ────────────────────────────────────────────────────────────────────────────

    @admin.action(
        description=_("Publish selected %(verbose_name_plural)s …"),
        permissions=["publish"],
    )
    def publish_chosen(self, request, queryset):
        return self._publish_page(request, list(queryset), self._list_url())

    @admin.action(
        description=_("Withdraw selected %(verbose_name_plural)s …"),
        permissions=["publish"],
    )
    def withdraw_chosen(self, request, queryset):
        return self._withdraw_page(request, list(queryset), self._list_url())

    # ── On a record's page ───────────────────────────────────────────────────────────────────

    def publish_view(self, request, object_id):
        return self._of_one(request, object_id, self._publish_page)

    def withdraw_view(self, request, object_id):
        return self._of_one(request, object_id, self._withdraw_page)

    def _of_one(self, request, object_id, page):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        back = reverse(self._url_name("change"), args=[record.pk])
        return page(request, [record], back) or HttpResponseRedirect(back)

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        return self._to_publishing(request, obj) or response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        return self._to_publishing(request, obj) or response

    def _to_publishing(self, request, obj):
        if "_publish" in request.POST and self.has_publish_permission(request):
            return HttpResponseRedirect(
                reverse(self._url_name("publish"), args=[obj.pk])
            )
        return None

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        may = not context.get("is_popup") and self.has_publish_permission(request)
        is_open = not record.is_published if record else self.publishes_when_added
        context["may_publish"] = may and is_open
        if record:
            context["standing"] = standing(record)
            context["may_withdraw"] = may and record.state == PublishState.PUBLISHED
            context["publish_url"] = reverse(
                self._url_name("publish"), args=[record.pk]
            )
            context["withdraw_url"] = reverse(
                self._url_name("withdraw"), args=[record.pk]
            )
        return super().render_change_form(request, context, *args, **kwargs)

    # ── Both ─────────────────────────────────────────────────────────────────────────────────

    def _publish_page(self, request, records, back):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        drafts = [
            d for d in self.drafts_named_in(records) if self._may_publish(request, d)
        ]
        form = PublishForm(drafts, request.POST if "confirm" in request.POST else None)
        if form.is_valid():
            self._publish_all(request, records, form)
            return None
        context = {
            "title": _("Publish"),
            "form": form,
            "drafts": [
                (box, draft, self._url_of(draft))
                for box, draft in zip(form["along"].subwidgets, drafts, strict=True)
            ],
            "faults": [
                (record, faults) for record in records if (faults := _faults(record))
            ],
        }
        return self._page(request, "admin/publish.html", records, back, context)

    def _withdraw_page(self, request, records, back):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if "confirm" not in request.POST:
            return self._page(
                request, "admin/withdraw.html", records, back, {"title": _("Withdraw")}
            )
        for record in records:
            withdraw(record=record, by=request.user)
        sentence = ngettext(
            "%(count)d record is withdrawn: visitors do not see it any more.",
            "%(count)d records are withdrawn: visitors do not see them any more.",
            len(records),
        )
        self.message_user(request, sentence % {"count": len(records)}, messages.SUCCESS)
        return None

    def _publish_all(self, request, records, form):
        """Publish what the form says; every record by itself, so that one fault stops one record."""
        at = form.cleaned_data["at"]
        done = 0
        for record in [*form.drafts_along(), *records]:
            try:
                with transaction.atomic():
                    publish(record=record, by=request.user, at=at)
                done += 1
            except ValidationError as error:
                sentence = f"{capfirst(record._meta.verbose_name)} “{record}”: "
                self.message_user(
                    request, sentence + " ".join(error.messages), messages.ERROR
                )
        if done:
            sentence = ngettext(
                "%(count)d record is released.", "%(count)d records are released.", done
            )
            self.message_user(request, sentence % {"count": done}, messages.SUCCESS)

    def _page(self, request, template, records, back, context):
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "records": [(record, standing(record)) for record in records],
            "back": back,
            "action": request.POST.get("action"),
        }
        return TemplateResponse(request, template, context)

    def _may_publish(self, request, record):
        return self.admin_site.get_model_admin(type(record)).has_change_permission(
            request, record
        )

    def _url_of(self, record):
        name = f"{record._meta.app_label}_{record._meta.model_name}_change"
        return reverse(f"{self.admin_site.name}:{name}", args=[record.pk])

    def _url_name(self, what):
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{what}"

    def _list_url(self):
        return reverse(self._url_name("changelist"))


def _faults(record):
    """The sentences that say why the record cannot be published yet."""
    try:
        record.check_publishable()
    except ValidationError as error:
        return error.messages
    return []
