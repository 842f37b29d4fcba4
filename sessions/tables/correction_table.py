"""The list of corrections as a table."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.languages import text_and_language
from commission.models import Correction, with_records

from .columns import Column, Found, Table, words


def _found(query):
    """All of them: the list has no filters.  One query."""
    public = Correction.objects.published().latest_first()
    return Found(list(public.values_list("pk", flat=True)))


def _rows(keys):
    """A query, and one for each kind of record."""
    return with_records(Correction.objects.published().filter(pk__in=keys))


CORRECTIONS = Table(
    name="corrections",
    title=_("Corrections"),
    route="commission:correction-list",
    found=_found,
    rows=_rows,
    columns=(
        Column(
            "date",
            _("date"),
            lambda c: timezone.localtime(c.moment).date().isoformat(),
            _("The day on which readers were told."),
        ),
        Column("date_in_words", _("date in words"), lambda c: c.day_in_words),
        Column("kind", _("kind of record"), lambda c: c.record._meta.verbose_name),
        Column("record", _("record"), lambda c: str(c.record)),
        Column("note", _("what is corrected"), words("note")),
        Column(
            "language",
            _("language of the text"),
            lambda c: text_and_language(c, "note")[1],
            _("A code of two letters: en, ru, kk, tk."),
        ),
        Column(
            "address",
            _("address"),
            lambda c: settings.SITE_URL + c.address,
            _("The place of the correction on the page of the record."),
        ),
    ),
)
