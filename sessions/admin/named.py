"""Who and what a session names, to be published with it."""

from django.db.models import Q

from commission.models import Agreement, Commission, CooperationArea
from participants.models import Organisation, Participant


def drafts_named_in(sessions):
    """Commissions, people, organisations, areas and agreements that `sessions` name and that are
    not public themselves, each once.  Five queries.
    """
    return [
        each
        for rows in _named_in([session.pk for session in sessions])
        for each in rows.distinct()
        if not each.is_published
    ]


def _named_in(keys):
    areas = Q(pk__in=[])
    for rows in ("passages", "agenda_items", "decisions"):
        areas |= Q(**{f"{rows}__session__in": keys}) | Q(
            **{f"sectors__{rows}__session__in": keys}
        )
    return (
        Commission.objects.filter(sessions__in=keys),
        CooperationArea.objects.filter(areas),
        Participant.objects.filter(delegation_members__session__in=keys),
        Organisation.objects.filter(
            Q(delegation_members__session__in=keys)
            | Q(responsible_bodies__decision__session__in=keys)
        ),
        Agreement.objects.filter(sessions__in=keys),
    )
