"""Preview links on a record's page: made, listed and revoked there."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from commission.actions import make_preview_link, revoke_preview_link
from commission.models import PreviewLink, sees

DAYS, MOST_DAYS = 7, 60


class PreviewLinkForm(forms.Form):
    note = forms.CharField(
        label=_("For whom"),
        max_length=200,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    days = forms.IntegerField(
        label=_("Days to live"), min_value=1, max_value=MOST_DAYS, initial=DAYS
    )
    along = forms.BooleanField(
        label=_("With the people, bodies and papers it names that are not public yet"),
        required=False,
        initial=True,
    )


class Previewed:
    """For ModelAdmin of records with a page, and with `drafts_named_in`."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/preview-links/",
                require_POST(wrap(self.make_link_view)),
                name=f"{name}_make_link",
            ),
            path(
                "<path:object_id>/preview-links/<int:link>/revoke/",
                require_POST(wrap(self.revoke_link_view)),
                name=f"{name}_revoke_link",
            ),
            *super().get_urls(),
        ]

    def make_link_view(self, request, object_id):
        record = self._previewed(request, object_id)
        form = PreviewLinkForm(request.POST)
        if record.is_published:
            self.message_user(
                request, _("It is public: everybody may see it."), messages.WARNING
            )
        elif form.is_valid():
            self._make_link(request, record, form.cleaned_data)
        else:
            for field, sentences in form.errors.items():
                label = form.fields[field].label
                self.message_user(
                    request, f"{label}: {' '.join(sentences)}", messages.ERROR
                )
        return self._to_links(record)

    def _make_link(self, request, record, said):
        named = self.drafts_named_in([record]) if said["along"] else []
        make_preview_link(
            record=record,
            by=request.user,
            note=said["note"],
            days=said["days"],
            along=[draft for draft in named if sees(request.user, draft)],
        )
        self.message_user(
            request, _("The link is made: copy it below."), messages.SUCCESS
        )

    def revoke_link_view(self, request, object_id, link):
        record = self._previewed(request, object_id)
        row = PreviewLink.objects.of(record).filter(pk=link).first()
        if row is None:
            raise Http404
        revoke_preview_link(link=row, record=record, by=request.user)
        self.message_user(
            request, _("The link is revoked: it opens nothing now."), messages.SUCCESS
        )
        return self._to_links(record)

    def _previewed(self, request, object_id):
        """The record, of which this person may make a link."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def _to_links(self, record):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(f"{reverse(name, args=[record.pk])}#preview-links")

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record and not context.get("is_popup") and not record.is_published:
            context["preview_links"] = self._links_of(record)
            if self.has_change_permission(request, record):
                context["preview_link_form"] = PreviewLinkForm(auto_id="preview_%s")
        return super().render_change_form(request, context, *args, **kwargs)

    def _links_of(self, record):
        """(link, its address in the clerk's language) of all that were made; one query."""
        language = get_language()
        return [
            (link, link.address(language)) for link in PreviewLink.objects.of(record)
        ]
