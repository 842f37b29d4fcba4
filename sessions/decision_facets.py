"""The options beside the list of decisions, each with how many decisions it would leave."""

from collections import Counter

from django.db.models import Count

from commission.facets import Option, record_options
from participants.models import Organisation

from .decision_filters import STATUSES
from .models import DecisionStatus

# Among hundreds of bodies, those that answer for most; the others have pages of their own.
MOST_ORGANISATIONS = 10


def status_options(found):
    """Options of the filter `status`; an overdue decision has another status too.  Two queries."""
    rows = found.without("status").order_by()
    by_status = rows.with_status().values_list("latest_status").annotate(Count("pk"))
    counts = Counter(
        {status or DecisionStatus.NOT_REPORTED: count for status, count in by_status}
    )
    counts["overdue"] = rows.overdue().count()
    asked = found.asked.get("status", [])
    return [
        Option(str(value), str(label), counts[value], value in asked)
        for value, label in STATUSES
        if counts[value] or value in asked
    ]


def organisation_options(found):
    """Options of the filter `organisation`: the bodies that answer for most, and the chosen ones."""
    public = Organisation.objects.published()
    options = record_options(
        found, "organisation", public, "responsible_bodies__organisation"
    )
    options.sort(key=lambda option: (not option.is_chosen, -option.count))
    return options[:MOST_ORGANISATIONS]
