"""From what was read to what the forms begin with."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commission.dates import DatePrecision
from sessions.reading import Found, Reading, Trust

from .choices import NEW, Choices, commission_proposed
from .signs import Signs


@dataclass
class Proposals:
    """Initial values of the forms, and the signs they rest on."""

    facts: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)


def proposals_of(reading: Reading, choices: Choices, signs: Signs) -> Proposals:
    return Proposals(
        facts=_facts(reading, signs),
        people=[
            _person(n, each, choices, signs) for n, each in enumerate(reading.people)
        ],
        passages=_passages(reading, signs),
        decisions=[
            _decision(n, each, choices, signs)
            for n, each in enumerate(reading.decisions)
        ],
        figures=[_figure(n, each, signs) for n, each in enumerate(reading.figures)],
    )


def _first(found: list[Found]) -> Found | None:
    return found[0] if found else None


def _facts(reading, signs):
    facts: dict[str, Any] = {"language": reading.language, "kind": "ordinary"}
    if reading.commissions:
        facts["commission"] = commission_proposed(reading)
        signs.add("commission", reading.commissions[0])
    if session := _first(reading.sessions):
        facts |= {"kind": session.value.kind, "number": session.value.number}
        signs.add("number" if session.value.number else "kind", session)
    if date := _first(reading.dates):
        facts |= {
            "starts_on": date.value.day,
            "date_precision": date.value.precision,
            "ends_on": date.value.until,
        }
        signs.add("starts_on", date)
    if place := _first(reading.places):
        facts |= {"place": place.value.name, "country": place.value.country}
        signs.add("place", place)
    if reading.video:
        facts["format"] = reading.video.value
        signs.add("format", reading.video)
    if reading.publisher:
        facts["publisher"] = reading.publisher.value
        signs.add("publisher", reading.publisher)
    headings = [p for p in reading.passages[:2] if p.is_heading]
    if headings:
        facts["title"] = headings[0].words[:300]
        signs.add("title", Found(headings[0].words, (headings[0].span,), Trust.MEDIUM))
    return facts


def _person(n, found, choices, signs):
    person = found.value
    signs.add(f"people-{n}", found)
    who = NEW if person.is_new else str(person.key) if person.key else ""
    may_be_taken = found.trust > Trust.LOW or len(person.candidates) > 1
    return {
        "take": may_be_taken and (who != NEW or choices.may_add_people),
        "who": who,
        "candidates": person.candidates,
        "name": person.name,
        "side": person.country if person.country in choices.sides else "",
        "role": person.role,
        "position": person.position[:300],
    }


def _passages(reading, signs):
    points = {each.value.span for each in reading.decisions}
    rows = []
    for n, passage in enumerate(reading.passages):
        for area in passage.areas:
            signs.add(f"passages-{n}-areas-{area.value}", area)
        rows.append(
            {
                # A point of the protocol stands among the decisions.
                "take": not passage.is_heading and passage.span not in points,
                "text": passage.words,
                "areas": [str(a.value) for a in passage.areas if a.trust > Trust.LOW],
                "offered_areas": [a.value for a in passage.areas],
            }
        )
    return rows


def _decision(n, found, choices, signs):
    decision = found.value
    bodies = [b for b in decision.bodies if b.value.country in choices.sides]
    signs.add(f"decisions-{n}", Found(decision, found.spans[:1], found.trust))
    for body in bodies:
        signs.add(f"decisions-{n}-bodies-{body.value.key}", body)
    for area in decision.areas:
        signs.add(f"decisions-{n}-areas-{area.value}", area)
    day, precision = decision.due or (None, DatePrecision.DAY.value)
    if decision.due:
        signs.add(
            f"decisions-{n}-due_on", Found(decision.due, found.spans[-1:], found.trust)
        )
    return {
        "take": found.trust > Trust.LOW,
        "text": decision.words,
        "due_on": day,
        "due_precision": precision,
        "bodies": [str(b.value.key) for b in bodies if b.trust > Trust.LOW],
        "offered_bodies": [b.value.key for b in bodies],
        "areas": [str(a.value) for a in decision.areas if a.trust > Trust.LOW],
        "offered_areas": [a.value for a in decision.areas],
    }


def _figure(n, found, signs):
    figure = found.value
    signs.add(f"figures-{n}", found)
    return {
        "take": False,
        "indicator": str(figure.indicator) if figure.indicator else "",
        "value": Decimal(f"{figure.value.normalize():f}"),
        "period_start": figure.start,
        "period_end": figure.end,
        "bound": figure.bound,
        "change_percent": figure.change,
        "is_target": figure.is_target,
    }
