"""The sessions that the writers change: one commission, a passage each."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from commission.models import Commission
from sessions.models import Passage, Session

from . import COMMISSION, EVERYWHERE, SESSIONS, WRITERS


def make_record():
    """Make them, unless they are there."""
    get_user_model().objects.get_or_create(username=COMMISSION)
    public = {"state": "published", "publish_at": timezone.now()}
    commission, is_new = Commission.objects.get_or_create(
        slug=COMMISSION,
        defaults={"name_en": "Together", "short_name_en": "Together", **public},
    )
    for number in range(1, WRITERS * SESSIONS + 1) if is_new else ():
        session = Session.objects.create(
            commission=commission,
            number=number,
            starts_on=datetime.date(2000 + number, 5, 1),
        )
        Passage.objects.create(
            session=session, number=1, text_en=f"Here {EVERYWHERE} spoke."
        )
