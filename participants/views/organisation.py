from django.db.models import F
from django.template.response import TemplateResponse

from commission.addresses import find_record, moved, record_page
from commission.applied import applied
from commission.collation import in_order
from commission.facets import choice_options, country_options
from commission.listing import page_of
from commission.models import is_public
from participants.filters import OrganisationFilter
from participants.models import Organisation
from participants.whole_record import WholeRecord

ORGANISATIONS_A_PAGE = 40
LATEST = 10


def organisation_list(request):
    """Organisations by any spelling of the name, by country and kind."""
    found = OrganisationFilter(request.GET, Organisation.objects.published())
    page, notice = page_of(
        found.qs.with_card().alphabetically(), request, ORGANISATIONS_A_PAGE
    )
    context = {
        "found": found,
        "applied": applied(found, request, of_names=True),
        "page": page,
        "notices": [*found.notices, notice],
        "countries": country_options(found),
        "kinds": choice_options(found, "kind"),
    }
    return TemplateResponse(request, "participants/organisation_list.html", context)


def organisation_detail(request, slug):
    """An organisation: its people, what it owes and is owed, the decisions it answers for, the sessions
    it took part in.
    """
    organisation = find_record(request, Organisation.objects.all(), slug)
    if organisation.slug != slug:
        return moved(request, organisation)
    context = {
        "organisation": organisation,
        "variants": in_order(organisation.name_variants.all()),
        "positions": _positions(organisation),
        **WholeRecord.of(organisation, LATEST),
    }
    return record_page(
        request, "participants/organisation_detail.html", organisation, context
    )


def _positions(organisation):
    """Positions of public people, those of today first."""
    positions = organisation.positions.filter(is_public("participant__"))
    still_held_first = F("ends_on").desc(nulls_first=True)
    return positions.select_related("participant").order_by(
        still_held_first, F("starts_on").desc(nulls_last=True), "-pk"
    )
