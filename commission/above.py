"""Reading upward: rows of a higher app that point at the lower one's, without importing it."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def above(accessor):
    """The QuerySet of all rows that reach a model by a reverse accessor: `above(Side.follow_ups)`.

    It carries the words of the higher app's QuerySet, as the related manager does.  No query.
    """
    return accessor.rel.related_model.objects.all()


def number_above(rows, owner, of="pk"):
    """For `annotate`: how many of `rows` point at the row by their field `owner`, distinct by `of`.

    A subquery for each row shown, so that a page of a long list counts for that page alone.
    """
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(
        Subquery(mine.annotate(number=Count(of, distinct=True)).values("number")), 0
    )
