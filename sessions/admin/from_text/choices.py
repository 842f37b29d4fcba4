"""What the forms of one page choose from: read once for all of them, with no query for each."""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from commission.admin_site import choice_label
from commission.countries import country_name
from participants.models import Participant
from sessions.reading import Gazetteer, Reading

NEW = "new"


@dataclass
class Choices:
    """Labels by key.  `sides` are countries of the commission that is chosen, or of all while none is."""

    areas: dict[int, str]
    bodies: dict[int, str]
    body_countries: dict[int, str]
    indicators: dict[int, str]
    sides: dict[str, str]
    people: dict[int, str] = field(default_factory=dict)
    may_add_people: bool = True


def choices_for(
    gazetteer: Gazetteer, reading: Reading, commission: int | None, request, site
) -> Choices:
    """Two queries, for the people that the text may mean."""
    language = get_language() or "en"
    return Choices(
        areas={a.key: _name(a.names, language) for a in gazetteer.areas},
        bodies={b.key: b.name(language) for b in gazetteer.bodies if b.names},
        body_countries={b.key: b.country for b in gazetteer.bodies},
        indicators={i.key: _name(i.names, language) for i in gazetteer.indicators},
        sides=_sides(gazetteer, commission, language),
        people=_people(reading, site),
        may_add_people=request.user.has_perm("participants.add_participant"),
    )


def _name(names, language):
    return names.get(language) or next(iter(names.values()), "—")


def _sides(gazetteer, commission, language):
    chosen = [c for c in gazetteer.commissions if c.key == commission]
    sides = [side for c in chosen or gazetteer.commissions for side in c.sides]
    if chosen:
        return {side.country: _name(side.names, language) for side in sides}
    return {side.country: country_name(side.country) for side in sides}


def _people(reading, site):
    keys = {key for each in reading.people for key in each.value.candidates}
    rows = Participant.objects.filter(pk__in=keys).prefetch_related("positions")
    return {row.pk: choice_label(site, row) for row in rows}


def commission_proposed(reading: Reading) -> int | None:
    """The commission to begin with: none where two are as likely."""
    first = reading.commissions[:2]
    if not first or (len(first) == 2 and first[0].trust == first[1].trust):
        return None if len(first) != 1 else first[0].value
    return first[0].value
