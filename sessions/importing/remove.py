"""Takes the records that files describe out of the database again."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from commission.models import (
    Agreement,
    AgreementRelation,
    Commission,
    CooperationArea,
    Figure,
    Indicator,
    Reason,
    writing,
)
from participants.models import Organisation, Participant
from sessions.models import Decision, Session

from .records import Records


def remove_records(records: Records) -> int:
    """Remove what `records` name, with all that hangs on it; the number of rows that went.

    All or nothing: raises ProtectedError where something else in the record needs one of them.
    """
    commissions = Commission.objects.filter(slug__in=_slugs(records.commissions))
    agreements = Agreement.objects.filter(commission__in=commissions)
    decisions = Decision.objects.filter(session__commission__in=commissions)
    # Whatever refers to something goes before it; sectors before their spheres.
    going: list[models.QuerySet[Any]] = [
        Session.objects.filter(commission__in=commissions),
        AgreementRelation.objects.filter(agreement__in=agreements),
        agreements,
        Figure.objects.filter(commission__in=commissions),
        commissions,
        Participant.objects.filter(slug__in=_slugs(records.participants)),
        Organisation.objects.filter(slug__in=_slugs(records.organisations)),
        Indicator.objects.filter(slug__in=_slugs(records.indicators)),
        _areas(records).exclude(parent=None),
        _areas(records),
    ]
    with writing(savepoint=True) as change:
        change.told(reason=Reason.REMOVED)
        decisions.update(continues=None)
        return sum(rows.delete()[0] for rows in going)


def _areas(records):
    return CooperationArea.objects.filter(slug__in=_slugs(records.areas))


def _slugs(records: Iterable[Any]) -> list[str]:
    return [each.slug for each in records]
