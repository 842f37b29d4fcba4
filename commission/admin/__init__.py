from . import yes_or_no  # noqa: F401 - takes the place of Django's
from .account import AccountAdmin, SignInAdmin
from .agreement import AgreementAdmin
from .area import CooperationAreaAdmin
from .commission import CommissionAdmin
from .figure import FigureAdmin, IndicatorAdmin

__all__ = [
    "AccountAdmin",
    "AgreementAdmin",
    "CommissionAdmin",
    "CooperationAreaAdmin",
    "FigureAdmin",
    "IndicatorAdmin",
    "SignInAdmin",
]
