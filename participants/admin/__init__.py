from .organisation import OrganisationAdmin
from .participant import ParticipantAdmin
from .signature import SignatureRows

__all__ = ["OrganisationAdmin", "ParticipantAdmin", "SignatureRows"]
