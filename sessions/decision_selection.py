"""Public decisions narrowed down, counted and paged without the database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from itertools import chain, islice
from typing import Any, Self

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from participants.models import Organisation
from sessions.models import Decision, DecisionStatus, Session
from sessions.models.decision import CARRIED_OVER
from sessions.models.finding import decisions_holding
from sessions.models.hidden import hidden
from sessions.search.query import Query

from .decision_register import NEVER, DecisionSnapshot, decision_register, key_of
from .selection import Chosen

# What the list may be asked: besides the statuses what follows from them, the day and the thread.
STANDINGS = [
    ("overdue", _("overdue")),
    *DecisionStatus.choices,
    ("open", _("still open")),
    ("carried_over", CARRIED_OVER),
    ("silent", _("not reported since the last session")),
    ("differ", _("the sides differ")),
]


class DecisionSelection(Chosen):
    """Some of the public decisions, of one moment.  `rows` are their slots in the snapshot.

    It is sliced and counted like a QuerySet; a slice gives primary keys in its order.
    """

    model = Decision
    snapshot: DecisionSnapshot
    order: str

    # ── Narrowing ────────────────────────────────────────────────────────────────────────────

    def standing(self, standings: Iterable[str]) -> Self:
        """Those of which any of `standings` (of STANDINGS) is true."""
        return self._of(BitMap.union(BitMap(), *map(self._all_of, standings)))

    def _all_of(self, standing):
        snapshot = self.snapshot
        if standing == "overdue":
            return snapshot.overdue()
        if standing == "silent":
            return snapshot.silent()
        if standing in ("open", "carried_over"):
            return getattr(snapshot, standing)
        if standing == "differ":
            return snapshot.holding("differ", [True])
        return snapshot.holding("status", [standing])

    def answered_by(self, organisations: Iterable[Organisation]) -> Self:
        """Those for which any of `organisations` answers."""
        return self.of("organisation", [each.pk for each in organisations])

    def shared_by(self, organisation: Organisation) -> Self:
        """Those for which a public body of another side than any of `organisation` answers too."""
        left_out, answering = hidden(Organisation), self.snapshot.answering
        return self._with(
            BitMap(
                [
                    slot
                    for slot in self.rows
                    if _is_shared(answering[slot], organisation.pk, left_out)
                ]
            )
        )

    def on_sides(self, countries: Iterable[str]) -> Self:
        """Those for which a public body of any of these countries' sides answers."""
        known = self.by_country()
        bodies = [known[code] for code in countries if code in known]
        return self._of(BitMap.union(BitMap(), *bodies))

    def by_country(self) -> dict[str, BitMap]:
        """{country: the decisions for which a public body of its side answers}."""
        return self.snapshot.by_country(hidden(Organisation))

    def taken_at(self, sessions: Iterable[Session]) -> Self:
        """Those of these sessions.  One query."""
        taken = Decision.objects.filter(session__in=sessions).order_by()
        return self._among(taken.values_list("pk", flat=True))

    def due_in(self, years: Iterable[int | None]) -> Self:
        """Those whose due date begins in any of `years`; None is one without a due date."""
        return self.of("due", years)

    def mentioning(self, query: Query) -> Self:
        """Those that answer a search.  One query a term at most."""
        found = self
        for clause in query.clauses:
            answering = BitMap.union(BitMap(), *map(decisions_holding, clause))
            found &= self._among(answering)
        without = BitMap.union(BitMap(), *map(decisions_holding, query.without))
        return found - self._among(without)

    def _among(self, pks):
        slots = self.snapshot.slots
        return self._of(BitMap([slots[pk] for pk in pks if pk in slots]))

    # ── Counting ─────────────────────────────────────────────────────────────────────────────

    def counts(self, facet: str) -> Mapping[Any, int]:
        """As any selection's; of few decisions, the bodies by who answers for each."""
        if facet != "organisation" or len(self.rows) > len(self.snapshot.by[facet]):
            return super().counts(facet)
        answering = map(self.snapshot.answering.__getitem__, self.rows)
        counts: dict[int, int] = {}
        for (_country, body), number in Counter(chain.from_iterable(answering)).items():
            # Where it answers for several sides, it may do so for one decision.
            counts[body] = (
                self.rows.intersection_cardinality(self.snapshot.by[facet][body])
                if body in counts
                else number
            )
        return counts

    def number(self, standing: str) -> int:
        """How many of these decisions are of a standing."""
        return self.rows.intersection_cardinality(self._all_of(standing))

    def by_session(self, most: int) -> tuple[list[tuple[int, Self]], bool]:
        """([(session, its decisions among these)], whether there are more), the latest `most` first."""
        session_of = self.snapshot.of["session"]
        groups: dict[int, list[int]] = {}
        for slot in self.snapshot.sorted(self.rows, "newest"):
            session = session_of[slot]
            if session not in groups and len(groups) == most:
                break
            groups.setdefault(session, []).append(slot)
        of_groups = [(pk, self._with(BitMap(slots))) for pk, slots in groups.items()]
        return of_groups, sum(map(len, groups.values())) < len(self.rows)

    # ── Order ────────────────────────────────────────────────────────────────────────────────

    def order_by(self, order: str) -> Self:
        """The same in another of the register's orders."""
        return type(self)(self.snapshot, self.rows, order)

    def __getitem__(self, part: slice) -> list[int]:
        slots = islice(
            self.snapshot.sorted(self.rows, self.order), part.start, part.stop
        )
        return [self.snapshot.of["decision"][slot] for slot in slots]

    def first_due(self, most: int) -> list[int]:
        """Primary keys of the first `most` by the day until which they are owed; without one, last."""
        until, keys = self.snapshot.of["owed_until"], self.snapshot.of["decision"]
        return [
            keys[slot]
            for slot in nsmallest(
                most, self.rows, key=lambda slot: (until[slot] or NEVER, keys[slot])
            )
        ]

    def following(
        self, after: list[int] | None, most: int
    ) -> list[tuple[list[int], int]]:
        """[(key, primary key)] of the first `most` in its order, of those after a key."""
        slots = self.snapshot.sorted_after(self.rows, self.order, after)
        key, of = key_of(self.order, self.snapshot.of), self.snapshot.of
        return [(list(key(slot)), of["decision"][slot]) for slot in islice(slots, most)]


def _is_shared(answering, own, left_out):
    sides = {country for country, organisation in answering if organisation == own}
    return any(
        country not in sides and organisation not in left_out
        for country, organisation in answering
    )


def public_decisions() -> DecisionSelection:
    """All that are public now, the newest session first.  One query, two when the record changed."""
    snapshot: Any = decision_register()
    return DecisionSelection(snapshot, snapshot.public, "newest")
