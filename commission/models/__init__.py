from .agreement import Agreement, AgreementKind, AgreementLevel
from .area import AreaTerm, CooperationArea
from .commission import Commission, Side
from .figure import Bound, Figure, Indicator, Unit
from .noted import Noted, NotedQuerySet, rows_written
from .publishing import (
    Publishable,
    PublishableQuerySet,
    PublishState,
    is_public,
    may_see_unpublished,
)
from .slug import Addressed, FormerSlug, slug_field

__all__ = [
    "Addressed",
    "Agreement",
    "AgreementKind",
    "AgreementLevel",
    "AreaTerm",
    "Bound",
    "Commission",
    "CooperationArea",
    "Figure",
    "FormerSlug",
    "Indicator",
    "Noted",
    "NotedQuerySet",
    "PublishState",
    "Publishable",
    "PublishableQuerySet",
    "Side",
    "Unit",
    "is_public",
    "may_see_unpublished",
    "rows_written",
    "slug_field",
]
