"""The passages of the sessions that a list finds, as a table."""

from django.utils.translation import gettext_lazy as _

from commission.among import Among
from commission.filters import narrowest
from commission.languages import text_and_language
from sessions.filters import SessionFilter
from sessions.markdown import plain
from sessions.models import Passage

from .columns import (
    ADDRESS,
    AS_MUCH_AS_IS_KNOWN,
    SEVERAL,
    Column,
    Found,
    Table,
    date,
    listed,
    title_of,
    words,
)


def _found(query):
    """Passages of the sessions found; where sectors were asked for, those that carry any of them.

    Two queries.
    """
    listing = SessionFilter(query)
    passages = Passage.objects.published().filter(session__in=Among(listing.qs[:]))
    if areas := listing.asked.get("area"):
        passages = passages.about(narrowest(areas))
    order = ["session__starts_on", "session_id"]
    if listing.filters["sort"].current() != "oldest":
        order = [f"-{name}" for name in order]
    keys = passages.order_by(*order, "number").values_list("pk", flat=True)
    return Found(list(keys), listing.values_left_out, listing)


def _rows(keys):
    """Two queries."""
    passages = Passage.objects.published().filter(pk__in=keys).with_areas()
    return passages.select_related("session__commission")


PASSAGES = Table(
    name="passages",
    title=_("Passages"),
    route="sessions:session-list",
    found=_found,
    rows=_rows,
    columns=(
        Column(
            "commission",
            _("commission"),
            lambda p: words("short_name")(p.session.commission),
        ),
        Column("session", _("session"), lambda p: title_of(p.session)),
        Column(
            "session_date",
            _("date of the session"),
            lambda p: date("starts_on", "date_precision")(p.session),
            AS_MUCH_AS_IS_KNOWN,
        ),
        Column("number", _("number"), lambda p: p.number),
        Column(
            "text",
            _("text"),
            lambda p: plain(words("html")(p)),
            _("On one line, without emphasis."),
        ),
        Column(
            "language",
            _("language of the text"),
            lambda p: text_and_language(p, "text")[1],
            _("A code of two letters: en, ru, kk, tk."),
        ),
        Column(
            "sectors",
            _("sectors"),
            lambda p: listed(words("name")(area) for area in p.areas.all()),
            SEVERAL,
        ),
        ADDRESS,
    ),
)
