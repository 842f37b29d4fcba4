"""The list of agreements as a table."""

from django.utils.translation import gettext_lazy as _

from commission.filters import AgreementFilter
from commission.models import Agreement

from .columns import (
    ADDRESS,
    AS_MUCH_AS_IS_KNOWN,
    SEVERAL,
    Column,
    Table,
    date,
    found_by,
    listed,
    words,
)


def _found(query):
    return found_by(AgreementFilter(query, Agreement.objects.published()))


def _rows(keys):
    """Three queries."""
    return Agreement.objects.published().with_card().filter(pk__in=keys)


AGREEMENTS = Table(
    name="agreements",
    title=_("Agreements"),
    route="commission:agreement-list",
    found=_found,
    rows=_rows,
    columns=(
        Column(
            "commission", _("commission"), lambda a: words("short_name")(a.commission)
        ),
        Column("title", _("title"), words("title")),
        Column("kind", _("kind"), lambda a: a.get_kind_display()),
        Column("level", _("level"), lambda a: a.get_level_display()),
        Column("number", _("number"), lambda a: a.number),
        Column(
            "signed",
            _("signed on"),
            date("day_of_signing", "dated_precision"),
            AS_MUCH_AS_IS_KNOWN,
        ),
        Column(
            "signed_in_words", _("signed on, in words"), lambda a: a.signed_in_words
        ),
        Column("place", _("place of signature"), words("place")),
        Column(
            "country",
            _("country of signature"),
            lambda a: a.country and a.country_name,
        ),
        Column("status", _("status"), lambda a: a.status.label, _("As it is today.")),
        Column(
            "enters_into_force",
            _("enters into force"),
            lambda a: a.get_enters_into_force_display(),
            _("As its own text says; empty when that is not recorded."),
        ),
        Column(
            "valid_until",
            _("valid until"),
            date("valid_until", "valid_until_precision"),
            AS_MUCH_AS_IS_KNOWN,
        ),
        Column(
            "sectors",
            _("sectors"),
            lambda a: listed(words("name")(area) for area in a.areas.all()),
            SEVERAL,
        ),
        Column("summary", _("summary"), words("summary")),
        ADDRESS,
    ),
)
