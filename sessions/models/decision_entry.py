"""What became of each decision, and what it is counted by: facts of the record on one narrow row.

Its statuses come from the follow-ups by `DecisionQuerySet.with_status()`; nothing here depends on
the day or the moment it is read.  Lists count the rows in memory (`sessions/decision_register.py`),
pages read the one beside the decision they show.
"""

from django.db import models

from .decision import Decision, DecisionStatus


class DecisionEntry(models.Model):
    """The facts of one decision; one without a session stands for a decision that is gone.

    Days are `toordinal()`, moments microseconds since 1970.  `public_from` is when the session and
    its commission are both public, `carried_from` when a decision that continues this one is; None
    while they are not.  `stated_day` is that of the latest statement.  `owed_until` is the last day
    of the due date's span, None without a due date and once the decision is finished.  `areas` are
    primary keys, `answering` pairs of a side's country and an organisation ("KZ:17 TM:4"), public
    or not.
    """

    decision = models.OneToOneField(
        Decision,
        models.DO_NOTHING,
        primary_key=True,
        related_name="entry",
        db_constraint=False,
    )
    version = models.BigIntegerField()
    public_from = models.BigIntegerField(null=True, blank=True)
    session_id = models.BigIntegerField(null=True, blank=True)
    commission_id = models.BigIntegerField(null=True, blank=True)
    session_day = models.IntegerField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=DecisionStatus.choices, blank=True)
    sides_differ = models.BooleanField(default=False)
    stated_day = models.IntegerField(null=True, blank=True)
    due_day = models.IntegerField(null=True, blank=True)
    owed_until = models.IntegerField(null=True, blank=True)
    continues_id = models.BigIntegerField(null=True, blank=True)
    carried_from = models.BigIntegerField(null=True, blank=True)
    areas = models.TextField(blank=True)
    answering = models.TextField(blank=True)

    class Meta:
        verbose_name = "entry of a decision"
        verbose_name_plural = "entries of decisions"
        indexes = [
            # What a process has not seen yet.
            models.Index(fields=["version"], name="decision_entry_version"),
            # What became of a commission's decisions between two sessions.
            models.Index(
                fields=["commission_id", "session_day"],
                name="decision_entry_in_sequence",
            ),
            # What continues a decision.
            models.Index(fields=["continues_id"], name="decision_entry_continues"),
            # The admin's list by status.
            models.Index(fields=["status"], name="decision_entry_status"),
        ]

    def __str__(self):
        return f"decision {self.pk}"
