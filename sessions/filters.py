"""What the list of sessions and the report of one may be asked."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.filters import Named, area_filter, commission_filter
from commission.folding import fold
from commission.listing import (
    ChoicesFilter,
    Listing,
    Parameter,
    SlugsFilter,
    SortFilter,
    YearFilter,
)
from commission.models.register_entry import BETWEEN
from participants.models import Organisation, Participant

from .models import Session, SessionKind
from .models.finding import exactly, often, question_in
from .selection import Chosen, public_sessions

# A name that fits more people or bodies than this is no question yet.
MOST_NAMED = 50


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
    """Sessions held in a place, written in any of the portal's languages, in any case.  No query."""

    def look_up(self, values):
        asked = {value: fold(value) for value in values}
        found: dict[str, set] = {}
        for place in self.parent.queryset.counts("place"):
            spellings = set(filter(None, place.split(BETWEEN)))
            folded = {fold(spelling) for spelling in spellings}
            for value, name in asked.items():
                if name in folded:
                    found.setdefault(value, set()).update(spellings)
        return {
            value: Named(value, value, sorted(names)) for value, names in found.items()
        }

    def filter(self, sessions, named):
        names = [spelling for each in named for spelling in each.meant]
        return sessions.held_in(names) if names else sessions


class SearchField(forms.Field):
    """Any text, read as a `Query`; what of it was not understood is said, and never an error."""

    def clean(self, value):
        query = question_in(value or "")
        self.notices = list(query.notices)
        return query


class SearchFilter(Parameter):
    """Sessions that answer a search in the language of `sessions.search.query`."""

    field_class = SearchField

    def filter(self, sessions, query):
        return sessions.mentioning(query) if query else sessions


class SinceFilter(YearFilter):
    """Sessions that began in a year or later."""

    def filter(self, sessions, year):
        return sessions.between(year, None) if year else sessions


class UntilFilter(YearFilter):
    """Sessions that began in a year or earlier."""

    def filter(self, sessions, year):
        return sessions.between(None, year) if year else sessions


class OrderFilter(SortFilter):
    """The order of the sessions; by relevance, what the words name or say most often goes first."""

    def filter(self, sessions, values):
        if self.current() == self.of_words:
            return sessions.order_by("newest", *tiers(self.parent.asked["q"]))
        return super().filter(sessions, values)


class Narrowing(Listing):
    """A list of what a register holds: it narrows what `chosen()` gives.

    Each filter is asked once, and whatever leaves some of them out is put together from their
    answers.
    """

    chosen: Callable[[], Chosen]

    def __init__(self, data):
        super().__init__(data, type(self).chosen())
        self._alone: dict[str, Chosen] = {}
        self._left: dict[frozenset[str], Chosen] = {}

    def filter_queryset(self, queryset):
        return self.filters["sort"].filter(self.without(), None)

    def others(self, *names):
        """The names of what was asked but `names` and the order."""
        return frozenset(self.asked).difference(names, ["sort"])

    def without(self, *names):
        others = self.others(*names)
        # Most options are counted over the same rows: those of what was not asked.
        if others not in self._left:
            left = self.queryset
            for name in others:
                left &= self._answer(name)
            self._left[others] = left
        return self._left[others]

    def _answer(self, name):
        if name not in self._alone:
            narrow = self.filters[name].filter
            self._alone[name] = narrow(self.queryset, self.asked[name])
        return self._alone[name]


class SessionFilter(Narrowing):
    """The sessions list: words, sector, commission, years, kind, place, organisation, participant, order."""

    chosen = staticmethod(public_sessions)

    q = SearchFilter()
    area = area_filter()
    commission = commission_filter(
        narrow=lambda rows, records: rows.of("commission", [r.pk for r in records])
    )
    year_from = SinceFilter()
    year_to = UntilFilter()
    kind = ChoicesFilter(
        choices=SessionKind.choices,
        narrow=lambda rows, kinds: rows.of("kind", kinds),
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
    sort = OrderFilter(
        orders={
            "newest": (_("Newest first"), ["newest"]),
            "oldest": (_("Oldest first"), ["oldest"]),
            "relevance": (_("Most relevant first"), ["newest"]),
        },
        of_words="relevance",
    )


def tiers(query):
    """What goes first by relevance, one after another: functions that give bitmaps of sessions.

    What is called so; then where every word stands in four passages or more; then in two or three.
    """
    return (
        lambda: exactly(query),
        lambda: often(query, 4),
        lambda: often(query, 2),
    )


class ReportFilter(Listing):
    """The report on a session's page, narrowed to sectors."""

    area = area_filter()
