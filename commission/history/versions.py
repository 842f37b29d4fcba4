"""Writes the versions of all rows that a change wrote: a fixed number of queries for each model.

The database copies them from the tables they stand in, so that the price hardly grows with the
rows: an import of thousands of sessions writes their versions in a second.
"""

# ruff: noqa: S608, N802 - tables and columns are Django's own names; texts, each made for a model

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connections, models, transaction
from django.utils import timezone

from commission.among import Among
from commission.made_rows import put_rows
from commission.models import (
    Change,
    ChangedRecord,
    Reason,
    RecordedChange,
    What,
    change_ending,
    move_content_version,
)

from .acting import acting
from .tables import KEPT, Kept, Links

# Of each model: which rows got a version, and what became of them.
Written = dict[type[models.Model], dict[int, str]]


def write_versions(sender: Any, change: Change, **kwargs: Any) -> None:
    """One version of each row that is not as its last version says, and of each that is gone.

    Queries: nothing for a change of nothing; otherwise for each model written in one (two where
    rows are new, one more for each many-to-many field), one for each deleted in, and two or three
    for the change and its records.
    """
    by, name, reason = acting(change)
    meta: list[Any] = [timezone.now(), reason, getattr(by, "pk", None), change.version]
    written: Written = {}
    for kept in KEPT.values():
        done = _written(kept, change, meta) | _gone(kept, change, meta)
        if done:
            written[kept.model] = done
    if not written:
        return
    recorded = RecordedChange(
        number=change.version, moment=meta[0], by=by, by_name=name, reason=reason
    )
    put_rows([recorded], change.using)
    records = [
        ChangedRecord(change_id=change.version, kind=kind, record=pk, what=what)
        for (kind, pk), what in records_of(written, change).items()
    ]
    put_rows(records, change.using)


def _written(kept, change, meta):
    rows = set(change.written.get(kept.model, ()))
    new = rows & change.new.get(kept.model, set())
    done = {}
    for keys, sql in ((new, _INSERT_NEW), (rows - new, _INSERT_CHANGED)):
        if keys:
            done |= _insert(kept, sql(kept), keys, meta, change.using)
    if done:
        for links in kept.links:
            _copy_links(kept, links, change.version, change.using)
    return done


def _gone(kept, change, meta):
    gone = set(change.gone.get(kept.model, ())) - set(
        change.written.get(kept.model, ())
    )
    return _insert(kept, _INSERT_GONE(kept), gone, meta, change.using) if gone else {}


def _insert(kept, sql, keys, meta, using):
    """{key: history type} of the versions that were written."""
    among = among_sql(keys, using)
    connection = connections[using]
    moment = connection.ops.adapt_datetimefield_value(meta[0])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(among=among[0], **_named(kept)),
            {"moment": moment, "reason": meta[1], "by": meta[2], "change": meta[3], "keys": among[1]},
        )  # fmt: skip
        return dict(cursor.fetchall())


def among_sql(keys: Collection[int], using: str) -> tuple[str, Any]:
    """SQL of a set of keys, in one parameter called `keys`, and that parameter."""
    expression = Among(sorted(keys))
    if connections[using].vendor == "sqlite":
        sql, params = expression.as_sqlite(None, None)
    else:
        sql, params = expression.as_postgresql(None, None)
    return sql.replace("%s", "%(keys)s"), params[0]


def _named(kept):
    return {
        "history": f'"{kept.history._meta.db_table}"',
        "table": f'"{kept.model._meta.db_table}"',
        "columns": _columns(kept),
        "key": f'"{kept.model._meta.pk.column}"',
        "meta": '"history_date", "history_change_reason", "history_user_id", "change_id"',
        "values": "%(moment)s, %(reason)s, %(by)s, %(change)s",
    }


def _columns(kept, prefix=""):
    return ", ".join(f'{prefix}"{each.column}"' for each in kept.columns)


# Versions of rows that stand: the last of each, unless that says that it was deleted.
_LIVE = """
live AS (
  SELECT {key}, history_id FROM {history} WHERE history_type <> '-' AND history_id IN (
    SELECT max(history_id) FROM {history} WHERE {key} IN {among} GROUP BY {key})
)"""
_CONTENT = """
SELECT {key} FROM (
  SELECT {columns} FROM {table} WHERE {key} IN {among}
  EXCEPT SELECT {columns} FROM {history} WHERE history_id IN (SELECT history_id FROM live)
) AS content"""


def _INSERT_NEW(kept: Kept) -> str:
    return (
        "INSERT INTO {history} ({columns}, history_type, {meta}) "
        "SELECT {columns}, '+', {values} FROM {table} WHERE {key} IN {among} "
        "RETURNING {key}, history_type"
    )


def _INSERT_CHANGED(kept: Kept) -> str:
    differing = [_CONTENT, *(_differing_links(each) for each in kept.links)]
    return (
        f"WITH {_LIVE}, changed AS ({' UNION '.join(differing)}) "
        "INSERT INTO {history} ({columns}, history_type, {meta}) "
        "SELECT {columns}, CASE WHEN {key} IN (SELECT {key} FROM live) THEN '~' ELSE '+' END, {values} "
        "FROM {table} WHERE {key} IN (SELECT {key} FROM changed) "
        "RETURNING {key}, history_type"
    )


def _INSERT_GONE(kept: Kept) -> str:
    return (
        f"WITH {_LIVE} "
        "INSERT INTO {history} ({columns}, history_type, {meta}) "
        "SELECT {columns}, '-', {values} FROM {history} "
        "WHERE history_id IN (SELECT history_id FROM live) "
        "RETURNING {key}, history_type"
    )


def _differing_links(links: Links) -> str:
    """Rows that are linked otherwise than their last version says."""
    now = f'SELECT "{links.ours}", "{links.theirs}" FROM "{links.table}" WHERE "{links.ours}" IN {{among}}'
    then = (
        f'SELECT "{links.ours}", "{links.theirs}" FROM "{links.history._meta.db_table}" '
        "WHERE history_id IN (SELECT history_id FROM live)"
    )
    return (
        f'SELECT "{links.ours}" FROM ({now} EXCEPT {then}) AS {links.name}_more '
        f'UNION SELECT "{links.ours}" FROM ({then} EXCEPT {now}) AS {links.name}_less'
    )


def _copy_links(kept, links, number, using):
    """The links of all rows that got a version in this change."""
    sql = (
        f'INSERT INTO "{links.history._meta.db_table}" (id, "{links.ours}", "{links.theirs}", history_id) '
        f'SELECT linked.id, linked."{links.ours}", linked."{links.theirs}", version.history_id '
        f'FROM "{links.table}" AS linked JOIN "{kept.history._meta.db_table}" AS version '
        f'ON version."{kept.model._meta.pk.column}" = linked."{links.ours}" '
        "WHERE version.change_id = %s AND version.history_type <> '-'"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [number])


# ── Which records a change touched ───────────────────────────────────────────────────────────


def records_of(written: Written, change: Change) -> dict[tuple[str, int], str]:
    """{(kind, key): what became of it} of the records whose rows these are.

    A row is its own record's, and of whatever it belongs to.  One query for each kind of owner
    that was not written itself (a decision whose statement was).
    """
    found: dict[tuple[str, int], str] = {}
    rows = {
        model: [(change.gone if what == What.DELETED else change.written)[model][pk]
                for pk, what in keys.items()]
        for model, keys in written.items()
    }  # fmt: skip
    for model, keys in written.items():
        if KEPT[model].has_page:
            found |= {(KEPT[model].kind, pk): what for pk, what in keys.items()}
    while rows:
        owners = _owners(rows)
        for model, owned in owners.items():
            if KEPT[model].has_page:
                for pk in owned:
                    found.setdefault((KEPT[model].kind, pk), What.CHANGED)
        rows = {
            model: _rows(model, owned, change)
            for model, owned in owners.items()
            if KEPT[model].owners
        }
    return found


def _owners(
    rows: dict[type[models.Model], list[Any]],
) -> dict[type[models.Model], set[int]]:
    owners: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, each in rows.items():
        for owner in KEPT[model].owners:
            keys = {getattr(row, owner.attname) for row in each} - {None}
            if keys:
                owners[owner.related_model] |= keys
    return owners


def _rows(model, keys, change):
    known = {**change.gone.get(model, {}), **change.written.get(model, {})}
    rows = [known[pk] for pk in keys if pk in known]
    missing = [pk for pk in keys if pk not in known]
    if missing:
        rows += model._base_manager.using(change.using).filter(pk__in=Among(missing))
    return rows


# ── Where history begins ─────────────────────────────────────────────────────────────────────


def complete_history(sender: Any, using: str, **kwargs: Any) -> None:
    """After `migrate`: the first version of rows from before there was a history.

    A query for each model, and one more where anything is missing.
    """
    connection = connections[using]
    if RecordedChange._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        missing = [kept for kept in KEPT.values() if _without_version(kept, using)]
        if not missing:
            return
        first = RecordedChange.objects.using(using).create(
            number=move_content_version(using), moment=timezone.now(), reason=Reason.FOUND
        )  # fmt: skip
        for kept in missing:
            _begin(kept, first, using)


def _without_version(kept, using):
    known = kept.history._base_manager.using(using).filter(id=models.OuterRef("pk"))
    return kept.model._base_manager.using(using).filter(~models.Exists(known)).exists()


def _begin(kept, first, using):
    sql = (
        "INSERT INTO {history} ({columns}, history_type, {meta}) "
        "SELECT {columns}, '+', {values} FROM {table} "
        "WHERE {key} NOT IN (SELECT {key} FROM {history})"
    ).format(**_named(kept))
    moment = connections[using].ops.adapt_datetimefield_value(first.moment)
    with connections[using].cursor() as cursor:
        cursor.execute(
            sql,
            {"moment": moment, "reason": first.reason, "by": None, "change": first.pk},
        )
    for links in kept.links:
        _copy_links(kept, links, first.pk, using)


def keep_versions() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(write_versions, sender=Change, dispatch_uid="history")
