"""Notes when sessions, decisions and agreements change, or what stands on their pages."""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from commission.made_rows import put_rows
from commission.models import Agreement, Change, change_ending

from .models import Decision, LastChange, Session
from .models.last_change import place_of_change

# What a row that stands on the page of a record calls it.
OWNERS: dict[type[Model], str] = {
    Session: "session_id",
    Decision: "decision_id",
    Agreement: "agreement_id",
}


def _note(sender: Any, change: Change, **kwargs: Any) -> None:
    """One query where the change touched any records, and one where any are gone."""
    gone = _places(change.gone)
    if gone:
        LastChange.objects.using(change.using).filter(place__in=gone).delete()
    moment = timezone.now()
    put_rows(
        [LastChange(place=place, moment=moment) for place in _touched(change) - gone],
        change.using,
        replacing=True,
    )


def _places(rows):
    """Places of the records themselves, of rows by model and primary key."""
    return {place_of_change(model, pk) for model in OWNERS for pk in rows.get(model, ())}  # fmt: skip


def _touched(change):
    """Places of the records that were written, and of those on whose pages rows were written or lost.

    What was made by this change itself says when.
    """
    new = {place_of_change(model, pk) for model in (Session, Agreement) for pk in change.new.get(model, ())}  # fmt: skip
    owners = {
        place_of_change(model, owner)
        for rows in (*change.written.values(), *change.gone.values())
        for row in rows.values()
        for model, key in OWNERS.items()
        if (owner := getattr(row, key, None))
    }
    return (owners | _places(change.written)) - new


def note_last_changes() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_note, sender=Change, dispatch_uid="last changes")
