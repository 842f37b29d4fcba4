"""Writes what agreements do to earlier ones, once those of every commission are there."""

from collections import defaultdict
from collections.abc import Sequence

from commission.models import Agreement, AgreementRelation
from commission.models.agreement_relation import GOES_ROUND, leads_back

from .known import Known
from .records import AgreementRecord
from .rows import Wanted, Writing, children, identity, reference


def write_relations(
    records: Sequence[AgreementRecord], writing: Writing, known: Known
) -> None:
    pairs = [
        (known.find(Agreement, each.slug, each.place, "slug"), each) for each in records
    ]
    wanted = [
        _relation(agreement, kind, slug, record, known)
        for agreement, record in pairs
        for kind, slug in record.relations
    ]
    agreements = [agreement for agreement, _record in pairs if agreement]
    _refuse_circles(wanted, agreements, writing)
    writing.align(
        AgreementRelation,
        wanted,
        children(AgreementRelation, "agreement", agreements),
        key=lambda row: (row.agreement_id, row.kind, row.other_id),
        owner="agreement",
    )


def _relation(agreement, kind, slug, record, known):
    other = known.find(Agreement, slug, record.place, kind)
    values = {"agreement": agreement, "kind": kind, "other": other}
    key = (identity(agreement), kind, reference(other, slug))
    return Wanted(record.place, key, values)


def _refuse_circles(wanted, agreements, writing):
    """What the files say, together with the relations of agreements that they do not mention."""
    told = {row.pk for row in agreements}
    links = defaultdict(set)
    for earlier, later in AgreementRelation.objects.values_list("other", "agreement"):
        if later not in told:
            links[later].add(earlier)
    pairs = [(each.key[0], each.key[2]) for each in wanted]
    for agreement, other in pairs:
        links[agreement].add(other)
    for each, (agreement, other) in zip(wanted, pairs, strict=True):
        if leads_back(
            agreement, other, lambda ahead: set().union(*(links[a] for a in ahead))
        ):
            writing.problems.append(
                each.place.problem(each.columns["kind"], str(GOES_ROUND))
            )
