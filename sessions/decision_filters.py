"""What the list of decisions may be asked."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commission.filters import area_filter, commission_filter
from commission.listing import (
    ChoicesFilter,
    Listing,
    SortFilter,
    WordsFilter,
    YearFilter,
)
from participants.models import Organisation

from .filters import NameFilter
from .models import DecisionStatus, ResponsibleBody

STATUSES = [("overdue", _("overdue")), *DecisionStatus.choices]


def answered_for_by(decisions, organisations):
    """Those of `decisions` for which any of `organisations` answers."""
    bodies = ResponsibleBody.objects.filter(organisation__in=organisations)
    return decisions.filter(pk__in=bodies.values("decision"))


class DecisionFilter(Listing):
    """The decisions list: words, sector, commission, organisation, status, years of the session, order."""

    q = WordsFilter()
    status = ChoicesFilter(
        choices=STATUSES,
        narrow=lambda rows, statuses: rows.of_status(statuses),
        unknown=_("There is no status “%(value)s”, so it was left out."),
    )
    area = area_filter()
    commission = commission_filter("session__commission")
    organisation = NameFilter(
        among=lambda: Organisation.objects.published(),
        narrow=answered_for_by,
        unknown=_("There is no organisation “%(value)s”, so it was left out."),
    )
    year_from = YearFilter("session__starts_on", lookup_expr="gte")
    year_to = YearFilter("session__starts_on", lookup_expr="lte")
    sort = SortFilter(
        orders={
            "newest": (
                _("Newest session first"),
                ["-session__starts_on", "-session_id", "number"],
            ),
            "due": (_("By due date"), [F("due_on").asc(nulls_last=True), "pk"]),
        }
    )
