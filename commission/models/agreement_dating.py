"""The day an agreement is dated by: its own date of signature, else that of its sides' signatures.

Kept in columns of the agreement (`dated_on`, `dated_precision`, `signed_by_all`), because lists of
all agreements are sorted and narrowed by it, and every page that names an agreement says it.  They
are made anew before a change ends, in its transaction, of whatever it wrote; told to editors in
docs/agreements.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F

from commission.among import Among
from commission.dates import last_day

from .agreement import Agreement
from .agreement_event import AgreementEvent, EventKind
from .commission import Side
from .noted import Change, change_ending


class Dating(NamedTuple):
    """What an agreement's columns of these names say."""

    dated_on: Any = None
    dated_precision: str = "day"
    signed_by_all: bool = False


def dating_of(signings: Iterable[AgreementEvent], sides: set[Any]) -> Dating:
    """The Dating of an agreement without a date of its own, by the events *signed* of its sides.

    The last signature is the one whose span ends last: with “2026” and 20 April 2026 all that is
    known of the last one is its year.
    """
    signings = list(signings)
    if not signings:
        return Dating()
    day, precision = max(
        ((each.happened_on, each.happened_precision) for each in signings),
        key=lambda signed: (last_day(*signed), signed[0]),
    )
    return Dating(day, precision, sides <= {each.side_id for each in signings})


def date_agreements(keys: Iterable[Any], using: str) -> dict[Any, Dating]:
    """Write the columns of the agreements with these primary keys; {key: Dating} of those that are
    dated by their sides, or not at all.

    Two queries, two more where a side signed by itself, and one for each such agreement.
    """
    rows = _plain(Agreement, using).filter(pk__in=Among(list(keys)))
    rows.filter(signed_on__isnull=False).update(
        dated_on=F("signed_on"),
        dated_precision=F("signed_precision"),
        signed_by_all=True,
    )
    undated = dict(rows.filter(signed_on=None).values_list("pk", "commission"))
    if not undated:
        return {}
    datings = _by_their_sides(undated, using)
    rows.filter(signed_on=None).exclude(pk__in=Among(list(datings))).update(
        **Dating()._asdict()
    )
    for key, dating in datings.items():
        rows.filter(pk=key).update(**dating._asdict())
    return {key: datings.get(key, Dating()) for key in undated}


def _by_their_sides(undated, using):
    """{agreement: Dating} of those, among {agreement: commission}, that a side signed."""
    signings = defaultdict(list)
    events = _plain(AgreementEvent, using).filter(kind=EventKind.SIGNED)
    for each in events.filter(agreement__in=Among(list(undated))):
        signings[each.agreement_id].append(each)
    if not signings:
        return {}
    sides = defaultdict(set)
    commissions = Among(list({undated[key] for key in signings}))
    of_commissions = _plain(Side, using).filter(commission__in=commissions)
    for commission, side in of_commissions.values_list("commission", "pk"):
        sides[commission].add(side)
    return {
        key: dating_of(signed, sides[undated[key]]) for key, signed in signings.items()
    }


def _plain(model, using):
    # Not by the manager: the change that is ending has noted what it wrote.
    return models.QuerySet(model, using=using).order_by()


def _date_what_changed(sender, change, **kwargs):
    """Agreements, those of events, and those that wait for a signature of a side that came or went."""
    agreements = change.rows_of(Agreement, ("signed_", "dated_", "commission"))
    events = [*change.rows_of(AgreementEvent), *change.gone[AgreementEvent].values()]
    keys = {row.pk for row in agreements} | {each.agreement_id for each in events}
    keys |= _without_a_date(
        [*change.rows_of(Side), *change.gone[Side].values()], change.using
    )
    keys -= set(change.gone[Agreement])
    if not keys:
        return
    datings = date_agreements(keys, change.using)
    for row in agreements:
        # Whoever has just saved it reads on in it.
        own = Dating(row.signed_on, row.signed_precision, signed_by_all=True)
        for name, value in datings.get(row.pk, own)._asdict().items():
            setattr(row, name, value)


def _without_a_date(sides, using):
    """The keys of agreements without a date of their own, of the commissions of `sides`."""
    if not sides:
        return set()
    commissions = Among(list({side.commission_id for side in sides}))
    rows = _plain(Agreement, using).filter(signed_on=None, commission__in=commissions)
    return set(rows.values_list("pk", flat=True))


def keep_dates() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(
        _date_what_changed, sender=Change, dispatch_uid="agreement dates"
    )
