"""The way of a record to its readers in the admin, always by the verbs of commission/actions.py."""

from babel.dates import get_timezone_location
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from commission.actions import (
    REVIEWED,
    came_along,
    publish,
    send_back,
    send_to_review,
    withdraw,
)
from commission.dates import date_in_words, moment_in_words
from commission.models import (
    PublishState,
    Step,
    StepKind,
    may_touch,
    reaches,
    writing,
)

from .correcting import Corrected
from .previewing import Previewed

EMBARGOED = "embargoed"


def standing(record):
    """(one of draft, published, embargoed, withdrawn; the words for it with their moment)."""
    if record.state != PublishState.PUBLISHED:
        return record.state, record.get_state_display()
    moment = moment_in_words(record.publish_at)
    if record.is_embargoed:
        return EMBARGOED, _("under embargo until %(moment)s") % {"moment": moment}
    return record.state, _("published since %(moment)s") % {"moment": moment}


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
        ) % {"zone": _city_of_the_clock()}

    def drafts_along(self):
        return [self.drafts[key] for key in self.cleaned_data["along"]]


def _city_of_the_clock():
    """The city that names the time zone, in the active language (CLDR): "Ashgabat", "Aşgabat"."""
    zone = timezone.get_current_timezone()
    return get_timezone_location(zone, locale=get_language() or "en", return_city=True)


class SendBackForm(forms.Form):
    remark = forms.CharField(
        label=_("What is to be done"), widget=forms.Textarea({"rows": 3})
    )


def _key(record):
    return f"{record._meta.label_lower}:{record.pk}"


class PublishableAdmin(Corrected, Previewed, admin.ModelAdmin):
    """Adds the state to list and page, and the ways to change it."""

    actions = ["review_chosen", "publish_chosen", "withdraw_chosen"]
    change_form_template = "admin/publishable_change_form.html"
    # Whether a record may be published from the page that adds it.
    publishes_when_added = True

    def drafts_named_in(self, records):
        """Rows that the records name, which are not public themselves and so are left out."""
        return []

    # ── Who may what ─────────────────────────────────────────────────────────────────────────

    def has_publish_permission(self, request, obj=None):
        name = f"{self.opts.app_label}.publish_{self.opts.model_name}"
        return request.user.has_perm(name) and (
            obj is None or reaches(request.user, obj)
        )

    def has_change_permission(self, request, obj=None):
        """What is scheduled has been read by a publisher, and changes no more but by one."""
        return super().has_change_permission(request, obj) and not (
            obj is not None
            and obj.is_embargoed
            and not self.has_publish_permission(request, obj)
        )

    def has_withdraw_permission(self, request, obj):
        return self.has_publish_permission(request, obj) and may_touch(
            request.user, obj
        )

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = {
            "publish": self.publish_view,
            "withdraw": self.withdraw_view,
            "send-back": self.send_back_view,
        }
        return [
            *(
                path(
                    f"<path:object_id>/{what}/",
                    self.admin_site.admin_view(view),
                    name=f"{name}_{what.replace('-', '_')}",
                )
                for what, view in views.items()
            ),
            *super().get_urls(),
        ]

    # ── On a list ────────────────────────────────────────────────────────────────────────────

    @admin.action(
        description=_("Send selected %(verbose_name_plural)s to review"),
        permissions=["change"],
    )
    def review_chosen(self, request, queryset):
        chosen = list(queryset)
        if not all(self.has_change_permission(request, each) for each in chosen):
            raise PermissionDenied
        self._send_to_review(request, chosen)

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

    def send_back_view(self, request, object_id):
        return self._of_one(request, object_id, self._send_back_page)

    def _of_one(self, request, object_id, page):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        back = reverse(self._url_name("change"), args=[record.pk])
        return page(request, [record], back) or HttpResponseRedirect(back)

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        return self._onward(request, obj) or response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        self._tell_left_out(request, obj)
        return self._onward(request, obj) or response

    def _onward(self, request, obj):
        """To the page on which the record is published; or it goes to review at once."""
        if "_publish" in request.POST and self.has_publish_permission(request, obj):
            return HttpResponseRedirect(
                reverse(self._url_name("publish"), args=[obj.pk])
            )
        if "_review" in request.POST:
            self._send_to_review(request, [obj])
        return None

    def _tell_left_out(self, request, obj):
        """What is named after a release, or after it was scheduled, does not come along by itself."""
        if obj.state != PublishState.PUBLISHED or "_publish" in request.POST:
            return
        if not self.has_publish_permission(request, obj):
            return
        named = self.drafts_named_in([obj])
        left = [d for d in named if not d.is_public_at(obj.publish_at) and not d.is_published]  # fmt: skip
        if left:
            sentence = format_html(
                '{} <a href="{}">{}</a>',
                ngettext(
                    "%(count)d name in this record is not public when the record is: visitors do not see it.",
                    "%(count)d names in this record are not public when the record is: visitors do not see them.",
                    len(left),
                )
                % {"count": len(left)},
                reverse(self._url_name("publish"), args=[obj.pk]),
                _("Publish them too …"),
            )
            self.message_user(request, sentence, messages.WARNING)

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        is_page = not context.get("is_popup")
        may = is_page and self.has_publish_permission(request, record)
        is_open = not record.is_published if record else self.publishes_when_added
        context["may_publish"] = may and is_open
        context["may_review"] = (
            is_page
            and (record.state in REVIEWED if record else self.publishes_when_added)
            and (self.has_change_permission(request, record) if record else True)
        )
        if record:
            is_published = record.state == PublishState.PUBLISHED
            context |= {
                "standing": standing(record),
                "steps": [(s, _moment_of(s)) for s in Step.objects.of(record)],
                "may_send_back": may and record.state == PublishState.REVIEW,
                "may_withdraw": may
                and is_published
                and self.has_withdraw_permission(request, record),
                **{
                    f"{what}_url": reverse(self._url_name(what), args=[record.pk])
                    for what in ("publish", "withdraw", "send_back")
                },
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # ── Both ─────────────────────────────────────────────────────────────────────────────────

    def _send_to_review(self, request, records):
        done = [r for r in records if self._is_sent(request, r)]
        if done:
            sentence = ngettext(
                "%(count)d record is in review.", "%(count)d records are in review.", len(done)
            )  # fmt: skip
            self.message_user(request, sentence % {"count": len(done)}, messages.SUCCESS)  # fmt: skip

    def _is_sent(self, request, record):
        if record.state not in REVIEWED:
            return False
        try:
            send_to_review(record=record, by=request.user)
        except ValidationError as error:
            self._tell_fault(request, record, error)
            return False
        return True

    def _send_back_page(self, request, records, back):
        [record] = records
        if not self.has_publish_permission(request, record):
            raise PermissionDenied
        form = SendBackForm(request.POST if "confirm" in request.POST else None)
        if form.is_valid():
            remark = form.cleaned_data["remark"]
            try:
                send_back(record=record, by=request.user, remark=remark)
            except ValidationError as error:
                self._tell_fault(request, record, error)
            else:
                self.message_user(request, _("It is a draft again, with your remark."), messages.SUCCESS)  # fmt: skip
            return None
        context = {"title": _("Send back"), "form": form}
        return self._page(request, "admin/send_back.html", records, back, context)

    def _publish_page(self, request, records, back):
        if not all(self.has_publish_permission(request, each) for each in records):
            raise PermissionDenied
        drafts = self._offered(request, records)
        form = PublishForm(
            drafts,
            request.POST if "confirm" in request.POST else None,
            initial={"at": _moment_of_all(records)},
        )
        if form.is_valid():
            self._publish_all(request, records, form)
            return None
        context = {
            "title": _("Publish"),
            "form": form,
            "drafts": [
                (box, draft, standing(draft), self._url_of(draft))
                for box, draft in zip(form["along"].subwidgets, drafts, strict=True)
            ],
            "faults": [
                (record, faults) for record in records if (faults := _faults(record))
            ],
            "unread": [r for r in records if _nobody_else_read(r, request.user)],
        }
        return self._page(request, "admin/publish.html", records, back, context)

    def _offered(self, request, records):
        """What the records name that is not public, and what was scheduled along with them."""
        along = [each for record in records for each in came_along(record)]
        named = dict.fromkeys([*self.drafts_named_in(records), *along])
        return [d for d in named if d not in records and self._may_publish(request, d)]

    def _withdraw_page(self, request, records, back):
        if not all(self.has_withdraw_permission(request, each) for each in records):
            raise PermissionDenied
        along = [
            each
            for record in records
            for each in came_along(record)
            if each not in records and self._may_publish(request, each)
        ]
        if "confirm" not in request.POST:
            context = {"title": _("Withdraw"), "along": along}
            return self._page(request, "admin/withdraw.html", records, back, context)
        with writing():
            for record in [*records, *along]:
                withdraw(record=record, by=request.user)
        done = len(records) + len(along)
        sentence = ngettext(
            "%(count)d record is withdrawn: visitors do not see it any more.",
            "%(count)d records are withdrawn: visitors do not see them any more.",
            done,
        )
        self.message_user(request, sentence % {"count": done}, messages.SUCCESS)
        return None

    def _publish_all(self, request, records, form):
        """Publish what the form says, all for one moment; one fault stops one record."""
        at = form.cleaned_data["at"]
        moment = at or timezone.now()
        with writing():
            done = sum(
                self._is_released(request, draft, moment, along_with=owner)
                for draft, owner in self._owners(records, form.drafts_along())
                if not _comes_in_time(draft, owner, moment)
            )
            done += sum(
                self._is_released(request, each, at if each.is_published else moment)
                for each in records
            )
        if done:
            sentence = ngettext(
                "%(count)d record is released.", "%(count)d records are released.", done
            )
            self.message_user(request, sentence % {"count": done}, messages.SUCCESS)

    def _owners(self, records, drafts):
        """(draft, the first of the records that names it)."""
        if len(records) == 1:
            return [(draft, records[0]) for draft in drafts]
        owners = {}
        for record in records:
            for draft in (*self.drafts_named_in([record]), *came_along(record)):
                owners.setdefault(draft, record)
        return [(draft, owners.get(draft, records[0])) for draft in drafts]

    def _is_released(self, request, record, at, along_with=None):
        try:
            publish(record=record, by=request.user, at=at, along_with=along_with)
        except ValidationError as error:
            self._tell_fault(request, record, error)
            return False
        return True

    def _tell_fault(self, request, record, error):
        sentence = f"{capfirst(record._meta.verbose_name)} “{record}”: "
        self.message_user(request, sentence + " ".join(error.messages), messages.ERROR)

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
        return self.admin_site.get_model_admin(type(record)).has_publish_permission(
            request, record
        )

    def _url_of(self, record):
        name = f"{record._meta.app_label}_{record._meta.model_name}_change"
        return reverse(f"{self.admin_site.name}:{name}", args=[record.pk])

    def _url_name(self, what):
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{what}"

    def _list_url(self):
        return reverse(self._url_name("changelist"))


def _comes_in_time(draft, owner, moment):
    """True for what is scheduled for an earlier moment by itself, or along with another record."""
    if not draft.is_embargoed or draft.publish_at > moment:
        return False
    return draft not in came_along(owner)


def _moment_of_all(records):
    """The moment that records are scheduled for, if it is one; a release that is moved begins there."""
    moments = {each.publish_at if each.is_embargoed else None for each in records}
    return moments.pop() if len(moments) == 1 else None


def _moment_of(step):
    """When the step was taken, and for when it schedules."""
    return moment_in_words(step.moment), step.at and moment_in_words(step.at)


def _nobody_else_read(record, user):
    """True when nobody but `user` had to do with the record on its way here.  One query."""
    if record.is_published:
        return False
    last = Step.objects.of(record).filter(kind=StepKind.SENT).last()
    return last is None or last.by_id == user.pk


def _faults(record):
    """The sentences that say why the record cannot be published yet."""
    try:
        record.check_publishable()
    except ValidationError as error:
        return error.messages
    return []
