"""What the list of decisions may be asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commission.countries import country_choices
from commission.dates import year_in_words
from commission.filters import Named, area_filter, commission_filter
from commission.listing import (
    ChoicesFilter,
    SlugsFilter,
    SortFilter,
    number_in,
)
from participants.models import Organisation

from .decision_selection import STANDINGS, public_decisions
from .filters import (
    NameFilter,
    Narrowing,
    SearchFilter,
    SinceFilter,
    UntilFilter,
)
from .models import Session


class SessionsFilter(SlugsFilter):
    """Decisions of sessions, by commission and key as in permalinks (`?session=tm-kz/11`).

    One query for each session that is named.
    """

    def look_up(self, values):
        known = {}
        for value in values:
            commission, _slash, key = value.partition("/")
            if session := self._session(commission, key):
                known[value] = Named(value, str(session), [session])
        return known

    def _session(self, commission, key):
        if "\0" in commission + key:
            return None
        sessions = self.among().filter(commission__slug=commission, key=key)
        return sessions.select_related("commission").first()

    def filter(self, decisions, named):
        sessions = [session for each in named for session in each.meant]
        return decisions.taken_at(sessions) if sessions else decisions


class DueFilter(SlugsFilter):
    """Decisions by the year in which they are due (`?due=2026`); "none" are those without a date."""

    def look_up(self, values):
        known = {}
        for value in values:
            if value == "none":
                known[value] = Named(value, _("without a due date"), [None])
            elif number_in(value, 1, 9999):
                known[value] = Named(
                    value,
                    _("due in %(year)s") % {"year": year_in_words(value)},
                    [int(value)],
                )
        return known

    def filter(self, decisions, named):
        years = [year for each in named for year in each.meant]
        return decisions.due_in(years) if years else decisions


class DecisionFilter(Narrowing):
    """The decisions list: words, status, sector, commission, side, organisation, session, due year,
    years of the session, order.
    """

    chosen = staticmethod(public_decisions)

    q = SearchFilter()
    status = ChoicesFilter(
        choices=STANDINGS,
        narrow=lambda rows, standings: rows.standing(standings),
        unknown=gettext_lazy("There is no status “%(value)s”, so it was left out."),
    )
    area = area_filter()
    commission = commission_filter(
        narrow=lambda rows, records: rows.of("commission", [r.pk for r in records])
    )
    side = ChoicesFilter(
        choices=country_choices,
        narrow=lambda rows, countries: rows.on_sides(countries),
        unknown=gettext_lazy("There is no side of “%(value)s”, so it was left out."),
    )
    organisation = NameFilter(
        among=lambda: Organisation.objects.published(),
        narrow=lambda rows, organisations: rows.answered_by(organisations),
        unknown=gettext_lazy(
            "There is no organisation “%(value)s”, so it was left out."
        ),
    )
    session = SessionsFilter(
        among=lambda: Session.objects.published(),
        unknown=gettext_lazy("There is no session “%(value)s”, so it was left out."),
    )
    due = DueFilter(
        among=None,
        unknown=gettext_lazy(
            "“%(value)s” is not a year in which something is due, so it was left out."
        ),
    )
    year_from = SinceFilter()
    year_to = UntilFilter()
    sort = SortFilter(
        orders={
            "newest": (gettext_lazy("Newest session first"), ["newest"]),
            "oldest": (gettext_lazy("Oldest first"), ["oldest"]),
            "due": (gettext_lazy("By due date"), ["due"]),
            "reported": (gettext_lazy("Longest without a report"), ["reported"]),
        }
    )
