from .decision import DecisionAdmin
from .delegation import MemberRows
from .document import DocumentRows
from .follower import FollowerAdmin
from .passage import AgendaRows, PassageRows
from .photo import PhotoRows
from .session import SessionAdmin
from .source import SourceRows

__all__ = [
    "AgendaRows",
    "DecisionAdmin",
    "DocumentRows",
    "FollowerAdmin",
    "MemberRows",
    "PassageRows",
    "PhotoRows",
    "SessionAdmin",
    "SourceRows",
]
