"""What the list of sessions and the report of one may be asked."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from commission.filters import area_filter, commission_filter
from commission.folding import fold
from commission.listing import (
    ChoicesFilter,
    Listing,
    SlugsFilter,
    SortFilter,
    YearFilter,
)
from participants.models import Organisation, Participant

from .models import Session, SessionKind
from .search.query import read

# A name that fits more people or bodies than this is no question yet.
MOST_NAMED = 50


@dataclass(frozen=True)
class Named:
    """What a parameter names: its own words (`slug`), what a reader sees, what is looked for."""

    slug: str
    label: str
    meant: list

    def __str__(self):
        return self.label


class NameFilter(SlugsFilter):
    """Rows of a person or body, by address (`?participant=batyr-atdayev`) or by any spelling of the name.

    Two queries for what is named: one by address, one for each value that is none.
    """

    def look_up(self, values):
        records = super().look_up(values)
        found = {
            slug: Named(slug, str(record), [record]) for slug, record in records.items()
        }
        for words in values:
            if (
                words not in found
                and "\0" not in words
                and (named := self._named(words))
            ):
                found[words] = named
        return found

    def _named(self, words):
        records = list(self.among().named(words)[:MOST_NAMED]) if fold(words) else []
        if records:
            return Named(
                words, str(records[0]) if len(records) == 1 else words, records
            )

    def filter(self, queryset, named):
        return super().filter(
            queryset, [record for each in named for record in each.meant]
        )


class PlaceFilter(SlugsFilter):
    """Sessions held in a place, written in any of the portal's languages, in any case.  One query."""

    def look_up(self, values):
        asked = {value: fold(value) for value in values}
        found: dict[str, set] = {}
        for spellings in places(Session.objects.published()):
            folded = {fold(spelling) for spelling in spellings}
            for value, name in asked.items():
                if name in folded:
                    found.setdefault(value, set()).update(spellings)
        return {
            value: Named(value, value, sorted(names)) for value, names in found.items()
        }

    def filter(self, queryset, named):
        names = [spelling for each in named for spelling in each.meant]
        return queryset.held_in(names) if names else queryset


def places(sessions):
    """The places of `sessions`, each a set of its spellings in the portal's languages.  One query."""
    columns = get_translation_fields("place")
    rows = sessions.order_by().values_list(*columns).distinct()
    return filter(None, ({spelling for spelling in row if spelling} for row in rows))


class SearchField(forms.Field):
    """Any text, read as a `Query`; what of it was not understood is said, and never an error."""

    def clean(self, value):
        query = read(value or "")
        self.notices = list(query.notices)
        return query


class SearchFilter(django_filters.Filter):
    """Sessions that answer a search in the language of `sessions.search.query`.  No query more."""

    field_class = SearchField

    def filter(self, queryset, query):
        return queryset.mentioning(query)


class SessionFilter(Listing):
    """The sessions list: words, sector, commission, years, kind, place, organisation, participant, order."""

    q = SearchFilter()
    area = area_filter()
    commission = commission_filter()
    year_from = YearFilter("starts_on", lookup_expr="gte")
    year_to = YearFilter("starts_on", lookup_expr="lte")
    kind = ChoicesFilter(
        "kind",
        choices=SessionKind.choices,
        unknown=_("There is no kind of session “%(value)s”, so it was left out."),
    )
    place = PlaceFilter(
        among=Session.objects.published,
        unknown=_("No session was held in “%(value)s”, so it was left out."),
    )
    organisation = NameFilter(
        among=lambda: Organisation.objects.published(),
        narrow=lambda rows, organisations: rows.involving(organisations),
        unknown=_("There is no organisation “%(value)s”, so it was left out."),
    )
    participant = NameFilter(
        among=lambda: Participant.objects.published(),
        narrow=lambda rows, participants: rows.attended_by(participants),
        unknown=_("There is no participant “%(value)s”, so it was left out."),
    )
    sort = SortFilter(
        orders={
            "newest": (_("Newest first"), ["-starts_on", "-pk"]),
            "oldest": (_("Oldest first"), ["starts_on", "pk"]),
        }
    )


class ReportFilter(Listing):
    """The report on a session's page, narrowed to sectors."""

    area = area_filter()
