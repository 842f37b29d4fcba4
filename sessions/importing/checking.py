"""Checks rows by the record's own rules, before the database has to."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commission.models import (
    AgreementEvent,
    AgreementRelation,
    CooperationArea,
    Figure,
)
from participants.models import Position, Signature
from sessions.models import Session

from .problems import Problem, did_you_mean

# Models whose check constraints a file can break; those of the others hold by the way their
# rows are made, and asking the database for each of a million passages would take long.
FREE_TO_BREAK = (
    AgreementEvent,
    AgreementRelation,
    CooperationArea,
    Figure,
    Session,
    Signature,
)

# What the file calls a column, where it is not the column's own name.
NAMES_IN_FILE = {
    "parent": "sphere", "starts_on": "date", "ends_on": "until", "is_target": "target",
    "period_start": "period", "period_end": "period", "due_on": "due", "signed_on": "signed",
    "published_on": "date", "stated_on": "date", "taken_on": "taken", "image": "file",
    "publish_at": "published", "happened_on": "date",
}  # fmt: skip


def check_row(row: models.Model, wanted: Any) -> Iterator[Problem]:
    """What Django's validation and the database's constraints have against the row.

    References and identity are the writer's business: no query is made for them.  Check
    constraints cost a query each, for the models that can break them.
    """
    try:
        row.clean_fields(exclude=_left_out(row))
        row.clean()
        if isinstance(row, FREE_TO_BREAK) and _is_complete(row):
            _check_constraints(row)
    except ValidationError as error:
        yield from _problems(row, wanted.place, error)


def check_comes_after_signing(row: AgreementEvent, wanted: Any) -> list[Problem]:
    """What an event's date has against that of its agreement."""
    try:
        row.check_comes_after_signing()
    except ValidationError as error:
        return list(_problems(row, wanted.place, error))
    return []


def unique_clashes(
    model: type[models.Model], wanted: Sequence[Any], rows: Sequence[models.Model]
) -> Iterator[Problem]:
    """Pairs among the rows that the model's unique constraints do not allow together."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        first: dict[tuple[Any, ...], Any] = {}
        for row, each in zip(rows, wanted, strict=True):
            values = tuple(_comparable(row, name) for name in constraint.fields)
            if None in values or not _concerns(constraint, row):
                continue
            other = first.setdefault(values, each)
            if other is not each and other.key != each.key:
                message = (
                    f"{constraint.violation_error_message} See {other.place.record}."
                )
                yield each.place.problem("", message)


def _left_out(row):
    """Foreign keys (found by the writer), columns nobody enters, and the untranslated originals."""
    fields = row._meta.fields
    originals = {f.translated_field.name for f in fields if _is_translation(f)}
    return originals | {f.name for f in fields if f.is_relation or not f.editable}


def _is_translation(column):
    return hasattr(column, "translated_field")


def _is_complete(row):
    """False while it refers to a row that is missing, or was not saved, because of a problem."""
    references = [field for field in row._meta.fields if field.is_relation]
    return all(
        getattr(row, field.attname)
        or (field.null and not row._state.fields_cache.get(field.name))
        for field in references
    )


def _check_constraints(row):
    """All at once, which is one query; only a row that fails is asked which one it breaks."""
    checks = _check_constraints_of(type(row))
    together = models.Q(*(each.condition for each in checks))
    if not together.check(row._get_field_expression_map(row._meta)):
        for each in checks:
            each.validate(type(row), row)


def _check_constraints_of(model):
    constraints = model._meta.constraints
    return [c for c in constraints if isinstance(c, models.CheckConstraint)]


def _problems(row, place, error):
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
    for name, errors in by_field.items():
        for each in errors:
            for message in each.messages:
                yield place.problem(
                    _name_in_file(row, name), message + _nearest(row, name)
                )


def _nearest(row, name):
    """For a choice: what was meant, or else what there is to choose from."""
    if (
        not name
        or name == "__all__"
        or not (choices := row._meta.get_field(name).choices)
    ):
        return ""
    values = [value for value, _label in choices if value]
    meant = did_you_mean(getattr(row, name), values)
    return meant or (
        f" Choose one of: {', '.join(values)}." if len(values) < 40 else ""
    )


def _name_in_file(row, column):
    if isinstance(row, Position) and column in ("starts_on", "ends_on"):
        return {"starts_on": "from", "ends_on": "until"}[column]
    if column in NAMES_IN_FILE:
        return NAMES_IN_FILE[column]
    if column in ("", "__all__") or not _is_translation(row._meta.get_field(column)):
        return column.replace("__all__", "")
    return ".".join(column.rsplit("_", 1))


def _comparable(row, name):
    """The value; for a foreign key something that tells rows apart even before they are saved."""
    column = row._meta.get_field(name)
    value = getattr(row, column.attname)
    if value is None and (other := row._state.fields_cache.get(name)):
        return -id(other)
    return value


def _concerns(constraint, row):
    """Whether the constraint's condition (plain equalities) holds for the row."""
    equalities = constraint.condition.children if constraint.condition else []
    column = row._meta.get_field
    return all(getattr(row, column(name).attname) == v for name, v in equalities)
