"""Puts back what was before: a field, a version of a record, a record that was deleted.

Every putting back is a change of its own, through the rows' own save() and the rules of the
record, so that search, registers and the content version follow.  What publication says (state
and moment) is never put back: that is a publisher's deed.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import F, ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from commission.models import (
    ChangedRecord,
    Publishable,
    PublishState,
    Reason,
    What,
    writing,
)

from .reading import Named, Row, State, Step, Was, record_at, rows_at, steps_between
from .saying import PLACES, PUBLICATION, label_of
from .tables import KEPT


def put_field_back(*, row: Row, name: str, number: int, by: Any) -> None:
    """Set one column, or many-to-many field, as it was after the change `number`.

    Raises ValidationError with the sentences of the rules that it would break, and when the row
    was not there, or is not any more.
    """
    before = rows_at(KEPT[row.model], [row.pk], number).get(row)
    with writing(savepoint=True) as change:
        change.begin()
        now = rows_at(KEPT[row.model], [row.pk]).get(row)
        if before is None or now is None:
            raise ValidationError(_("This is not there any more: put the whole version back."))  # fmt: skip
        change.told(by=by, reason=Reason.PUT_BACK)
        with override("en"):
            _save(_only(before, name), is_new=False)


def _only(was, name):
    """Of a version, one field; of a file also what is read from it."""
    if name in was.links:
        return replace(was, values={}, links={name: was.links[name]})
    wanted = was.row.model._meta.get_field(name)
    is_file = isinstance(wanted, models.FileField)
    values = {
        column.attname: was.values[column.attname]
        for column in was.kept.columns
        if column.name == name or (is_file and not column.editable)
    }
    return replace(was, values=values, links={})


def put_version_back(
    *, model: type[models.Model], pk: int, number: int, by: Any
) -> None:
    """Make the record and all that belongs to it what they were after the change `number`: rows
    that came later go, those that are gone come back under their own keys.

    All or nothing: raises ValidationError with every reason why it cannot be.
    """
    with writing(savepoint=True) as change:
        change.begin()
        change.told(by=by, reason=Reason.PUT_BACK)
        then, now = record_at(model, pk, number), record_at(model, pk)
        if Row(model, pk) not in then or Row(model, pk) not in now:
            raise ValidationError(_("The record was not there then, or is not there now."))  # fmt: skip
        _put(steps_between(now, then))


def bring_back(*, model: type[models.Model], pk: int, number: int, by: Any) -> None:
    """Put back a record that the change `number` deleted, with all that went with it: the same keys,
    links and files.  What was public, or under an embargo, comes back withdrawn.

    All or nothing: raises ValidationError with every reason why it cannot be.
    """
    with writing(savepoint=True) as change:
        change.begin()
        change.told(by=by, reason=Reason.CAME_BACK)
        if model._base_manager.filter(pk=pk).exists():
            raise ValidationError(_("It is there already: somebody put it back."))
        then = record_at(model, pk, number - 1)
        if Row(model, pk) not in then:
            raise ValidationError(_("It cannot be put back any more: its time is over."))  # fmt: skip
        _put(steps_between({}, then), withdrawn=True)
        _link_again(then, number)


def _put(steps: list[Step], *, withdrawn: bool = False) -> None:
    steps = wanted_steps(steps)
    _refuse_missing(steps)
    try:
        with override("en"):
            for step in reversed(steps):
                if step.after is None:
                    step.row.model._base_manager.get(pk=step.row.pk).delete()
            _out_of_the_way(steps)
            for step in _owners_first(steps):
                if step.after:
                    _save(step.after, is_new=step.before is None, withdrawn=withdrawn)
    except ProtectedError as error:
        names = ", ".join(sorted(str(each) for each in error.protected_objects))
        raise ValidationError(_("Something else in the record needs what would go: %(names)s.") % {"names": names}) from None  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_sentence_of(error)) from None


def wanted_steps(steps: Iterable[Step]) -> list[Step]:
    """Those in which something differs that is put back."""
    return [step for step in steps if _is_wanted(step)]


def _is_wanted(step):
    """False where nothing differs but what publication says."""
    if step.before is None or step.after is None:
        return True
    return any(
        step.before.values[column.attname] != step.after.values[column.attname]
        for column in step.after.kept.columns
        if column.name not in PUBLICATION
    ) or (step.before.links != step.after.links)


def _owners_first(steps: list[Step]) -> Iterator[Step]:
    """Rows before those that point to them; of one kind by their keys, since they carry on earlier ones."""
    waiting = {step.row: step for step in steps}

    def visit(step: Step) -> Iterator[Step]:
        after = step.after
        for column in after.kept.columns if after else ():
            if after and column.is_relation:
                named = Row(column.related_model, after.values[column.attname])
                if other := waiting.pop(named, None):
                    yield from visit(other)
        yield step

    while waiting:
        yield from visit(waiting.pop(next(iter(waiting))))


def _refuse_missing(steps):
    """What rows that come back name must be there, or come back with them."""
    coming = {step.row for step in steps if step.after}
    named = Named(step.after for step in steps if step.after)
    missing = []
    for step in steps:
        for column in step.after.kept.columns if step.after else ():
            key = step.after.values[column.attname]
            if not column.is_relation or key is None:
                continue
            row = Row(column.related_model, key)
            if row not in coming and named.of(*row) is None:
                missing.append(_missing(label_of(step.after, named), row))
    if missing:
        raise ValidationError(list(dict.fromkeys(missing)))


def _missing(label, row):
    last = KEPT[row.model].history._base_manager.filter(id=row.pk).order_by("-history_id").first()  # fmt: skip
    kind = capfirst(row.model._meta.verbose_name)
    name = _name_of(last, row) if last else row.pk
    return _(
        "“%(label)s” needs “%(kind)s: %(name)s”, which is deleted: put that back first."
    ) % {"label": label, "kind": kind, "name": name}


def _name_of(last, row):
    values = {f.attname: getattr(last, f.attname) for f in KEPT[row.model].columns}
    was = Was(row, 0, 0, "-", values, {})
    return label_of(was, Named([was])).partition(": ")[2] or row.pk


def _out_of_the_way(steps):
    """Places, and roles that only one may have, are free while the rows take theirs."""
    changing: dict[type[models.Model], list[int]] = {}
    for step in steps:
        if step.before and step.after:
            changing.setdefault(step.row.model, []).append(step.row.pk)
    for model, keys in changing.items():
        places = [name for name in PLACES if _is_place(model, name)]
        rows = model._base_manager.filter(pk__in=keys)
        if places:
            rows.update(**{name: F(name) + 10_000 for name in places})
        for name, free in getattr(model, "free_meanwhile", {}).items():
            rows.update(**{name: free})


def _is_place(model, name):
    owned = bool(KEPT[model].owners)
    return owned and any(each.name == name for each in model._meta.fields)


def _save(was: Was, *, is_new: bool, withdrawn: bool = False) -> None:
    row = was.row.model(pk=was.row.pk) if is_new else was.row.model._base_manager.get(pk=was.row.pk)  # fmt: skip
    for column in KEPT[was.row.model].columns:
        if column.attname in was.values and (is_new or column.name not in PUBLICATION):
            setattr(row, column.attname, was.values[column.attname])
    if withdrawn and isinstance(row, Publishable) and row.state == PublishState.PUBLISHED:  # fmt: skip
        row.state = PublishState.WITHDRAWN
    _check(row)
    getattr(row, "save_as_it_is", row.save)()
    if is_new and isinstance(row, Publishable):
        type(row)._base_manager.filter(pk=row.pk).update(created_at=was.values["created_at"])  # fmt: skip
    for name, keys in was.links.items():
        links = getattr(row, name)
        links.set(links.model._base_manager.filter(pk__in=keys))


def _check(row):
    """The rules that the forms show, in the words they have there."""
    try:
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        label = capfirst(row._meta.verbose_name)
        raise ValidationError([f"{label}: {each}" for each in error.messages]) from None


def _sentence_of(error: IntegrityError) -> str:
    """What the constraint says that the database names; or that something is taken."""
    for kept in KEPT.values():
        for rule in kept.model._meta.constraints:
            if rule.name in str(error):
                return str(rule.violation_error_message)
    return _("Something else has taken its address or its place meanwhile.")


def _link_again(then: State, number: int) -> None:
    """Rows that stayed were linked to what went with the change `number`: they are linked again."""
    back: dict[type[models.Model], set[int]] = {}
    for gone in then:
        back.setdefault(gone.model, set()).add(gone.pk)
    for kept in KEPT.values():
        for each in kept.links:
            if each.related not in back:
                continue
            touched = kept.history._base_manager.filter(change=number).exclude(history_type=What.DELETED)  # fmt: skip
            keys = list(touched.values_list("id", flat=True))
            before = rows_at(kept, keys, number - 1)
            for row in kept.model._base_manager.filter(pk__in=[was.pk for was in before]):  # fmt: skip
                lost = before[Row(kept.model, row.pk)].links[each.name] & back[each.related]  # fmt: skip
                if lost:
                    getattr(row, each.name).add(*lost)


# ── What was deleted ─────────────────────────────────────────────────────────────────────────


def deleted_records(
    kinds: Iterable[str],
    *,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> list[ChangedRecord]:
    """Records of these kinds that are gone, the latest first; those alone that did not go with another.

    `since` and `until` are moments of their deletion.  Two queries, and one for each kind; one more
    for each decision or figure.
    """
    kinds = list(kinds)
    rows = ChangedRecord.objects.filter(what=What.DELETED).select_related("change")
    if since:
        rows = rows.filter(change__moment__gte=since)
    if until:
        rows = rows.filter(change__moment__lt=until)
    latest = [each for each in rows.order_by("-change") if each.kind in kinds]
    models_by_kind = {kept.kind: kept for kept in KEPT.values()}
    gone = {(each.kind, each.record, each.change_id) for each in rows}
    there = {
        (kind, pk)
        for kind in {each.kind for each in latest}
        for pk in models_by_kind[kind]
        .model._base_manager.filter(
            pk__in=[each.record for each in latest if each.kind == kind]
        )
        .values_list("pk", flat=True)
    }
    seen: set[tuple[str, int]] = set()
    found = []
    for each in latest:
        key = (each.kind, each.record)
        if key not in seen and key not in there and not _went_along(models_by_kind[each.kind], each, gone):  # fmt: skip
            found.append(each)
        seen.add(key)
    return found


def _went_along(kept, record, gone):
    """Whether what it belonged to went in the same change."""
    if not kept.owners:
        return False
    last = kept.history._base_manager.filter(id=record.record, change=record.change_id, history_type=What.DELETED).first()  # fmt: skip
    return last is not None and any(
        (owner.related_model._meta.label_lower, getattr(last, owner.attname), record.change_id) in gone
        for owner in kept.owners
    )  # fmt: skip
