from .agenda import AgendaItem
from .appearance import Appearance
from .decision import Decision, DecisionStatus, FollowUp, ResponsibleBody
from .decision_entry import DecisionEntry
from .delegation import DelegationMember, DelegationRole
from .digest import RecordDigest, SessionDigest
from .document import Document, DocumentFile
from .dropped_file import DroppedFile
from .error_report import ErrorReport, ReportState
from .follower import FollowedKind, Follower, OutgoingMail, Rhythm
from .known_word import KnownWord
from .last_change import LastChange
from .passage import Passage
from .photo import Photo
from .session import Session, SessionFormat, SessionKind
from .source import Source
from .suggestion import Suggestion

__all__ = [
    "AgendaItem",
    "Appearance",
    "Decision",
    "DecisionEntry",
    "DecisionStatus",
    "DelegationMember",
    "DelegationRole",
    "Document",
    "DocumentFile",
    "DroppedFile",
    "ErrorReport",
    "FollowUp",
    "FollowedKind",
    "Follower",
    "KnownWord",
    "LastChange",
    "OutgoingMail",
    "Passage",
    "Photo",
    "RecordDigest",
    "ReportState",
    "ResponsibleBody",
    "Rhythm",
    "Session",
    "SessionDigest",
    "SessionFormat",
    "SessionKind",
    "Source",
    "Suggestion",
]
