"""The session at an address: by commission and key, of today or of before."""

from django.http import Http404

from commission.addresses import find_record
from commission.models import Commission


def find_session(request, sessions, commission, key):
    """The session of `sessions` (a QuerySet) at these slugs, as `find_record` finds a record.

    It may have moved: compare `session.commission.slug` and `session.key`.  One query for a
    public session, before the prefetches of `sessions`; raises Http404 when there is none.
    """
    try:
        return find_record(request, sessions, key, commission__slug=commission)
    except Http404:
        home = find_record(request, Commission.objects.all(), commission)
        return find_record(request, sessions, key, scope=str(home.pk), commission=home)
