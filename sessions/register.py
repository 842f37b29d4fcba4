"""Keeps the register's entries in line with the record, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.signals import pre_delete

from commission.among import Among
from commission.made_rows import put_rows
from commission.models import (
    Change,
    Commission,
    CooperationArea,
    PublishState,
    RegisterEntry,
    change_ending,
    move_content_version,
    move_names,
    writing,
)
from commission.models.register_entry import BETWEEN, microseconds
from commission.prepared import Prepared
from sessions.models import AgendaItem, Decision, Passage, Session
from sessions.models.called import NAMES

# {(primary key of a passage, its number): primary keys of its areas}
Report = dict[tuple[int, int], list[int]]
BATCH = 500
CARRIERS = (Passage, AgendaItem, Decision)
FACTS = (
    "commission",
    "kind",
    "starts_on",
    "called_off",
    "place",
    "state",
    "publish_at",
)
# What tells who is public: an agreement is so with its commission.
SHOWN = ("state", "publish_at", "commission")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACES = [f"place_{code}" for code in LANGUAGES]


# ── Making entries ───────────────────────────────────────────────────────────────────────────

_ROWS = Prepared(
    lambda pks: (
        Session.objects.filter(pk__in=pks)
        .annotate(
            of_state=F("commission__state"), of_publish_at=F("commission__publish_at")
        )
        .order_by()
    )
)


# Passages without areas stand among them once, with None.
_PASSAGES = Prepared(
    lambda pks: (
        Passage.objects.rewrite(False)
        .filter(session__pk__in=pks)
        .order_by("session", "number", "areas__pk")
        .values_list("session", "pk", "number", "areas")
    )
)


def _carried(carrier):
    """The question which areas the rows of a model carry: (session, area) pairs."""
    session = f"{carrier._meta.model_name}__session"
    return Prepared(
        lambda pks: (
            carrier.areas.through.objects.filter(**{f"{session}__pk__in": pks})
            .values_list(session, "cooperationarea")
            .distinct()
        )
    )


_AREAS = [_carried(carrier) for carrier in CARRIERS if carrier is not Passage]


def entries_of(
    sessions: Collection[int], version: int, using: str = "default"
) -> list[RegisterEntry]:
    """The entries that the sessions with these primary keys ought to have, not saved.

    Sessions that are gone get one that says so.  Four queries.
    """
    pks = list(sessions)
    reports = reports_of(pks, using)
    areas = _areas_of(pks, using)
    for pk, report in reports.items():
        areas[pk].update(*report.values())
    entries = {
        pk: RegisterEntry(session_id=pk, version=version, report="") for pk in pks
    }
    for row in _ROWS(using, pks=pks):
        entries[row.pk] = RegisterEntry(
            session_id=row.pk,
            version=version,
            public_from=public_from(row),
            day=row.starts_on.toordinal(),
            commission_id=row.commission_id,
            kind=row.kind,
            place=BETWEEN.join(getattr(row, name) or "" for name in PLACES),
            areas=" ".join(map(str, sorted(areas[row.pk]))),
            called_off=row.called_off,
            report=in_outline(reports[row.pk]),
        )
    return list(entries.values())


def in_outline(report: Report) -> str:
    """A report as an entry has it."""
    return " ".join(
        f"{passage}:{number}:{','.join(map(str, carried))}"
        for (passage, number), carried in report.items()
    )


def public_from(row: Any) -> int | None:
    """The microsecond from which `row` and what it belongs to (`of_state`, `of_publish_at`) are both
    public, None while either is not.
    """
    if {row.state, row.of_state} != {PublishState.PUBLISHED}:
        return None
    return microseconds(max(row.publish_at, row.of_publish_at))


def reports_of(pks: list[int], using: str = "default") -> dict[int, Report]:
    """{session: its Report}, of each of the sessions `pks`, the passages in their order.  One query."""
    reports: dict[int, Report] = defaultdict(lambda: defaultdict(list))
    for session, passage, number, area in _PASSAGES(using, pks=pks):
        carried = reports[session][passage, number]
        if area is not None:
            carried.append(area)
    return reports


def _areas_of(pks, using):
    areas = defaultdict(set)
    for question in _AREAS:
        for pk, area in question(using, pks=pks):
            areas[pk].add(area)
    return areas


def write_entries(
    sessions: Iterable[int], version: int, using: str = "default"
) -> None:
    """Bring the entries of sessions in line with the record.  Five queries for every 500."""
    pks = sorted(set(sessions))
    for at in range(0, len(pks), BATCH):
        entries = entries_of(pks[at : at + BATCH], version, using)
        put_rows(entries, using, replacing=True)


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _touched(change: Change) -> set[int]:
    """Primary keys of the sessions whose facts a change may have moved."""
    sessions = {row.pk for row in change.rows_of(Session, FACTS)}
    sessions |= set(change.gone.get(Session, ()))
    for carrier in CARRIERS:
        rows = change.rows_of(carrier, ("areas", "session", "number"))
        rows += change.gone.get(carrier, {}).values()
        sessions |= {row.session_id for row in rows}
    if commissions := change.rows_of(Commission, SHOWN):
        of_them = Session._base_manager.using(change.using).filter(
            commission__in=commissions
        )
        sessions |= set(of_them.order_by().values_list("pk", flat=True))
    return sessions


def _keep(sender, change, **kwargs):
    if sessions := _touched(change):
        write_entries(sessions, change.version, change.using)
    # What a process keeps of searches is asked again of these alone (`Snapshot.changed_since`).
    found_otherwise = change.answering[Session] | {
        row.pk for row in change.rows_of(Session, ("agreements",))
    }
    if others := found_otherwise - sessions:
        entries = RegisterEntry.objects.using(change.using)
        entries.filter(pk__in=Among(list(others))).update(version=change.version)
    shown = any(change.rows_of(model, SHOWN) for model in (*NAMES, Commission))
    if shown or any(change.answering[name] for name in NAMES):
        move_names(change.using)


def _area_goes(sender, instance, using, **kwargs):
    """Links go with their area, and nothing else tells of them."""
    with writing(using) as change:
        for carrier in CARRIERS:
            rows = carrier._base_manager.using(using).filter(areas=instance)
            change.note(*rows, columns=["areas"])


def keep_entries() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_keep, dispatch_uid="register")
    pre_delete.connect(_area_goes, sender=CooperationArea, dispatch_uid="register")


# ── Making them anew, and proving them right ─────────────────────────────────────────────────


def sessions_in_all() -> int:
    """How many sessions the register is made from.  One query."""
    return Session._base_manager.count()


def rebuild_entries(
    done: Callable[[int], object] = lambda number: None, using: str = "default"
) -> None:
    """Make every entry anew, 500 sessions a transaction, while others read and write.

    `done` is called with the number of sessions of each batch.
    """
    for pks in batches(Session, RegisterEntry, using):
        with transaction.atomic(using=using):
            # Its lock keeps others from writing between the reading and the entry.
            write_entries(pks, move_content_version(using), using)
        done(len(pks))


def entry_disagreements(
    done: Callable[[int], object] = lambda number: None, using: str = "default"
) -> Iterator[str]:
    """A sentence for every session whose entry is not what the record says."""
    for pks in batches(Session, RegisterEntry, using):
        kept = RegisterEntry.objects.using(using).in_bulk(pks)
        for wanted in entries_of(pks, 0, using):
            if facts_of(kept.get(wanted.pk)) != facts_of(wanted):
                yield f"The register's entry of session {wanted.pk} is not what the record says."
        done(len(pks))


def facts_of(entry: Any) -> Any:
    """What an entry says, whenever it was written."""
    return entry and [
        getattr(entry, field.attname)
        for field in entry._meta.concrete_fields
        if field.name != "version"
    ]


def batches(record: Any, entry: Any, using: str) -> Iterator[list[int]]:
    """Primary keys of all records that are there or have an entry, 500 at a time."""
    after = 0
    while True:
        pks: set[int] = set()
        for model in (record, entry):
            rows = model._base_manager.using(using).filter(pk__gt=after).order_by("pk")
            pks |= set(rows.values_list("pk", flat=True)[:BATCH])
        if not pks:
            return
        batch = sorted(pks)[:BATCH]
        yield batch
        after = batch[-1]


def complete_entries(using: str, **signal: Any) -> None:
    """After `migrate`, and before serving: all entries, where any session has none yet or one that lacks its report.

    Two queries where nothing is missing.
    """
    if (
        RegisterEntry._meta.db_table
        not in connections[using].introspection.table_names()
    ):
        return
    entry = RegisterEntry.objects.filter(
        session_id=OuterRef("pk"), report__isnull=False
    )
    sessions = Session._base_manager.using(using)
    if sessions.filter(~Exists(entry)).exists():
        rebuild_entries(using=using)
