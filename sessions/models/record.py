"""What a session's page loads."""

from django.db.models import Prefetch

from commission.models import Agreement, CooperationArea, is_public

from .agenda import AgendaItem
from .decision import Decision
from .delegation import DelegationMember
from .document import Document
from .passage import Passage
from .photo import Photo


def record_prefetches():
    """Prefetches of all that stands on a session's page, public rows only where rows have a state.

    People, organisations, areas and agreements that are not public themselves are left out.
    """
    areas = Prefetch(
        "areas", CooperationArea.objects.published().select_related("parent")
    )
    members = DelegationMember.objects.filter(is_public("participant__"))
    members = members.select_related("participant", "side")
    return (
        "commission__sides",
        Prefetch("delegation_members", members),
        Prefetch("agenda_items", AgendaItem.objects.prefetch_related(areas)),  # type: ignore[arg-type]
        Prefetch("passages", Passage.objects.with_areas()),
        Prefetch("decisions", Decision.objects.with_card()),
        Prefetch("documents", Document.objects.prefetch_related("files")),
        Prefetch("photos", Photo.objects.all()),
        Prefetch("agreements", Agreement.objects.published()),
        "sources",
    )
