"""Sessions as tables of records files."""

from pathlib import Path
from typing import Any

from commission.models import Agreement, Commission, CooperationArea
from sessions.models import DelegationMember, ResponsibleBody, Session

from .fields import Values, date, publication, said, slugs, sources, texts
from .file_records import Copies, documents, photos
from .scope import Scope


def _parts(scope):
    return (
        "agenda_items",
        scope.within("agenda_items__areas", CooperationArea),
        scope.within("agreements", Agreement),
        "decisions",
        scope.within("decisions__areas", CooperationArea),
        "decisions__continues__session",
        "decisions__follow_ups__side",
        scope.within("decisions__responsible_bodies", ResponsibleBody),
        "decisions__responsible_bodies__organisation",
        "decisions__responsible_bodies__side",
        "decisions__sources",
        scope.within("delegation_members", DelegationMember),
        "delegation_members__organisation",
        "delegation_members__participant",
        "delegation_members__side",
        "documents__files",
        "passages",
        scope.within("passages__areas", CooperationArea),
        "photos",
        "sources",
    )


def sessions(commission: Commission, copies: Copies, scope: Scope) -> list[Values]:
    """In the order in which they were held."""
    rows = scope.of(Session).filter(commission=commission)
    rows = rows.prefetch_related(*_parts(scope)).order_by("starts_on", "key")
    return [
        _session(row, Path("files", commission.slug, row.key), copies, scope)
        for row in rows.iterator(chunk_size=50)
    ]


def _session(row: Session, folder: Path, copies: Copies, scope: Scope) -> Values:
    return said(
        kind=row.kind,
        number=row.number,
        date=date(row.starts_on, row.date_precision),
        until=row.ends_on,
        called_off=row.called_off or None,
        place=texts(row, "place"),
        country=row.country,
        format=row.format,
        title=texts(row, "title"),
        summary=texts(row, "summary"),
        **publication(row),
        agreements=slugs(row.agreements),
        delegations=[_member(each, scope) for each in row.delegation_members.all()],
        agenda=_numbered(row.agenda_items.all()),
        passages=_numbered(row.passages.all()),
        decisions=[_decision(each, scope) for each in row.decisions.all()],
        documents=documents(row, folder, copies, scope),
        photos=photos(row, folder, copies, scope),
        sources=sources(row),
    )


def _member(row, scope):
    """`position = {}` says that none is known: left out, it would be filled in."""
    position = texts(row, "position")
    values = said(
        side=row.side.country,
        participant=row.participant.slug,
        role=row.role,
        role_confirmed=None if row.role_confirmed else False,
        organisation=scope.slug(row.organisation),
        position=position,
    )
    return values if position else values | {"position": {}}


def _numbered(rows: Any) -> list[Values]:
    """Numbers are written only where they do not follow from the order."""
    tables, expected = [], 1
    for row in rows:
        number = row.number if row.number != expected else None
        expected = row.number + 1
        tables.append(
            said(number=number, areas=slugs(row.areas), text=texts(row, "text"))
        )
    return tables


def _decision(row, scope):
    return said(
        number=row.number,
        text=texts(row, "text"),
        due=date(row.due_on, row.due_precision),
        areas=slugs(row.areas),
        continues=_continues(row.continues, scope),
        responsible=[
            {"side": each.side.country, "organisation": each.organisation.slug}
            for each in sorted(
                row.responsible_bodies.all(),
                key=lambda each: (each.side.order, each.organisation.slug),
            )
        ],
        follow_ups=[_follow_up(each) for each in row.follow_ups.all()],
        sources=sources(row),
    )


def _continues(earlier, scope):
    if not earlier or (scope.is_public and not earlier.session.is_published):
        return None
    return {"session": earlier.session.key, "number": earlier.number}


def _follow_up(row):
    return said(
        side=row.side.country if row.side else "",
        date=row.stated_on,
        status=row.status,
        note=texts(row, "note"),
    )
