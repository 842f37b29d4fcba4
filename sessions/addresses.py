"""The session at an address: by commission and key, of today or of before."""

from django.http import Http404
from django.utils import timezone
from modeltranslation.utils import get_translation_fields

from commission.addresses import find_record
from commission.models import Commission
from commission.prepared import Prepared

from .models import Session

# Long texts of the commission's own page.
_ELSEWHERE = [
    f"commission__{name}"
    for name in ("folded", "description", *get_translation_fields("description"))
]
PUBLIC = Prepared(
    lambda commission, key, now: (
        Session.objects.rewrite(False)
        .published(at=now)
        .select_related("commission")
        .defer(*_ELSEWHERE)
        .filter(key=key, commission__slug=commission)
    )
)


def find_session(request, commission, key):
    """The session at these slugs, with its commission, as `find_record` finds a record.

    It may have moved: compare `session.commission.slug` and `session.key`.  One query for a
    public session; raises Http404 when there is none.
    """
    for session in PUBLIC(now=timezone.now(), commission=commission, key=key):
        session.is_preview = False
        return session
    sessions = Session.objects.select_related("commission")
    try:
        return find_record(request, sessions, key, commission__slug=commission)
    except Http404:
        home = find_record(request, Commission.objects.all(), commission)
        return find_record(request, sessions, key, scope=str(home.pk), commission=home)
