"""Pages that several people have open at once, or one for too long: what was typed is never lost."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commission.history.tables import KEPT
from commission.kept_forms import WHOSE, keep, let_go, signature_of
from commission.models import (
    ChangedRecord,
    KeptForm,
    What,
    latest_version,
    take_turn,
    writing,
)

from .together import SEEN, Meeting, meet

NOT_YET = _("Nothing is saved yet. What you typed is still here: look through it, then save again.")  # fmt: skip


def refusal_of(request: HttpRequest) -> Meeting | None:
    """What keeps the page from being saved before somebody looked at it; None when nothing does."""
    meeting = getattr(request, "meeting", None)
    shown_again = getattr(request, "kept_form", None)
    if meeting is None:
        return Meeting([], 0) if shown_again else None
    return meeting if meeting.is_refused or shown_again else None


class SharedPages:
    """For a ModelAdmin: writers take turns, and what others did meanwhile is held against what is sent."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A page saves many rows: what is made from them is brought in line once."""
        if kept := getattr(request, "kept_form", None):
            form_url = kept.path
        if request.method != "POST":
            # Before the rows are read: what is read may be newer than the page says, and never older.
            request.seen = latest_version().number
            return super().changeform_view(request, object_id, form_url, extra_context)
        with writing(savepoint=True) as change:
            request.seen = take_turn(change.using)
            if object_id is not None:
                request.meeting = meet(self, request, unquote(object_id), request.seen)
            response = super().changeform_view(request, object_id, form_url, extra_context)  # fmt: skip
        if response.status_code == 302:
            let_go(request)
            self._tell_merged(request)
        return response

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {
            "seen": {"name": SEEN, "value": request.seen},
            "whose": {"name": WHOSE, "value": signature_of(request.user)},
            "meeting": getattr(request, "meeting", None),
            "kept_form": getattr(request, "kept_form", None),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def _tell_merged(self, request):
        """Saved together with what others did: that is said, and where it can be read."""
        meeting = getattr(request, "meeting", None)
        if meeting is None or not meeting.also:
            return
        rows = "; ".join(
            f"{each.label} – {each.field_names}" if each.field_names else each.label
            for each in meeting.also[:8]
        )
        more = "; …" if len(meeting.also) > 8 else ""
        sentence = _("Saved together with what %(people)s changed meanwhile: %(rows)s.")
        self.message_user(
            request,
            sentence % {"people": ", ".join(meeting.people), "rows": rows + more},
            messages.INFO,
        )

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """The record is gone: who deleted it, when, and all that was typed."""
        if request.method != "POST" or SEEN not in request.POST:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        kept = getattr(request, "kept_form", None) or keep(request, request.user.pk)
        kind = self.model._meta.label_lower
        deletions = ChangedRecord.objects.filter(kind=kind, what=What.DELETED)
        key = object_id if str(object_id).isdecimal() else 0
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted meanwhile"),
            "opts": self.opts,
            "deletion": deletions.filter(record=key).select_related("change").last(),
            "kept": kept,
            "texts": _texts(kept),
            "may_bring_back": self.model in KEPT and self.has_delete_permission(request),
        }  # fmt: skip
        return TemplateResponse(request, "admin/deleted_meanwhile.html", context)


def _texts(kept: KeptForm) -> list[tuple[str, str]]:
    """(input, text) of what was typed; keys and counts left out."""
    return [
        (name, text)
        for name, values in kept.fields.items()
        for text in values
        if text and not text.isdecimal() and not name.startswith("_")
        and not name.endswith(("_FORMS", "-id", "precision"))
    ]  # fmt: skip
