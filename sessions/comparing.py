"""Two sessions of a commission side by side: sectors, decisions, delegations, posts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from commission.area_counts import rows_about
from commission.folding import fold
from commission.known_areas import in_tree_order
from commission.languages import text_and_language
from commission.models import CooperationArea, Side, sees
from commission.models.register_entry import microseconds
from commission.prepared import Prepared, give
from commission.register import register
from participants.models import Participant

from .between import SHOWN, Group, what_became
from .models import (
    Decision,
    DecisionEntry,
    DecisionStatus,
    DelegationRole,
    Session,
)
from .models.record import MEMBERS

# What a side reports when something was done, whatever came of it.
PROGRESS = (DecisionStatus.IN_PROGRESS, DecisionStatus.COMPLETED)


@dataclass(frozen=True)
class Sectors:
    """Public areas that the later session took up, no longer spoke of, and spoke of again."""

    taken_up: list[CooperationArea]
    dropped: list[CooperationArea]
    repeated: list[CooperationArea]


@dataclass(frozen=True)
class Repeated:
    """A decision of the later session, and the one it carries over from the earlier or before it;
    `progress` when a side had reported any until then.
    """

    later: Decision
    earlier: Decision
    progress: bool


@dataclass(frozen=True)
class Change:
    """A side's delegation: who is new, who no longer came, how many came again."""

    side: Side
    came: list[Participant]
    left: list[Participant]
    again: int


@dataclass(frozen=True)
class Replaced:
    """A post of a side, by the words of the day, and who held it at the two sessions; with commas
    between them where the same people held several.
    """

    side: Side
    post: str
    before: list[Participant]
    after: list[Participant]


@dataclass(frozen=True)
class Comparison:
    earlier: Session
    later: Session
    sectors: Sectors
    groups: list[Group]
    without_progress: list[Repeated]
    with_progress: list[Repeated]
    delegations: list[Change]
    posts: list[Replaced]


def compared(earlier: Session, later: Session, sides: list[Side]) -> Comparison:
    """Two public sessions of one commission with these sides.  Seven queries."""
    repeated = _repeated(earlier, later)
    members = _members(earlier, later)
    return Comparison(
        earlier,
        later,
        sectors=_sectors(earlier, later),
        groups=what_became(earlier, later),
        without_progress=[each for each in repeated if not each.progress],
        with_progress=[each for each in repeated if each.progress],
        delegations=[_change(side, *members[side.pk]) for side in sides],
        posts=[post for side in sides for post in _replaced(side, *members[side.pk])],
    )


def _sectors(earlier, later):
    """Spheres stand only where none of their sectors does.  No query but the register's."""
    about = rows_about(register())
    before = {pk for pk, sessions in about.items() if earlier.pk in sessions}
    after = {pk for pk, sessions in about.items() if later.pk in sessions}
    return Sectors(
        *(_narrowest(keys) for keys in (after - before, before - after, before & after))
    )


def _narrowest(keys):
    areas = [area for area in in_tree_order() if area.pk in keys]
    spoken_of = {area.parent_id for area in areas}
    return [area for area in areas if area.pk not in spoken_of]


# ── Decisions ────────────────────────────────────────────────────────────────────────────────


_LINKS = Prepared(
    lambda commission, session, now: DecisionEntry.objects.filter(
        Q(session_id=session) | Q(public_from__lte=now), commission_id=commission
    ).values_list("pk", "continues_id", "session_id", "session_day")
)
_DECISIONS = Prepared(
    lambda pks, until: (
        Decision.objects.rewrite(False)
        .with_status(until=until)
        .filter(pk__in=pks)
        .select_related("session")
        .only(*SHOWN)
        .order_by()
    )
)


def _repeated(earlier, later):
    """Decisions of `later` whose thread goes back to `earlier` or beyond.  Two queries."""
    links = _LINKS(
        commission=later.commission_id,
        session=later.pk,
        now=microseconds(timezone.now()),
    )
    known = {pk: (continues, session, day) for pk, continues, session, day in links}
    threads = {
        pk: _back(pk, known, earlier.starts_on.toordinal())
        for pk, (_continues, session, _day) in known.items()
        if session == later.pk
    }
    passed = [pk for thread in threads.values() for pk in thread]
    pks = {*passed, *(pk for pk, thread in threads.items() if thread)}
    decisions = {
        row.pk: row for row in _DECISIONS(pks=sorted(pks), until=later.starts_on)
    }
    for decision in decisions.values():
        give(decision.session, "commission", later.commission)
    return [
        Repeated(
            decisions[pk],
            decisions[thread[-1]],
            any(decisions[each].joint_status in PROGRESS for each in thread),
        )
        for pk, thread in sorted(threads.items(), key=lambda item: item[0])
        if thread
    ]


def _back(decision, known, day):
    """What `decision` carries over, up to the first that was taken by `day`; [] where none was."""
    thread, at = [], known[decision][0]
    while at in known:
        thread.append(at)
        if known[at][2] <= day:
            return thread
        at = known[at][0]
    return []


# ── People ───────────────────────────────────────────────────────────────────────────────────


def _members(earlier, later):
    """{side: (members at `earlier`, members at `later`)}, of public people.  Two queries."""
    sides = defaultdict(lambda: ([], []))
    for session, place in ((earlier, 0), (later, 1)):
        for member in MEMBERS(session=session.pk):
            if sees(None, member.participant):
                sides[member.side_id][place].append(member)
    return sides


def _change(side, before, after):
    known = {member.participant_id for member in before}
    present = {member.participant_id for member in after}
    return Change(
        side,
        came=[m.participant for m in after if m.participant_id not in known],
        left=[m.participant for m in before if m.participant_id not in present],
        again=len(known & present),
    )


def _replaced(side, before, after):
    """Posts that other people held at the later session: once for the same people, as when the
    co-chair is the minister.
    """
    held, holding = _by_post(before), _by_post(after)
    changes = {}
    for post, (words, people) in holding.items():
        earlier = held.get(post, ("", []))[1]
        if earlier and {p.pk for p in earlier}.isdisjoint(p.pk for p in people):
            who = tuple(p.pk for p in earlier), tuple(p.pk for p in people)
            changes.setdefault(who, ([], earlier, people))[0].append(words)
    return [Replaced(side, ", ".join(posts), *who) for posts, *who in changes.values()]


def _by_post(members):
    """{post: (its words, [who holds it])}: heading the delegation, and each position by its words."""
    posts = {}
    for member in members:
        if member.role == DelegationRole.CO_CHAIR:
            label = capfirst(str(DelegationRole.CO_CHAIR.label))
            posts.setdefault("co-chair", (label, []))[1].append(member.participant)
        if words := text_and_language(member, "position")[0]:
            key = (member.organisation_id, fold(words))
            posts.setdefault(key, (words, []))[1].append(member.participant)
    return posts
