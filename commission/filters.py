"""What the lists of agreements may be asked, and the filters that several lists share."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .among import Among
from .countries import country_choices
from .known_areas import known_areas
from .listing import (
    ChoicesFilter,
    Listing,
    SlugsFilter,
    SortFilter,
    WordsFilter,
    YearFilter,
)
from .models import (
    AgreementKind,
    AgreementLevel,
    AgreementStatus,
    Commission,
    CooperationArea,
)


def narrowest(areas):
    """`areas` without the spheres of which a sector is named too: it says what is meant."""
    spheres = {area.parent_id for area in areas}
    return [area for area in areas if area.pk not in spheres]


class AreasFilter(SlugsFilter):
    """Areas by slug, of those that the process knows: no query but for a slug that is none today."""

    def look_up(self, slugs):
        by_slug = {area.slug: area for area in known_areas().values()}
        known = {slug: by_slug[slug] for slug in slugs if slug in by_slug}
        unknown = [slug for slug in slugs if slug not in known and "\0" not in slug]
        return known | self._formerly(unknown)


def area_filter():
    """`?area=`: rows about any of the named areas, by their QuerySet's word `about`.

    Naming a sphere and one of its sectors asks for the sector.
    """
    return AreasFilter(
        among=lambda: CooperationArea.objects.published(),
        narrow=lambda rows, areas: rows.about(narrowest(areas)),
        unknown=_("There is no sector “%(value)s”, so it was left out."),
    )


@dataclass(frozen=True)
class Named:
    """What a parameter names: its own words (`slug`), what a reader sees, what is looked for."""

    slug: str
    label: str
    meant: list

    def __str__(self):
        return self.label


class CommissionsFilter(SlugsFilter):
    """Rows of commissions, by address or by words of their names (`?commission=kazakhstan`).

    One query for the addresses, one more for each value that is none.
    """

    def look_up(self, values):
        known = super().look_up(values)
        for words in values:
            if words not in known and "\0" not in words:
                if meant := list(self.among().named(words)):
                    label = str(meant[0]) if len(meant) == 1 else words
                    known[words] = Named(words, label, meant)
        return known

    def filter(self, queryset, asked):
        meant = [each for named in asked for each in getattr(named, "meant", [named])]
        return super().filter(queryset, meant)


def commission_filter(column="commission", narrow=None):
    """`?commission=`: rows of any of the named commissions."""
    return CommissionsFilter(
        column,
        among=lambda: Commission.objects.published(),
        narrow=narrow,
        unknown=_("There is no commission “%(value)s”, so it was left out."),
    )


class StatusFilter(ChoicesFilter):
    """Agreements of any of the named statuses.

    The rule is asked once for a page, however many options are counted over what it leaves.  One
    query.
    """

    def filter(self, queryset, statuses):
        if not statuses:
            return queryset
        if not hasattr(self, "keys"):
            those = self.parent.queryset.of_status(statuses).order_by()
            self.keys = list(those.values_list("pk", flat=True))
        return queryset.filter(pk__in=Among(self.keys))


class AgreementFilter(Listing):
    """The agreements list: words, status, sector, commission, party, kind, level, years of signature,
    order.
    """

    q = WordsFilter()
    status = StatusFilter(
        choices=AgreementStatus.choices,
        unknown=_("There is no status “%(value)s”, so it was left out."),
    )
    area = area_filter()
    commission = commission_filter()
    party = ChoicesFilter(
        choices=country_choices,
        narrow=lambda rows, countries: rows.of_party(countries),
        unknown=_("There is no country “%(value)s”, so it was left out."),
    )
    kind = ChoicesFilter(
        "kind",
        choices=AgreementKind.choices,
        unknown=_("There is no kind of agreement “%(value)s”, so it was left out."),
    )
    level = ChoicesFilter(
        "level",
        choices=AgreementLevel.choices,
        unknown=_("There is no level of agreement “%(value)s”, so it was left out."),
    )
    year_from = YearFilter("dated_on", lookup_expr="gte")
    year_to = YearFilter("dated_on", lookup_expr="lte")
    sort = SortFilter(
        orders={
            "newest": (
                _("Newest first"),
                [F("dated_on").desc(nulls_last=True), "-pk"],
            ),
            "oldest": (_("Oldest first"), [F("dated_on").asc(nulls_last=True), "pk"]),
        }
    )
