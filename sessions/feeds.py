"""Feeds of the lists (Atom, RFC 4287): what changed lately of what a list finds, with its full text.

A list and its feed are asked by the same parameters.  What is changed, or released, comes anew with
the moment at which that happened.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from commission.among import Among
from commission.applied import applied
from commission.asked import asked_alike
from commission.history.renaming import renamed_at
from commission.models import Agreement
from commission.models.content_version import content_version

from .models import Decision, Session
from .models.last_change import updated_moment
from .tables import TABLES, Table
from .tables.columns import title_of, words
from .views.tables import misunderstood, not_understood

MOST_ENTRIES = 30
# What XML cannot hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Kind:
    """What the entries of a feed are: rows `with_text()`, their `title()`, their `template`."""

    model: type[Model]
    with_text: Callable[[Any], QuerySet]
    title: Callable[[Any], str]
    template: str


# ── What entries hold ────────────────────────────────────────────────────────────────────────


def _sessions(rows):
    """Three queries more: passages, agenda, decisions."""
    return rows.select_related("commission").prefetch_related(
        "passages",
        "agenda_items",
        Prefetch("decisions", Decision.objects.select_related("entry")),
    )


def _decisions(rows):
    return rows.with_card().with_statements()


def _agreements(rows):
    """Four queries more: sides, areas, events and their sides."""
    return rows.with_card().prefetch_related("events__side")


def _session_title(session):
    commission = words("short_name")(session.commission)
    title = f"{title_of(session)}, {session.date_in_words} · {commission}"
    return with_called_off(session, title)


def with_called_off(session: Session, title: str) -> str:
    """`title`, which says first of a session that it was called off: readers of lists see no more."""
    if session.called_off:
        return _("Called off: %(title)s") % {"title": title}
    return title


def _decision_title(decision):
    commission = words("short_name")(decision.session.commission)
    sentence = _("Decision %(number)s · %(session)s, %(year)s · %(commission)s")
    return sentence % {
        "number": decision.number,
        "session": title_of(decision.session),
        "year": decision.session.starts_on.year,
        "commission": commission,
    }


KINDS = {
    "sessions": Kind(Session, _sessions, _session_title, "sessions/feed/session.html"),
    "decisions": Kind(
        Decision, _decisions, _decision_title, "sessions/feed/decision.html"
    ),
    "agreements": Kind(
        Agreement,
        _agreements,
        words("title"),
        "sessions/feed/agreement.html",
    ),
}


# ── The feed ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Asked:
    """A feed as it was asked for: the list it is of, and the query both share, which is a part of
    the feed's name and therefore the same for all who ask the same.
    """

    kind: Kind
    table: Table
    keys: Any
    query: str
    pieces: list[str]

    @property
    def page(self):
        return f"{settings.SITE_URL}{reverse(self.table.route)}{self.query}"


class FullText(Atom1Feed):
    """Atom whose entries hold their text, and that says "updated" of nothing that was not."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})

    def latest_post_date(self):
        """That of its latest entry; of an empty feed, the moment of the record's last change."""
        moments = [item["updateddate"] for item in self.items]
        moments += [] if moments else [content_version().moved_at]
        return max(filter(None, moments), default=super().latest_post_date())


class RecordFeed(Feed):
    """What changed lately of what a list finds.  Asked with what means nothing: 400 and sentences."""

    feed_type = FullText

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        table = TABLES[kwargs["name"]]
        found = table.found(request.GET)
        if notices := misunderstood(request, found.listing):
            return not_understood(request, notices, reverse(table.route))
        pieces = [piece.text for piece in applied(found.listing, request)]
        asked = Asked(
            KINDS[table.name], table, found.keys,
            # Its order is its own.
            asked_alike(request.GET, {*found.listing.filters} - {"sort"}), list(map(str, pieces)),
        )  # fmt: skip
        return super().__call__(request, asked=asked)

    def get_object(self, request, *, asked):
        return asked

    # ── What it is ───────────────────────────────────────────────────────────────────────────

    def title(self, asked):
        return cleaned(" · ".join([str(asked.table.title), *asked.pieces, _("Commission Records")]))  # fmt: skip

    def subtitle(self, asked):
        return _("What was added or changed lately, the latest first.")

    def link(self, asked):
        return asked.page

    def feed_url(self, asked):
        address = reverse("sessions:feed", args=[asked.table.name])
        return f"{settings.SITE_URL}{address}{asked.query}"

    feed_guid = feed_url

    def author_name(self):
        return _("Commission Records")

    def author_link(self):
        return settings.SITE_URL

    def feed_copyright(self):
        return settings.LICENCE or None

    # ── What is in it ────────────────────────────────────────────────────────────────────────

    def items(self, asked):
        model: Any = asked.kind.model
        rows = model.objects.published().annotate(moment=updated_moment(model))
        rows = rows.order_by("-moment", "-pk")
        found = rows.filter(pk__in=Among(list(asked.keys)))
        # Keys first: to put whole rows in order takes three times as long.
        latest = list(found.values_list("pk", flat=True)[:MOST_ENTRIES])
        entries = with_renaming(asked.kind.with_text(rows.filter(pk__in=latest)))
        for entry in entries:
            entry.kind_of_entry = asked.kind
        return entries

    def item_title(self, entry):
        return cleaned(entry.kind_of_entry.title(entry))

    def item_link(self, entry):
        return settings.SITE_URL + entry.get_absolute_url()

    def item_guid(self, entry):
        """The same in every language and at every address (RFC 4151)."""
        owner = getattr(entry, "session", entry)
        day = owner.created_at.date().isoformat()
        return f"tag:{settings.SITE_HOST},{day}:{entry._meta.model_name}/{entry.pk}"

    def item_updateddate(self, entry):
        return entry.moment

    def item_description(self, entry):
        kind = entry.kind_of_entry
        text = render_to_string(kind.template, {kind.model._meta.model_name: entry})
        return cleaned(text)


def with_renaming(rows):
    """`rows` with their `moment` at which they changed, or their commission got another name, which
    stands in what they are called.  One query more.
    """
    found = [(row, getattr(row, "session", row).commission_id) for row in rows]
    renamed = renamed_at({commission for _row, commission in found}) if found else {}
    for row, commission in found:
        row.moment = max(row.moment, renamed.get(commission, row.moment))
    return [row for row, _commission in found]


def cleaned(text):
    """`text` without the characters that no format of exchange takes."""
    return FORBIDDEN.sub("", text).strip()
