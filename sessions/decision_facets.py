"""The options beside the list of decisions, each with how many decisions it would leave.

Counted in memory over what all other filters leave, exactly; a query is only made for names.
"""

from django.utils.translation import gettext as _

from commission.collation import sort_key
from commission.counting import fullest
from commission.countries import country_name
from commission.facets import (
    Option,
    OptionRecords,
    choices_with,
    commission_options,
    more_commissions,
    record_options_of,
    typed_commission,
)
from participants.models import Organisation

from .decision_selection import STANDINGS
from .decision_summary import MOST_SESSIONS
from .facets import area_options
from .models.hidden import hidden
from .models.session import cards_of

# Of bodies, sessions and countries there are many in the world: the fullest, and the latest, are offered.
MOST_ORGANISATIONS, MOST_SIDES = 10, 12
_ORGANISATIONS = OptionRecords(Organisation)


def decision_facets(found, summary):
    """{parameter: options} of the decisions list; `more`, {parameter: how many options more there are}.
    `summary` is the Summary of what was found.

    One query where sessions were asked for; two at most for names that are not kept yet, and two when
    the record changed: for the areas, and for the bodies that are public.
    """
    commissions = found.without("commission").counts("commission")
    return {
        "status": status_options(found),
        "area": area_options(found),
        "commission": commission_options(found, commissions),
        "typed_commission": typed_commission(found),
        "side": side_options(found),
        "organisation": organisation_options(found),
        "session": session_options(found, summary),
        "due": due_options(found),
        "more": {"commission": more_commissions(commissions)},
    }


def status_options(found):
    """Options of the filter `status`; more than one of them may be true of a decision."""
    left = found.without("status")
    counts = {value: left.number(value) for value, _label in STANDINGS}
    return choices_with(counts, STANDINGS, found.asked.get("status", []))


def side_options(found):
    """Options of the filter `side`: the fullest and those that are chosen, by the names of countries."""
    left, asked = found.without("side"), found.asked.get("side", [])
    counts = left.counted(left.by_country())
    most = sorted(counts, key=counts.__getitem__, reverse=True)[:MOST_SIDES]
    options = [
        Option(code, country_name(code), counts.get(code, 0), code in asked)
        for code in {*most, *asked}
    ]
    return sorted(options, key=lambda option: sort_key(option.label))


def organisation_options(found):
    """Options of the filter `organisation`: those that answer for most, and the chosen ones.

    One query at most, for the names.
    """
    left = found.without("organisation")
    asked = [
        record
        for named in found.asked.get("organisation", [])
        for record in named.meant
    ]
    counts = left.counts("organisation")
    for body in hidden(Organisation) & counts.keys():
        del counts[body]
    most = fullest(counts, MOST_ORGANISATIONS)
    keys = {*most, *(record.pk for record in asked)}
    options = record_options_of(_ORGANISATIONS(keys), asked, counts)
    return sorted(options, key=lambda option: (-option.count, sort_key(option.label)))


def session_options(found, summary):
    """Options of the filter `session`: the latest of those that are left, and the chosen ones.

    Where none is chosen, those of the bars.  One query otherwise.
    """
    if "session" not in found.asked:
        return [
            Option(bar.value, str(bar.session), int(bar.total), False)
            for bar in summary.bars
        ]
    asked = {
        session.pk: named
        for named in found.asked.get("session", [])
        for session in named.meant
    }
    left = found.without("session")
    groups, _more = left.by_session(MOST_SESSIONS)
    counts = {pk: len(decisions) for pk, decisions in groups}
    for pk, named in asked.items():
        if pk not in counts:
            counts[pk] = len(left.taken_at(named.meant))
    return [
        Option(
            f"{session.commission.slug}/{session.key}",
            str(session),
            counts[session.pk],
            session.pk in asked,
        )
        for session in cards_of(counts)
    ]


def due_options(found):
    """Options of the filter `due`: years, the latest first, and none."""
    counts = found.without("due").counts("due")
    chosen = {year for named in found.asked.get("due", []) for year in named.meant}
    in_order = sorted(({*counts, *chosen}) - {None}, reverse=True)
    options = [
        Option(str(year), str(year), counts.get(year, 0), year in chosen)
        for year in in_order
    ]
    if None in counts or None in chosen:
        none = Option(
            "none", _("without a due date"), counts.get(None, 0), None in chosen
        )
        options.append(none)
    return options
