"""Lists that readers narrow, sort and page by the parameters of the address.

A parameter that cannot be understood never ends in an error, nor silently in another answer: it
is left out, the rest of the question is answered, and a sentence (a *notice*) says what was wrong
and what was done.  A view of a list is

    found = AgreementFilter(request.GET, Agreement.objects.published().with_card())
    page, notice = page_of(found.qs, request)
    context = {"found": found, "page": page, "notices": [*found.notices, notice]}

A list's filters are a `Listing` (a django-filter `FilterSet`) of the filters below; each takes
`unknown`, the sentence for a value that means nothing, with `%(value)s` in it.
"""

import datetime
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.choices import normalize_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commission.asked import address_with, quoted
from commission.models import FormerSlug
from commission.parameter_names import names_left_out

FIRST_YEAR, LAST_YEAR = 1900, 2100


def page_of(queryset, request, per_page=20):
    """(page, notice): the page of `queryset` that `?page=` asks for, 1 when it does not.

    `page` is Django's `Page`.  A number past the end gives the last page, anything that is no
    number the first, and `notice` says so; it is "" when nothing was wrong.  Two queries (the
    count and the rows), before the prefetches of `queryset`.
    """
    pages = Paginator(queryset, per_page)
    asked = request.GET.get("page") or "1"
    if number_in(asked, 1, pages.num_pages):
        return pages.page(int(asked)), ""
    past_the_end = number_in(asked, 1, 10**9)
    page = pages.page(pages.num_pages if past_the_end else 1)
    return page, _page_notice(asked, pages.num_pages, past_the_end)


def number_in(text, least, most):
    """True when `text` is a whole number in plain digits, from `least` to `most`."""
    return (
        text.isascii()
        and text.isdigit()
        and len(text) < 12
        and least <= int(text) <= most
    )


def _page_notice(asked, num_pages, past_the_end):
    if past_the_end:
        sentence = ngettext(
            "There is no page %(asked)s: the list has %(count)s page, and this is it.",
            "There is no page %(asked)s: this is the last of %(count)s pages.",
            num_pages,
        )
    else:
        sentence = _("“%(asked)s” is not the number of a page: this is the first one.")
    return sentence % {"asked": quoted(asked), "count": num_pages}


@dataclass(frozen=True)
class Order:
    """A way to sort a list; `address` is the list sorted so, from its first page."""

    label: str
    address: str
    is_current: bool


def orders_of(found, request):
    """An Order for each that the filter `sort` of a Listing knows.  No query."""
    sort = found.filters["sort"]
    current = sort.current()
    return [
        Order(
            sort.orders[value][0],
            address_with(request, "sort", value),
            value == current,
        )
        for value in sort.offered()
    ]


# ── Fields: what a parameter may say ─────────────────────────────────────────────────────────


class KnownValuesField(forms.Field):
    """A parameter given any number of times; the values that mean something are kept.

    `look_up(values)` gives {value: what it means} of those it knows.  What it does not know is
    left out, one sentence each in `notices`.
    """

    widget = forms.SelectMultiple

    def __init__(self, *, look_up, unknown, **kwargs):
        self.look_up, self.unknown, self.notices = look_up, unknown, []
        super().__init__(**kwargs)

    def clean(self, value):
        asked = list(dict.fromkeys(text for text in value or [] if text.strip()))
        known = self.look_up(asked) if asked else {}
        left_out = [text for text in asked if text not in known]
        self.notices = [self.unknown % {"value": quoted(text)} for text in left_out]
        return [known[text] for text in asked if text in known]


class YearField(forms.Field):
    """A year in four digits; years before 1900 and after 2100 are taken for slips."""

    def clean(self, value):
        if not value:
            return None
        if number_in(value, FIRST_YEAR, LAST_YEAR):
            return int(value)
        raise forms.ValidationError(
            _(
                "“%(value)s” is not a year from %(first)s to %(last)s, so it was left out."
            )
            % {"value": quoted(value), "first": FIRST_YEAR, "last": LAST_YEAR}
        )


# ── Filters: what a list may be asked ────────────────────────────────────────────────────────


class Parameter(django_filters.Filter):
    """What a list may be asked.  Each listing has copies of its own: made past Python's `deepcopy`,
    which would take every filter apart, and without labels, which nobody reads.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": "", **kwargs})

    def __deepcopy__(self, memo):
        mine = copy(self)
        mine.extra = dict(self.extra)
        if "look_up" in mine.extra:
            mine.extra["look_up"] = mine.look_up
        return mine


class SlugsFilter(Parameter):
    """Rows of any of the named records (`?area=roads&area=energy`).

    `among()` gives the QuerySet of the records that may be named, by `slug`; `narrow(queryset,
    records)` does the narrowing, by default `field_name__in`.  One query when anything is named,
    two more when a name is unknown today.
    """

    field_class = KnownValuesField

    def __init__(self, field_name=None, *, among, unknown, narrow=None, **kwargs):
        self.among, self.narrow = among, narrow
        super().__init__(field_name, look_up=self.look_up, unknown=unknown, **kwargs)

    def look_up(self, slugs):
        # PostgreSQL takes no NUL in a string.
        slugs = [slug for slug in slugs if "\0" not in slug]
        known = {record.slug: record for record in self.among().filter(slug__in=slugs)}
        return known | self._formerly([slug for slug in slugs if slug not in known])

    def _formerly(self, slugs):
        """Shared addresses last: a slug that has changed since still means its record."""
        if not slugs:
            return {}
        model = self.among().model
        former = FormerSlug.objects.filter(
            model=model._meta.label_lower, slug__in=slugs
        )
        ids = dict(former.values_list("slug", "object_id"))
        records = self.among().in_bulk(ids.values())
        return {slug: records[pk] for slug, pk in ids.items() if pk in records}

    def filter(self, queryset, records):
        if not records:
            return queryset
        if self.narrow:
            return self.narrow(queryset, records)
        return queryset.filter(**{f"{self.field_name}__in": records})


class ChoicesFilter(Parameter):
    """Rows with any of the named choices (`?kind=programme&kind=protocol`).  No query.

    `choices` are (value, label) pairs or a callable that gives them; `narrow(queryset, values)` as
    in `SlugsFilter`.
    """

    field_class = KnownValuesField

    def __init__(self, field_name=None, *, choices, unknown, narrow=None, **kwargs):
        self.choices, self.narrow = normalize_choices(choices), narrow
        super().__init__(field_name, look_up=self.look_up, unknown=unknown, **kwargs)

    def look_up(self, values):
        known = {str(value) for value, _label in self.choices}
        return {value: value for value in values if value in known}

    filter = SlugsFilter.filter


class YearFilter(Parameter):
    """Rows from a year on (`lookup_expr="gte"`) or until its end ("lte"), by a date."""

    field_class = YearField

    def filter(self, queryset, year):
        if year is None:
            return queryset
        day = (1, 1) if self.lookup_expr == "gte" else (12, 31)
        return super().filter(queryset, datetime.date(year, *day))


class WordsFilter(Parameter):
    """Rows that answer a search (`?q=`).

    The app that keeps the index lends it when Django is ready (`lend`): lists of lower apps search
    without importing it.  One query more, inside the others.
    """

    answering: Callable[[type[Model], Any], QuerySet]

    @classmethod
    def lend(cls, field_class, answering):
        """`field_class` reads what was typed, `answering(model, what was read)` gives the rows."""
        cls.field_class, cls.answering = field_class, staticmethod(answering)

    def filter(self, queryset, query):
        if not query:
            return queryset
        answering = self.answering(queryset.model, query)
        return queryset.filter(pk__in=answering.order_by().values("pk"))


class SortFilter(ChoicesFilter):
    """The order of the rows (`?sort=oldest`).

    `orders` gives for each value its label and what `order_by` takes; the first is the default.
    Where words were searched for, the order `of_words` is the default; otherwise it is not offered.
    """

    def __init__(self, *, orders, of_words=None, **kwargs):
        self.orders, self.of_words = orders, of_words
        kwargs.setdefault("unknown", gettext_lazy(
            "The list cannot be sorted by “%(value)s”, so it stands in its usual order."))  # fmt: skip
        choices = [(value, label) for value, (label, _fields) in orders.items()]
        super().__init__(choices=choices, **kwargs)

    def offered(self):
        """The orders that mean something for what was asked, the default first."""
        others = [value for value in self.orders if value != self.of_words]
        if self.of_words and self.parent.asked.get("q"):
            return [self.of_words, *others]
        return others

    def current(self):
        """The order that was asked for, or the default."""
        offered = self.offered()
        return next(
            filter(offered.__contains__, self.parent.asked.get("sort", [])), offered[0]
        )

    def filter(self, queryset, values):
        _label, fields = self.orders[self.current()]
        return queryset.order_by(*fields)


class Listing(django_filters.FilterSet):
    """A list's filters; what they could not understand is said in `notices`."""

    @cached_property
    def form(self):
        """The filters' own fields, which are this listing's alone: without copies, nor a class of its own."""
        form = forms.Form(self.data)
        form.fields = {name: each.field for name, each in self.filters.items()}
        return form

    @property
    def asked(self):
        """{parameter: what it means}, of the parameters that were understood and say something."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def notices(self):
        """A sentence for each parameter that was left out, in the order of the filters."""
        return self.values_left_out + names_left_out(self.data, self.filters)

    @property
    def values_left_out(self):
        """A sentence for each value that means nothing, whatever else was asked."""
        sentences = []
        for name, field in self.form.fields.items():
            sentences += self.form.errors.get(name, [])
            sentences += getattr(field, "notices", [])
        return sentences + self._backward_years()

    def filter_queryset(self, queryset):
        """Not Django's own QuerySets alone: anything that has the words the filters say."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def without(self, *names):
        """The rows that all filters but `names` leave: what the options of those are counted over."""
        queryset: QuerySet = self.queryset.all()
        for other, value in self.asked.items():
            if other not in (*names, "sort"):
                queryset = self.filters[other].filter(queryset, value)
        return queryset

    def _backward_years(self):
        first, last = self.asked.get("year_from"), self.asked.get("year_to")
        if not (first and last and first > last):
            return []
        return [_("The years run backwards: nothing lies from %(first)s to %(last)s.")
                % {"first": first, "last": last}]  # fmt: skip
