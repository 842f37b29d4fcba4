"""Where facts come from, on the page of whatever the source vouches for."""

from commission.admin import AgreementAdmin, CommissionAdmin, FigureAdmin
from commission.admin.rows import Rows
from participants.admin import ParticipantAdmin
from sessions.models import Source

from .decision import DecisionAdmin


class SourceRows(Rows):
    model = Source
    number_field = "order"
    fields = [
        ("publisher", "address"),
        "title",
        ("published_on", "published_precision"),
        "doubt",
    ]


for page in (
    AgreementAdmin,
    CommissionAdmin,
    DecisionAdmin,
    FigureAdmin,
    ParticipantAdmin,
):
    page.inlines.append(SourceRows)
