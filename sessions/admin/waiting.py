"""What waits at the desk: each matter is a filter of a list, and its number that of the filter's rows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.admin import AgreementAdmin, CommissionAdmin, FigureAdmin
from commission.admin.missing import CODES, texts_of
from commission.dates import moment_in_words
from commission.models import Agreement, Commission, Figure, PublishState
from participants.admin import OrganisationAdmin, ParticipantAdmin
from participants.models import Organisation, Participant
from sessions.models import Decision, Document, ErrorReport, Photo, Session, Source
from sessions.rhythm import coming_sessions

from .decision import DecisionAdmin
from .error_report import ErrorReportAdmin
from .session import SessionAdmin

# More is said to be more: nobody works through a thousand, and counting on costs time.
MOST = 1_000
# What is older is no longer waited for: the page of missing texts has all of it.
RECENT = datetime.timedelta(days=2 * 365)
DUE_WITHIN = 30
SHOWN = 5

Rows = Callable[[Any, Any], Any]


# ── Rows of each matter: (what the list has, the request) → those that wait ──────────────────


def _drafts_of_mine(rows, request):
    kind = ContentType.objects.get_for_model(rows.model)
    made = LogEntry.objects.filter(
        user=request.user.pk, content_type=kind, action_flag=ADDITION
    ).annotate(key=Cast("object_id", BigIntegerField()))
    return rows.filter(state=PublishState.DRAFT, pk__in=made.values("key"))


def _in_review(rows, request):
    return rows.filter(state=PublishState.REVIEW)


def _scheduled(rows, request):
    now = timezone.now()
    # The first condition says no more than the second, and has an index (`session_news`).
    later = rows.alias(moment=Greatest("publish_at", "updated_at")).filter(moment__gt=now)  # fmt: skip
    return later.filter(state=PublishState.PUBLISHED, publish_at__gt=now)


def _recent(rows):
    return rows.filter(starts_on__gte=timezone.localdate() - RECENT)


def _lacking_texts(rows, request):
    condition = Q()
    for _label, lacking in texts_of(admin.site.get_model_admin(rows.model)).values():
        for code in CODES:
            condition |= Q(lacking(code))
    return _recent(rows).published().filter(condition)


def _overdue(rows, request):
    return rows.overdue()


def _due_soon(rows, request):
    today = timezone.localdate().toordinal()
    return rows.open().filter(entry__owed_until__range=(today, today + DUE_WITHIN))


def _without_protocol(rows, request):
    filed = Document.objects.filter(
        session=OuterRef("pk"), kind=Document.Kind.PROTOCOL, files__isnull=False
    )
    held = _recent(rows).filter(starts_on__lte=timezone.localdate(), called_off=False)
    return held.filter(~Exists(filed))


def _photos_without_words(rows, request):
    return rows.filter(pk__in=Photo.objects.without_alt().values("session"))


def _in_doubt(rows, request):
    doubted = Q()
    for code in CODES:
        doubted |= Q(**{f"doubt_{code}__gt": ""})
    sources = Source.objects.filter(doubted)
    name = {Session: "session", Agreement: "agreement", Figure: "figure"}[rows.model]
    own = Q(pk__in=sources.filter(**{f"{name}__isnull": False}).values(name))
    if rows.model is Session:
        of_decisions = sources.filter(decision__isnull=False)
        own |= Q(pk__in=of_decisions.values("decision__session"))
    return rows.filter(own)


def _near(request):
    """Asked for once a page."""
    if not hasattr(request, "coming_sessions"):
        request.coming_sessions = coming_sessions(timezone.localdate())
    return request.coming_sessions


def _meeting_soon(rows, request):
    near = _near(request)
    return rows.filter(pk__in=[each.commission for each in near[:MOST]])


def _open_reports(rows, request):
    return rows.open()


@dataclass(frozen=True)
class Matter:
    """`name` is the filter's value in the address of a list; `kinds` the lists that have it."""

    name: str
    title: Any
    kinds: tuple[Any, ...]
    rows: Rows


RECORDS = (Session, Agreement, Participant, Organisation)
GROUPS = [
    (
        _("On its way out"),
        [
            Matter("mine", _("Drafts of mine"), RECORDS, _drafts_of_mine),
            Matter("review", _("To review"), RECORDS, _in_review),
            Matter("scheduled", _("Scheduled releases"), (Session,), _scheduled),
        ],
    ),
    (
        _("What is ahead"),
        [
            Matter("next", _("Commissions that meet soon"), (Commission,), _meeting_soon),
            Matter("overdue", _("Decisions overdue"), (Decision,), _overdue),
            Matter("due", _("Decisions due within 30 days"), (Decision,), _due_soon),
        ],
    ),
    (
        _("To complete"),
        [
            Matter("reports", _("Errors that readers report"), (ErrorReport,), _open_reports),
            Matter("alt", _("Photos without a description"), (Session,), _photos_without_words),
            Matter("protocol", _("Sessions of two years without a protocol's file"), (Session,), _without_protocol),
            Matter("texts", _("Sessions of two years that lack a translation"), (Session,), _lacking_texts),
            Matter("doubt", _("Sources in doubt or conflict"), (Session, Agreement, Figure), _in_doubt),
        ],
    ),
]  # fmt: skip


class WaitsFilter(admin.SimpleListFilter):
    """`?waits=overdue`: the rows that the desk's first page counts."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(matter.name, matter.title) for matter in self._of(model_admin.model)]

    def queryset(self, request, queryset):
        for matter in self._of(queryset.model):
            if matter.name == self.value():
                return matter.rows(queryset, request)
        return queryset

    def _of(self, model):
        return [m for _group, matters in GROUPS for m in matters if model in m.kinds]  # fmt: skip


for page in (SessionAdmin, DecisionAdmin, CommissionAdmin, AgreementAdmin, FigureAdmin,
             ParticipantAdmin, OrganisationAdmin, ErrorReportAdmin):  # fmt: skip
    page.list_filter = [*page.list_filter, WaitsFilter]


# ── The desk's first page ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Count:
    """How many rows of a list wait, and the list; `is_more` when it stopped counting."""

    kind: str
    number: int
    is_more: bool
    url: str


@dataclass(frozen=True)
class Waiting:
    """A matter with what waits of each kind; `nearest` are (words, address, when or why)."""

    name: str
    title: Any
    counts: list[Count]
    nearest: list[tuple[str, str, str]] = field(default_factory=list)
    is_of_many_kinds: bool = False


def waiting(request: Any) -> list[tuple[Any, list[Waiting]]]:
    """[(group, what waits in it)] of what the person who is signed in may see, in the order of the desk.

    One query for each kind of a matter, one for its nearest where it names them, two for the rhythm
    of commissions; no more for more rows.
    """
    return [
        (group, [each for matter in matters if (each := _waiting(matter, request))])
        for group, matters in GROUPS
    ]


def _waiting(matter, request):
    counts, found = [], None
    for model in matter.kinds:
        page = admin.site.get_model_admin(model)
        if page.has_view_permission(request):
            found = matter.rows(page.get_queryset(request), request)
            counts.append(_count(matter, model, found))
    counts = [count for count in counts if count.number]
    if not counts:
        return None
    nearest = NEAREST.get(matter.name)
    return Waiting(
        matter.name, matter.title, counts, nearest(found, request) if nearest else []
    )


def _count(matter, model, found):
    number = found.order_by().values("pk")[: MOST + 1].count()
    address = f"{_address(model, 'changelist')}?waits={matter.name}"
    name = capfirst(model._meta.verbose_name_plural)
    return Count(name, min(number, MOST), number > MOST, address)


def _address(model, what, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)  # fmt: skip


def _next_releases(sessions, request):
    return [
        (str(session), _address(Session, "change", session.pk), moment_in_words(session.publish_at))
        for session in sessions.order_by("publish_at", "pk")[:SHOWN]
    ]  # fmt: skip


def _next_meetings(commissions, request):
    names = {row.pk: str(row) for row in commissions.order_by()}
    near = _near(request)
    return [
        (names[each.commission], _address(Commission, "change", each.commission), each.rule)
        for each in [each for each in near if each.commission in names][:SHOWN]
    ]  # fmt: skip


NEAREST = {"scheduled": _next_releases, "next": _next_meetings}
