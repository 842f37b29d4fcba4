from .name_variant import NameVariant
from .organisation import Organisation, OrganisationKind
from .participant import Participant
from .position import Position
from .signature import Signature

__all__ = [
    "NameVariant",
    "Organisation",
    "OrganisationKind",
    "Participant",
    "Position",
    "Signature",
]
