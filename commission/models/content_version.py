"""The number that moves with every change of the record.

One row, moved in the transaction of the change: whoever reads the number they know has missed
nothing.  Its lock makes writers take turns, each from its first row on, so that no two of them
ever wait for each other.
"""

import datetime
from typing import NamedTuple

from django.db import connections, models
from django.utils import timezone


class Version(NamedTuple):
    """What a page is made from: the number of the latest change, and the moment it was made."""

    number: int
    moved_at: datetime.datetime | None


NONE_YET = Version(0, None)


class ContentVersion(models.Model):
    """The one row; a record that nobody ever wrote has none."""

    number = models.BigIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = "content version"
        verbose_name_plural = "content versions"

    def __str__(self):
        return str(self.number)


TABLE = ContentVersion._meta.db_table
_MOVE = f"""
INSERT INTO {TABLE} (id, number, moved_at) VALUES (1, 1, %s)
ON CONFLICT (id) DO UPDATE SET number = {TABLE}.number + 1, moved_at = excluded.moved_at
RETURNING number
"""


def content_version(using: str = "default") -> Version:
    """The version that the database stands at.  One query."""
    rows = ContentVersion.objects.using(using).values_list("number", "moved_at")
    return next((Version(*row) for row in rows), NONE_YET)


def move_content_version(using: str = "default") -> int:
    """Say that the record changes, and give the new number.  One query, which waits for writers."""
    connection = connections[using]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [now])
        return cursor.fetchone()[0]
