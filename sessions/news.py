"""What is new in the record: published or changed lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from operator import attrgetter

from django.db.models.functions import Greatest
from django.utils.timezone import localtime

from commission.dates import date_in_words
from commission.models import Agreement, Commission
from participants.models import Organisation, Participant

from .models import Session

# Changes within this time of entering or publishing a record are part of that.
SAME_MOMENT = timedelta(hours=1)


@dataclass(frozen=True)
class News:
    """A public record and the moment it was added or, when `is_change`, last changed."""

    record: object
    kind: str
    moment: datetime
    is_change: bool

    @property
    def day(self):
        """The day of the moment, in words."""
        return date_in_words(localtime(self.moment).date())


def latest_news(count):
    """The `count` latest News, the newest first.  Five queries."""
    kinds = (
        Session.objects.select_related("commission"),
        Agreement.objects.all(),
        Commission.objects.all(),
        Participant.objects.all(),
        Organisation.objects.all(),
    )
    news = [each for records in kinds for each in _latest(records, count)]
    return nlargest(count, news, key=attrgetter("moment"))


def _latest(records, count):
    moment = Greatest("publish_at", "updated_at")
    rows = (
        records.published().annotate(moment=moment).order_by("-moment", "-pk")[:count]
    )
    return [
        News(
            record=row,
            kind=row._meta.model_name,
            moment=row.moment,
            is_change=row.updated_at - max(row.created_at, row.publish_at)
            > SAME_MOMENT,
        )
        for row in rows
    ]
