"""Writes one commission: itself, its sides, agreements, figures and sessions."""

from collections import Counter
from typing import Any

from django.db.models import F

from commission.languages import languages_of_countries
from commission.models import (
    Agreement,
    AgreementEvent,
    Commission,
    CooperationArea,
    Figure,
    Indicator,
    Side,
)
from participants.models import Organisation, Participant, Signature

from . import columns
from .checking import check_comes_after_signing
from .known import Known
from .problems import Place, did_you_mean
from .records import AgreementRecord, CommissionRecord, FigureRecord
from .rows import (
    Wanted,
    Writing,
    children,
    existing,
    freeze_position,
    identity,
    reference,
)
from .write_documents import write_documents
from .write_shared import by_slug, write_sources


class Sides:
    """The sides of a commission by country."""

    def __init__(self, rows: list[Side], writing: Writing) -> None:
        self.rows = {row.country: row for row in rows}
        self.writing = writing

    def find(self, country: str, place: Place) -> Side | None:
        """None, and a problem, when the commission has no such side."""
        if country and country not in self.rows:
            meant = did_you_mean(country, self.rows)
            choice = ", ".join(self.rows)
            message = f"no side of the commission is “{country}”{meant}: use {choice}."
            self.writing.problems.append(place.problem("side", message))
        return self.rows.get(country)


def write_commission(
    record: CommissionRecord, writing: Writing, known: Known
) -> tuple[Commission, Sides]:
    """The commission with its sides, agreements and figures; its sessions, and what its agreements
    do to others, come after those of every commission, because they may refer to any agreement.
    """
    values = {
        "slug": record.slug,
        **columns.texts("name", record.name),
        **columns.texts("short_name", record.short_name),
        **columns.texts("description", record.description),
        "languages": " ".join(record.languages or _languages_of(record.sides)),
        **columns.publication(record.publication),
    }
    wanted = [Wanted(record.place, record.slug, values)]
    [commission] = by_slug(Commission, wanted, writing, known)
    sides = _write_sides(record, commission, writing)
    write_sources("commission", [(commission, record.sources)], writing)
    _write_agreements(record.agreements, commission, sides, writing, known)
    _write_figures(record.figures, commission, writing, known)
    return commission, sides


def _languages_of(sides):
    return languages_of_countries(each.country for each in sides)


def _write_sides(record, commission, writing):
    wanted = [
        Wanted(
            each.place,
            each.country,
            {
                "commission": commission,
                "country": each.country,
                "colour": each.colour,
                "order": order,
                **columns.texts("name", each.name),
            },
        )
        for order, each in enumerate(record.sides, start=1)
    ]
    rows = writing.align(
        Side,
        wanted,
        children(Side, "commission", [commission]),
        key=lambda row: row.country,
        owner="commission",
        parked={"order": F("order") + 1000},
    )
    return Sides(rows, writing)


# ── Agreements ───────────────────────────────────────────────────────────────────────────────


def _write_agreements(records, commission, sides, writing, known):
    wanted = [_agreement(each, commission, known) for each in records]
    _refuse_others(records, commission, writing)
    rows = by_slug(Agreement, wanted, writing, known)
    pairs = list(zip(rows, records, strict=True))
    # Events first: a signatory's position is that of the day on which the side signed.
    _write_events(pairs, sides, writing)
    _write_signatures(pairs, sides, writing, known)
    write_documents(
        "agreement", [(row, each.documents) for row, each in pairs], writing
    )
    write_sources("agreement", [(row, each.sources) for row, each in pairs], writing)


def _agreement(record: AgreementRecord, commission: Commission, known: Known) -> Wanted:
    values = {
        "commission": commission,
        "slug": record.slug,
        "kind": record.kind,
        "level": record.level,
        "number": record.number,
        "country": record.country,
        "enters_into_force": record.enters_into_force,
        **columns.texts("title", record.title),
        **columns.texts("summary", record.summary),
        **columns.texts("place", record.signed_in),
        **columns.date("signed_on", "signed_precision", record.signed),
        **columns.last_date("valid_until", "valid_until_precision", record.valid_until),
        **columns.publication(record.publication),
    }
    areas = known.find_all(CooperationArea, record.areas, record.place, "areas")
    return Wanted(record.place, record.slug, values, {"areas": areas})


def _refuse_others(records, commission, writing):
    """An agreement keeps its commission: the sides that signed it are that one's."""
    places = {each.slug: each.place for each in records}
    for row in existing(Agreement, "slug", places):
        if row.commission_id != commission.pk:
            message = (
                f"the agreement “{row.slug}” belongs to the commission “{row.commission.slug}”: "
                "choose another slug."
            )
            writing.problems.append(places[row.slug].problem("slug", message))


def _write_signatures(pairs, sides, writing, known):
    wanted = [
        _signature(each, agreement, sides, known)
        for agreement, record in pairs
        for each in record.signatures
    ]
    writing.align(
        Signature,
        wanted,
        children(Signature, "agreement", [agreement for agreement, _record in pairs]),
        key=lambda row: (
            row.agreement_id,
            row.side_id,
            row.participant_id or "",
            row.organisation_id or "",
        ),
        owner="agreement",
        prepare=freeze_position,
    )


def _signature(record, agreement, sides, known):
    side = sides.find(record.side, record.place)
    participant = known.find(
        Participant, record.participant, record.place, "participant"
    )
    organisation = known.find(
        Organisation, record.organisation, record.place, "organisation"
    )
    key = (
        identity(agreement),
        reference(side, record.side),
        reference(participant, record.participant),
        reference(organisation, record.organisation),
    )
    values = {
        "agreement": agreement,
        "side": side,
        "participant": participant,
        "organisation": organisation,
        **columns.position(record.position),
    }
    return Wanted(record.place, key, values)


def _write_events(pairs, sides, writing):
    """Told apart by what happened, the side and the date."""
    wanted = [
        _event(each, agreement, sides)
        for agreement, record in pairs
        for each in record.events
    ]
    events = writing.align(
        AgreementEvent,
        wanted,
        children(AgreementEvent, "agreement", [row for row, _record in pairs]),
        key=lambda row: (
            row.agreement_id,
            row.kind,
            row.side_id or "",
            row.happened_on,
        ),
        owner="agreement",
    )
    for event, each in zip(events, wanted, strict=True):
        # Of one that stays as it is, the agreement's own date may have moved.
        problems = check_comes_after_signing(event, each)
        writing.problems += [p for p in problems if p not in writing.problems]


def _event(record, agreement, sides):
    side = sides.find(record.side, record.place)
    values = {
        "agreement": agreement,
        "kind": record.kind,
        "side": side,
        "publisher": record.publisher,
        "address": record.address,
        **columns.date("happened_on", "happened_precision", record.date),
        **columns.last_date("until", "until_precision", record.until),
        **columns.texts("note", record.note),
    }
    key = (
        identity(agreement),
        record.kind,
        reference(side, record.side),
        values["happened_on"],
    )
    return Wanted(record.place, key, values)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────


def _write_figures(records, commission, writing, known):
    """Told apart by indicator, period and being a target; of several such (sources that differ)
    by their order.
    """
    count: Counter[Any] = Counter()
    wanted = [_figure(each, commission, count, known) for each in records]
    rows = list(children(Figure, "commission", [commission]))
    stored: Counter[Any] = Counter()
    keys = {row.pk: _nth(stored, _figure_key(row)) for row in rows}
    figures = writing.align(
        Figure, wanted, rows, key=lambda row: keys[row.pk], owner="commission"
    )
    said = [(row, each.sources) for row, each in zip(figures, records, strict=True)]
    write_sources("figure", said, writing)


def _figure(record: FigureRecord, commission, count, known):
    start, end = record.period or (None, None)
    values = {
        "commission": commission,
        "indicator": known.find(Indicator, record.indicator, record.place, "indicator"),
        "period_start": start,
        "period_end": end,
        "is_target": record.target,
        "value": record.value,
        "bound": record.bound,
        "change_percent": record.change_percent,
        **columns.texts("note", record.note),
    }
    return Wanted(record.place, _nth(count, _figure_key(Figure(**values))), values)


def _figure_key(row):
    return row.indicator_id, row.period_start, row.period_end, row.is_target


def _nth(count, key):
    count[key] += 1
    return *key, count[key]
