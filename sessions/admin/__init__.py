from .decision import DecisionAdmin
from .delegation import MemberRows
from .document import DocumentRows
from .error_report import ErrorReportAdmin
from .follower import FollowerAdmin
from .passage import AgendaRows, PassageRows
from .photo import PhotoRows
from .session import SessionAdmin
from .source import SourceRows
from .waiting import WaitsFilter

__all__ = [
    "AgendaRows",
    "DecisionAdmin",
    "DocumentRows",
    "ErrorReportAdmin",
    "FollowerAdmin",
    "MemberRows",
    "PassageRows",
    "PhotoRows",
    "SessionAdmin",
    "SourceRows",
    "WaitsFilter",
]
