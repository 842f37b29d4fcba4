"""What lists and their facets are counted from: the facts of each session on one narrow row.

Every process keeps them in memory (`commission/register.py`) and asks this table only for what
changed: `version` is the content version that wrote the row.
"""

import datetime

from django.db import models

# Between the spellings of a place, one for each of settings.LANGUAGES.
BETWEEN = "\t"
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)


def microseconds(moment: datetime.datetime) -> int:
    """An aware moment as the entries keep it: exact, and quick to compare."""
    return (moment - EPOCH) // MICROSECOND


class RegisterEntry(models.Model):
    """The facts of one session; one without a date stands for a session that is gone.

    `public_from` is the microsecond since 1970 from which the session and its commission are both
    public, None while either is not.  `day` is the date's `toordinal()`.  `areas` are the primary
    keys of all areas that the session's passages, agenda and decisions carry, public or not.
    `report` is its report in outline, "812:1:3,17 813:2:": of each passage, in their order, the primary
    key, the number and the areas; None until the entry is made anew after the migration that brought it.
    """

    session_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()
    public_from = models.BigIntegerField(null=True, blank=True)
    day = models.IntegerField(null=True, blank=True)
    commission_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=13, blank=True)
    place = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    called_off = models.BooleanField(default=False)
    report = models.TextField(null=True, blank=True)  # noqa: DJ001 - see above

    class Meta:
        verbose_name = "register entry"
        verbose_name_plural = "register entries"
        indexes = [
            # What a process has not seen yet.
            models.Index(fields=["version"], name="register_entry_version"),
        ]

    def __str__(self):
        return f"session {self.session_id}"
