"""When a record, or anything that stands on its page, was last changed."""

from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from commission.models import Agreement

from .decision import Decision
from .session import Session

# Beside its own moments, those of what a record belongs to: it is not public before that is.
RELEASED_BY: dict[type[models.Model], tuple[str, str]] = {
    Session: ("publish_at", "commission__publish_at"),
    Agreement: ("publish_at", "commission__publish_at"),
    Decision: ("session__publish_at", "session__commission__publish_at"),
}
# Since when it stands as it is, where nothing was changed that is noted here.
UNCHANGED_SINCE: dict[type[models.Model], str] = {
    Session: "updated_at",
    Agreement: "updated_at",
    Decision: "session__created_at",
}
_KINDS: dict[type[models.Model], int] = {Session: 0, Decision: 1, Agreement: 2}
_BITS = 48


class LastChange(models.Model):
    """The latest moment of one record; those that were never changed have none."""

    # The kind of record, and its primary key in the lower bits.
    place = models.BigIntegerField(primary_key=True)
    moment = models.DateTimeField()

    class Meta:
        verbose_name = "last change"
        verbose_name_plural = "last changes"

    def __str__(self):
        return f"{self.place}: {self.moment}"


def place_of_change(model: type[models.Model], pk: int) -> int:
    return _KINDS[model] << _BITS | pk


def updated_moment(model: type[models.Model]) -> Greatest:
    """For `annotate`, on public rows: the moment of the last change, or of the release if that was
    later.  No query more.
    """
    # PostgreSQL would take a number of no field's for one of 32 bits.
    kind = Value(_KINDS[model] << _BITS, models.BigIntegerField())
    place = OuterRef("pk") + kind
    noted = LastChange.objects.filter(place=place).values("moment")
    return Greatest(
        Coalesce(Subquery(noted[:1]), F(UNCHANGED_SINCE[model])),
        *RELEASED_BY[model],
    )
