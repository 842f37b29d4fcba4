"""What the lists of people and organisations may be asked."""

from django.utils.translation import gettext_lazy as _

from commission.countries import country_choices
from commission.listing import ChoicesFilter, Listing, WordsFilter

from .models import OrganisationKind


class NamesFilter(Listing):
    """`?q=`: words of names in any spelling, and of positions; `?country=`: two-letter codes."""

    q = WordsFilter()
    country = ChoicesFilter(
        "country",
        choices=country_choices,
        unknown=_("There is no country “%(value)s”, so it was left out."),
    )


class ParticipantFilter(NamesFilter):
    """The list of participants."""


class OrganisationFilter(NamesFilter):
    """The list of organisations."""

    kind = ChoicesFilter(
        "kind",
        choices=OrganisationKind.choices,
        unknown=_("There is no kind of organisation “%(value)s”, so it was left out."),
    )
