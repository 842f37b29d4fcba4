from django.db.models import F
from django.template.response import TemplateResponse

from commission.addresses import find_record, moved, record_page, seen_with
from commission.applied import applied
from commission.collation import in_order
from commission.facets import country_options
from commission.listing import page_of
from participants.filters import ParticipantFilter
from participants.models import Participant

PEOPLE_A_PAGE = 40


def participant_list(request):
    """People in the order of their family names, by any spelling of the name and by country."""
    found = ParticipantFilter(request.GET, Participant.objects.published())
    page, notice = page_of(
        found.qs.with_card().alphabetically(), request, PEOPLE_A_PAGE
    )
    context = {
        "found": found,
        "applied": applied(found, request, of_names=True),
        "page": page,
        "notices": [*found.notices, notice],
        "countries": country_options(found),
    }
    return TemplateResponse(request, "participants/participant_list.html", context)


def participant_detail(request, slug):
    """A person: spellings of the name, positions, sessions attended, agreements signed, sources."""
    participant = find_record(request, Participant.objects.all(), slug)
    if participant.slug != slug:
        return moved(request, participant)
    context = {
        "participant": participant,
        "variants": in_order(participant.name_variants.all()),
        "positions": list(participant.positions.select_related("organisation")),
        "attended": _attended(request, participant),
        "signatures": _signatures(request, participant),
        "sources": participant.sources.all(),
    }
    return record_page(
        request, "participants/participant_detail.html", participant, context
    )


def _attended(request, participant):
    members = seen_with(participant, participant.delegation_members, request)
    members = members.select_related("session__commission", "side")
    return members.order_by("-session__starts_on", "-session_id")


def _signatures(request, participant):
    signatures = seen_with(participant, participant.signatures, request)
    signatures = signatures.select_related("agreement__commission", "side")
    return signatures.order_by(
        F("agreement__dated_on").desc(nulls_last=True), "-agreement_id"
    )
