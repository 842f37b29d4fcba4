"""What can be followed by mail: the whole record or what a list finds, by sector or commission; one decision.

A list is asked by its own filters, and what changed of it is what its feed says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from commission.among import Among
from commission.applied import Piece, applied
from commission.parameter_names import refused_names
from sessions.addresses import find_session
from sessions.api.resource import PUBLIC
from sessions.feeds import KINDS
from sessions.models import Decision, FollowedKind
from sessions.models.last_change import RELEASED_BY, updated_moment
from sessions.tables import TABLES

from .differences import differences_of, period_between, touched

# What of the whole record may be asked: what all of its lists understand.
OF_ALL_LISTS = ("area", "commission")
MOST_LETTERS = 1000
# Of each list, in one letter.
MOST_ENTRIES = 30
DECISION = re.compile(r"([\w-]+)/([\w-]+)/([0-9]{1,6})")


class NotUnderstoodError(Exception):
    """What is asked means nothing, or not any more: `notices` are sentences that say what of it."""

    def __init__(self, notices):
        super().__init__(*notices)
        self.notices = notices


class Changes(NamedTuple):
    """What changed of a list: the latest of its rows, as the list's feed has them, and the number of all.

    A row has `is_new` where it was added or released meanwhile, and otherwise its `differences`.
    """

    name: str
    rows: list[Any]
    number: int


@dataclass(frozen=True)
class Followed:
    """Something to follow: as a follower keeps it (`kind`, `query`), what it is called and the address
    of its page in the active language; `keys` of what each of its lists finds, None for all of it.
    """

    kind: str
    query: str
    title: str
    page: str
    keys: dict[str, Any]
    # What the title is made of, for pages that say in which language each piece is.
    heading: Any = ""
    pieces: Sequence[Piece] = ()
    decision: Decision | None = None

    def changes(self, *, after, until):
        """Changes of each list: what is public and was changed or released after one moment and until another.

        What is new in it is told as it is now; what changes after `until` is told the next time.
        """
        period = period_between(after, until)
        lists = [self._changed(name, period) for name in self.keys]
        told = {row.pk for each in lists if each.name == "decisions" for row in each.rows}  # fmt: skip
        for row in (row for each in lists if each.name == "sessions" for row in each.rows):  # fmt: skip
            if row.differences:
                row.differences.leave_out(told)
        return lists

    def _changed(self, name, period):
        """However much it is, only what a letter names is read."""
        kind = KINDS[name]
        model: Any = kind.model
        rows = model.objects.published(at=period.until)
        if self.keys[name] is not None:
            rows = rows.filter(pk__in=Among(list(self.keys[name])))
        if self.kind == FollowedKind.RECORD and model is Decision:
            # A session that is new tells of its decisions itself.
            rows = rows.exclude(_released(model, moment__gt=period.after))
        rows = rows.annotate(moment=updated_moment(model)).filter(
            Q(moment__lte=period.until) | _meanwhile(model, period),
            moment__gt=period.after,
        )
        number = rows.count()
        latest = kind.with_text(rows.order_by("-moment", "-pk"))[:MOST_ENTRIES]
        told = list(latest) if number else []
        self._compare(model, told, period)
        return Changes(name, told, number)

    def _compare(self, model, rows, period):
        known = [row for row in rows if _released_at(row) <= period.after]
        areas = [piece.record for piece in self.pieces if piece.name == "area"]
        found = differences_of(model, known, period, areas)
        for row in rows:
            row.differences = found.get(row.pk)
            row.is_new = row.differences is None


def _meanwhile(model, period):
    """Changed or released in the period, and changed again since: only the latest moment is noted."""
    return touched(model, period) | _released(
        model, moment__gt=period.after, moment__lte=period.until
    )


def _released(model, **within):
    """Rows that were entered or released at a moment of which `within` is true; a decision comes
    with its session.
    """
    own = "session__created_at" if model is Decision else "created_at"
    return reduce(or_, (
        Q(**{name.replace("moment", moment): value for name, value in within.items()})
        for moment in (own, *RELEASED_BY[model])
    ))  # fmt: skip


def _released_at(row):
    """When it came to be public; a decision comes with its session."""
    moments = [getattr(row, "session", row).created_at]
    for path in RELEASED_BY[type(row)]:
        owner = row
        for name in path.split("__"):
            owner = getattr(owner, name)
        moments.append(owner)
    return max(moments)


# ── As readers ask for it ────────────────────────────────────────────────────────────────────


def asked_for(parameters: QueryDict) -> Followed:
    """What the parameters of `/follow/` ask to follow: `list` and its filters, or `decision`.

    Raises Http404 where there is no such decision or list, NotUnderstoodError where a filter, or the
    name of one, means nothing.
    """
    if decision := parameters.get("decision"):
        _refuse_names(parameters, ["decision"])
        return _decision(_find_decision(decision))
    kind = parameters.get("list") or FollowedKind.RECORD
    if kind not in (FollowedKind.RECORD, *KINDS):
        raise Http404
    _refuse_names(parameters, ["list", *_filters_of(kind)])
    return followed(kind, _kept_of(kind, parameters))


def _refuse_names(parameters, known):
    """`sent` is the page's own, once somebody asked."""
    asked = [name for name in parameters if name not in ("sent", "sort")]
    if refused := refused_names(asked, known):
        raise NotUnderstoodError(refused)


def _kept_of(kind, parameters):
    """Of the parameters those that narrow, in an order of their own: what is the same is followed once."""
    kept = QueryDict(mutable=True)
    for name in sorted(set(parameters) & set(_filters_of(kind)) - {"sort"}):
        kept.setlist(name, sorted({each for each in parameters.getlist(name) if each}))
    query = kept.urlencode()
    if len(query) > MOST_LETTERS:
        raise NotUnderstoodError(
            [_("This asks for too much to be followed: choose less.")]
        )
    return query


def _filters_of(kind):
    if kind == FollowedKind.RECORD:
        return OF_ALL_LISTS
    return TABLES[kind].found(QueryDict()).listing.filters


def _find_decision(address):
    match = DECISION.fullmatch(address)
    if not match:
        raise Http404
    commission, key, number = match.groups()
    session = find_session(PUBLIC, commission, key)
    return get_object_or_404(Decision.objects.published(), session=session, number=int(number))  # fmt: skip


# ── As a follower keeps it ───────────────────────────────────────────────────────────────────


def followed(kind: str, query: str) -> Followed:
    """What a follower keeps, in the active language.

    Raises NotUnderstoodError when it is no longer public, so that a filter that has lost its meaning
    never widens what is told.
    """
    if kind == FollowedKind.DECISION:
        decision = Decision.objects.published().filter(pk=query).first()
        if decision is None:
            raise NotUnderstoodError([_("This decision is not public any more.")])
        return _decision(decision)
    names = KINDS if kind == FollowedKind.RECORD else [kind]
    found = {name: TABLES[name].found(QueryDict(query)) for name in names}
    first = next(iter(found.values()))
    if first.notices:
        raise NotUnderstoodError(first.notices)
    keys = {name: each.keys if query else None for name, each in found.items()}
    pieces = applied(first.listing, SimpleNamespace(GET=QueryDict(query)))
    heading = "" if kind == FollowedKind.RECORD else TABLES[kind].title
    if not pieces:
        heading = heading or _("The whole record")
    title = " · ".join(filter(None, [str(heading), *(str(each.text) for each in pieces)]))  # fmt: skip
    return Followed(kind, query, title, _page(kind, query), keys, heading, pieces)


def _decision(decision):
    [decision] = Decision.objects.with_card().filter(pk=decision.pk)
    return Followed(
        FollowedKind.DECISION,
        str(decision.pk),
        KINDS["decisions"].title(decision),
        decision.get_absolute_url(),
        {"decisions": [decision.pk]},
        decision=decision,
    )


def _page(kind, query):
    """Of one sector or one commission its own page, of all else the list."""
    asked = QueryDict(query)
    named = [(name, slug) for name in asked for slug in asked.getlist(name)]
    if kind == FollowedKind.RECORD and len(named) == 1:
        [(name, slug)] = named
        return reverse(f"commission:{name}-detail", args=[slug])
    route = TABLES[FollowedKind.SESSIONS if kind == FollowedKind.RECORD else kind].route
    if kind == FollowedKind.RECORD and not named:
        return reverse("sessions:home")
    return f"{reverse(route)}{'?' if query else ''}{query}"
