from .agenda import AgendaItem
from .decision import Decision, DecisionStatus, FollowUp, ResponsibleBody
from .delegation import DelegationMember, DelegationRole
from .document import Document, DocumentFile
from .passage import Passage
from .photo import Photo
from .search_entry import SearchEntry
from .session import Session, SessionFormat, SessionKind
from .source import Source

__all__ = [
    "AgendaItem",
    "Decision",
    "DecisionStatus",
    "DelegationMember",
    "DelegationRole",
    "Document",
    "DocumentFile",
    "FollowUp",
    "Passage",
    "Photo",
    "ResponsibleBody",
    "SearchEntry",
    "Session",
    "SessionFormat",
    "SessionKind",
    "Source",
]
