"""Whose history this app keeps."""

from commission.models import (
    Agreement,
    AgreementEvent,
    AgreementRelation,
    AreaTerm,
    Commission,
    CooperationArea,
    Figure,
    Indicator,
    Side,
)

from .tables import keep_history


def keep() -> None:
    """Once, when django-modeltranslation has added its columns."""
    keep_history(
        Side,
        AreaTerm,
        AgreementEvent,
        AgreementRelation,
        of=(Commission, CooperationArea, Agreement, Indicator, Figure),
    )
