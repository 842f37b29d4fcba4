"""Which sessions a term stands in: in their own rows, or in public names joined to them."""

from django.db.models import Q

from commission.models import Agreement, is_public
from participants.models import NameVariant, Organisation, Participant

from .decision import ResponsibleBody
from .delegation import DelegationMember
from .document import Document
from .search_entry import NamesHolding, RowsHolding, SessionsHolding
from .session import Session


def holding(term):
    """The `Q` of the sessions where `term` stands.

    A person, a body or an agreement finds a session while it is public itself; whether the
    session is, the caller says (`published()`).
    """
    bodies = _bodies(term)
    answering = ResponsibleBody.objects.filter(organisation__in=bodies)
    signed = Session.agreements.through.objects.filter(agreement__in=_agreements(term))
    return (
        Q(pk__in=SessionsHolding(term))
        | Q(pk__in=_members(term, bodies).values("session"))
        | Q(pk__in=answering.values("decision__session"))
        | Q(pk__in=signed.values("session"))
    )


def passages_holding(term):
    """The `Q` of the passages where `term` stands."""
    return Q(pk__in=RowsHolding(term, "passage"))


def _names(model, term):
    return NamesHolding(term, model._meta.model_name)


def _named(model, term):
    """Public people or bodies by their own names or variants of them."""
    owner = model._meta.model_name
    variants = NameVariant.objects.filter(
        pk__in=_names(NameVariant, term), **{f"{owner}__isnull": False}
    )
    rule = Q(pk__in=_names(model, term)) | Q(pk__in=variants.values(owner))
    return model.objects.published().filter(rule).values("pk")


def _bodies(term):
    return _named(Organisation, term)


def _members(term, bodies):
    rule = (
        Q(pk__in=_names(DelegationMember, term))
        | Q(participant__in=_named(Participant, term))
        | Q(organisation__in=bodies)
    )
    return DelegationMember.objects.filter(is_public("participant__")).filter(rule)


def _agreements(term):
    papers = Document.objects.filter(pk__in=_names(Document, term))
    rule = Q(pk__in=_names(Agreement, term)) | Q(
        pk__in=papers.filter(agreement__isnull=False).values("agreement")
    )
    return Agreement.objects.published().filter(rule).values("pk")
