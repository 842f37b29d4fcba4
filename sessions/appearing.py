"""Keeps in which sessions people and bodies appear in line with the record, change by change."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from commission.models import Change, change_ending

from .models import Appearance, Decision, DelegationMember, ResponsibleBody
from .models.appearance import packed

# (person, body): one of them may be None.
Pair = tuple[int | None, int | None]


def appearances_of(
    people: Collection[int], bodies: Collection[int], using: str
) -> dict[Pair, bytes]:
    """Where these people sat, and for what these bodies answer, as the rows say.  Two queries."""
    found: dict[Pair, set[int]] = defaultdict(set)
    members = DelegationMember._base_manager.using(using).filter(participant__in=people)
    for person, body, session in members.values_list(
        "participant", "organisation", "session"
    ):
        found[person, body].add(session)
    answering = ResponsibleBody._base_manager.using(using).filter(
        organisation__in=bodies
    )
    for body, session in answering.values_list("organisation", "decision__session"):
        found[None, body].add(session)
    return {pair: packed(sessions) for pair, sessions in found.items()}


def of_people(people: Collection[int]) -> Q:
    """The appearances that `appearances_of` gives for people."""
    return Q(participant__in=people)


def of_bodies(bodies: Collection[int]) -> Q:
    """The appearances that `appearances_of` gives for bodies."""
    return Q(participant=None, organisation__in=bodies)


def write_appearances(
    people: Collection[int], bodies: Collection[int], using: str
) -> None:
    """Make these people's and bodies' appearances anew.  Four queries."""
    kept = Appearance.objects.using(using)
    kept.filter(of_people(people) | of_bodies(bodies)).delete()
    kept.bulk_create(
        [
            Appearance(participant_id=person, organisation_id=body, sessions=sessions)
            for (person, body), sessions in appearances_of(
                people, bodies, using
            ).items()
        ],
        batch_size=500,
    )


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _follow(sender: Any, change: Change, **kwargs: Any) -> None:
    columns = ("participant", "organisation", "session")
    people = _named(change, DelegationMember, "participant_id", columns)
    bodies = _named(
        change, ResponsibleBody, "organisation_id", ("organisation", "decision")
    )
    if decisions := change.rows_of(Decision, ("session",)):
        rows = ResponsibleBody._base_manager.using(change.using)
        moved = rows.filter(decision__in=decisions)
        bodies |= set(moved.values_list("organisation", flat=True))
    if people or bodies:
        write_appearances(people, bodies, change.using)


def _named(change, model, column, columns):
    """Whom the rows of a model name that a change touched in any of `columns`, or named before."""
    rows = [*change.rows_of(model, columns), *change.gone.get(model, {}).values()]
    before = change.former.get(model, ()) if rows else ()
    return {getattr(row, column) for row in rows} | {row[column] for row in before}


def keep_in_line() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_follow, sender=Change, dispatch_uid="appearances")
