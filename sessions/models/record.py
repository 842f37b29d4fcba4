"""What a session's page loads."""

from django.db.models import Prefetch, prefetch_related_objects

from commission.models import (
    Agreement,
    CooperationArea,
    is_public,
    may_see_unpublished,
)
from participants.models import Participant

from .agenda import AgendaItem
from .decision import Decision
from .delegation import DelegationMember
from .document import Document
from .passage import Passage
from .photo import Photo


def load_record(session, reader=None):
    """Load all that the page of `session` shows.  A fixed number of queries, whatever the size.

    People, organisations, areas and agreements that are not public themselves are left out,
    but for a `reader` who may see them: the user who previews a draft.  None is the public.
    """
    prefetch_related_objects([session], *_prefetches(reader))


def _prefetches(reader):
    areas = CooperationArea.objects.visible_to(reader).select_related("parent")
    agenda = AgendaItem.objects.prefetch_related(Prefetch("areas", areas))  # type: ignore[arg-type]
    agreements = Agreement.objects.visible_to(reader).select_related("commission")
    return (
        "commission__sides",
        Prefetch("delegation_members", _members(reader)),
        Prefetch("agenda_items", agenda),
        Prefetch("passages", Passage.objects.with_areas(reader)),
        Prefetch("decisions", Decision.objects.with_card(reader)),
        Prefetch("documents", Document.objects.prefetch_related("files")),
        Prefetch("photos", Photo.objects.all()),
        Prefetch("agreements", agreements),
        "sources",
    )


def _members(reader):
    members = DelegationMember.objects.select_related("participant", "side")
    if may_see_unpublished(reader, Participant):
        return members
    return members.filter(is_public("participant__"))
