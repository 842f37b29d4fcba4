from .agreement import Agreement, AgreementKind, AgreementLevel
from .agreement_event import STEPS, AgreementEvent, EventKind
from .agreement_relation import AgreementRelation, RelationKind
from .agreement_status import AWAITED, AgreementStatus, EntryRule
from .area import AreaTerm, CooperationArea
from .commission import Commission, Side
from .content_version import (
    ContentVersion,
    Release,
    content_version,
    move_content_version,
    pinned,
)
from .figure import Bound, Figure, Indicator, Unit
from .noted import Change, Noted, NotedQuerySet, change_ending, writing
from .publishing import (
    Publishable,
    PublishableQuerySet,
    PublishState,
    as_at,
    is_public,
    may_see_unpublished,
)
from .register_entry import RegisterEntry
from .sign_in import SignIn, SignInOutcome
from .slug import Addressed, FormerSlug, slug_field

__all__ = [
    "AWAITED",
    "STEPS",
    "Addressed",
    "Agreement",
    "AgreementEvent",
    "AgreementKind",
    "AgreementLevel",
    "AgreementRelation",
    "AgreementStatus",
    "AreaTerm",
    "Bound",
    "Change",
    "Commission",
    "ContentVersion",
    "CooperationArea",
    "EntryRule",
    "EventKind",
    "Figure",
    "FormerSlug",
    "Indicator",
    "Noted",
    "NotedQuerySet",
    "PublishState",
    "Publishable",
    "PublishableQuerySet",
    "RegisterEntry",
    "RelationKind",
    "Release",
    "Side",
    "SignIn",
    "SignInOutcome",
    "Unit",
    "as_at",
    "change_ending",
    "content_version",
    "is_public",
    "may_see_unpublished",
    "move_content_version",
    "pinned",
    "slug_field",
    "writing",
]
