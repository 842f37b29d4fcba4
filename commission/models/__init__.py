from .agreement import Agreement, AgreementKind, AgreementLevel
from .agreement_event import STEPS, AgreementEvent, EventKind
from .agreement_relation import AgreementRelation, RelationKind
from .agreement_status import AWAITED, AgreementStatus, EntryRule
from .area import AreaTerm, CooperationArea
from .binding import Binding
from .commission import Commission, Side
from .content_version import (
    ContentVersion,
    Release,
    content_version,
    latest_version,
    move_content_version,
    move_names,
    pinned,
    take_turn,
)
from .correction import (
    Correction,
    corrections_of,
    load_corrections,
    publishable_models,
    with_records,
)
from .figure import Bound, Figure, Indicator, Unit
from .kept_form import KeptForm
from .noted import Change, Noted, NotedQuerySet, change_ending, writing
from .of_record import naming
from .preview_link import PreviewLink
from .publishing import (
    Publishable,
    PublishableQuerySet,
    PublishState,
    as_at,
    is_public,
)
from .reach import bound_to, commission_paths, leading_to_own, may_touch, reach, reaches
from .reader import LinkReader, may_see_unpublished, seen_by, sees
from .recorded_change import ChangedRecord, Reason, RecordedChange, What
from .register_entry import RegisterEntry
from .sign_in import SignIn, SignInOutcome
from .slug import Addressed, FormerSlug, slug_field
from .step import Step, StepKind

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
    "Binding",
    "Bound",
    "Change",
    "ChangedRecord",
    "Commission",
    "ContentVersion",
    "CooperationArea",
    "Correction",
    "EntryRule",
    "EventKind",
    "Figure",
    "FormerSlug",
    "Indicator",
    "KeptForm",
    "LinkReader",
    "Noted",
    "NotedQuerySet",
    "PreviewLink",
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
    "Step",
    "StepKind",
    "Unit",
    "What",
    "as_at",
    "bound_to",
    "change_ending",
    "commission_paths",
    "content_version",
    "corrections_of",
    "is_public",
    "latest_version",
    "leading_to_own",
    "load_corrections",
    "may_see_unpublished",
    "may_touch",
    "move_content_version",
    "move_names",
    "naming",
    "pinned",
    "publishable_models",
    "reach",
    "reaches",
    "seen_by",
    "sees",
    "slug_field",
    "take_turn",
    "with_records",
    "writing",
]
