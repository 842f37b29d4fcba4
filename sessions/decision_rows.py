"""Rows of the list of decisions."""

from django.utils import timezone
from modeltranslation.utils import get_translation_fields

from commission.prepared import Prepared, answers_to

from .models import Decision, ResponsibleBody
from .models.record import grouped, keep
from .models.session import SHOWN, in_order_of

_SHOWN = [
    *("number", "due_on", "due_precision", "entry"),
    *get_translation_fields("text"),
    *(f"session__{name}" for name in SHOWN),
]
_OF_BODY = [
    f"organisation__{name}"
    for name in ("slug", "state", "publish_at", *get_translation_fields("name"))
]
_CARDS = Prepared(
    lambda pks, now: (
        Decision.objects.rewrite(False)
        .published(at=now)
        .filter(pk__in=pks)
        .select_related("session__commission", "entry")
        .only(*_SHOWN)
        .order_by()
    )
)
_BODIES = Prepared(
    lambda pks: (
        ResponsibleBody.objects.filter(decision__pk__in=pks)
        .select_related("organisation")
        .only("decision", "side", *_OF_BODY)
        .order_by("side__order", "pk")
    )
)


def rows_of(pks: list[int]) -> list[Decision]:
    """The public ones of the decisions with the primary keys `pks`, in that order, with what the
    table shows: session, commission, entry, and the bodies that are public.  Two queries.
    """
    now = timezone.now()
    cards, bodies = answers_to(
        (_CARDS, {"pks": pks, "now": now}), (_BODIES, {"pks": pks})
    )
    public = [body for body in bodies if body.organisation.is_public_at(now)]
    of_decisions = grouped(public, "decision_id")
    for decision in cards:
        keep(decision, "responsible_bodies", of_decisions[decision.pk])
    return in_order_of(pks, cards)
