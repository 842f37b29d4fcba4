"""Keeps in which sessions people and bodies appear in line with the record, change by change."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from commission.among import Among
from commission.models import Change, change_ending

from .models import Appearance, Decision, DelegationMember, ResponsibleBody, Session
from .models.appearance import packed, unpacked

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
) -> set[int]:
    """Make these people's and bodies' appearances anew, and give the sessions in which somebody came to
    appear or appears no longer.  Five queries, three where nothing changed.
    """
    kept = Appearance.objects.using(using)
    of_them = kept.filter(of_people(people) | of_bodies(bodies))
    before: dict[Pair, tuple[int, bytes]] = {}
    stale, new = [], []
    for row in of_them:
        pair = row.participant_id, row.organisation_id
        if pair in before:
            # There ought to be one.
            stale.append(row.pk)
        before.setdefault(pair, (row.pk, bytes(row.sessions)))
    after = appearances_of(people, bodies, using)
    changed: set[int] = set()
    for pair in before.keys() | after.keys():
        pk, were = before.get(pair, (None, b""))
        sessions = after.get(pair, b"")
        if sessions == were:
            continue
        changed |= set(unpacked(were)) ^ set(unpacked(sessions))
        if pk is not None:
            stale.append(pk)
        if sessions:
            person, body = pair
            new.append(
                Appearance(
                    participant_id=person, organisation_id=body, sessions=sessions
                )
            )
    if stale:
        kept.filter(pk__in=Among(stale)).delete()
    kept.bulk_create(new, batch_size=500)
    return changed


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
        change.answering[Session] |= write_appearances(people, bodies, change.using)


def _named(change, model, column, columns):
    """Whom the rows of a model name that a change touched in any of `columns`, or named before."""
    rows = [*change.rows_of(model, columns), *change.gone.get(model, {}).values()]
    before = change.former.get(model, ()) if rows else ()
    return {getattr(row, column) for row in rows} | {row[column] for row in before}


def keep_in_line() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_follow, sender=Change, dispatch_uid="appearances")
