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
    latest_version,
    move_content_version,
    pinned,
    take_turn,
)
from .figure import Bound, Figure, Indicator, Unit
from .kept_form import KeptForm
from .noted import Change, Noted, NotedQuerySet, change_ending, writing
from .publishing import (
    Publishable,
    PublishableQuerySet,
    PublishState,
    is_public,
    may_see_unpublished,
)
from .recorded_change import ChangedRecord, Reason, RecordedChange, What
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
    "ChangedRecord",
    "Commission",
    "ContentVersion",
    "CooperationArea",
    "EntryRule",
    "EventKind",
    "Figure",
    "FormerSlug",
    "Indicator",
    "KeptForm",
    "Noted",
    "NotedQuerySet",
    "PublishState",
    "Publishable",
    "PublishableQuerySet",
    "Reason",
    "RecordedChange",
    "RegisterEntry",
    "RelationKind",
    "Release",
    "Side",
    "SignIn",
    "SignInOutcome",
    "Unit",
    "What",
    "change_ending",
    "content_version",
    "is_public",
    "latest_version",
    "may_see_unpublished",
    "move_content_version",
    "pinned",
    "slug_field",
    "take_turn",
    "writing",
]
