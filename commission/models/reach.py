"""Who keeps which commissions: the one rule for all that staff see of unpublished records, and change.

A person may be bound to commissions, and then has theirs alone; who is bound to none has all, and
superusers are never bound.  People, bodies, areas and indicators belong to no commission: everybody
looks them up.  A model says with `belongs_to` by which relations its rows reach what they belong to.
"""

from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

COMMISSION = "commission.commission"


def bound_to(user: Any) -> frozenset[int] | None:
    """Primary keys of the commissions that a person is bound to; None: to none, all are theirs.

    One query, the first time that it is asked of a user.
    """
    if user.pk is None or user.is_superuser:
        return None
    if not hasattr(user, "_bound_to"):
        keys = user.bindings.values_list("commission", flat=True)
        user._bound_to = frozenset(keys) or None
    return user._bound_to


def reach(user: Any, model: type[Model]) -> Q:
    """Which rows of `model` are a person's to keep, as a `Q`; an empty one: all of them."""
    keys, paths = bound_to(user), commission_paths(model)
    if keys is None or not paths:
        return Q()
    return reduce(or_, (Q(**{f"{path}__in": keys}) for path in paths))


def leading_to_own(user: Any, path: str) -> Q | None:
    """A condition that `path` leads to a commission that the person keeps; None where it always does."""
    keys = bound_to(user)
    return None if keys is None else Q(**{f"{path}__in": keys})


def reaches(user: Any, row: Model) -> bool:
    """True when `row` is one that `reach` finds.  Loads what it belongs to where that is not loaded."""
    keys, paths = bound_to(user), commission_paths(type(row))
    if keys is None or not paths:
        return True
    return any(_key_at(row, path) in keys for path in paths)


def may_touch(user: Any, row: Any) -> bool:
    """True when a person may change `row`, as far as commissions go.

    What belongs to none is everybody's to look up.  Who is bound changes of it people and bodies
    that no other commission's record names, and nothing that all records are set up with.
    """
    keys, model = bound_to(user), row.__class__
    if keys is None or commission_paths(model):
        return reaches(user, row)
    if not row.named_by:
        return False
    if not hasattr(row, "_named_in"):
        row._named_in = _commissions_naming(row)
    return row._named_in <= keys


def _commissions_naming(row):
    itself = type(row)._base_manager.filter(pk=row.pk)
    named = {
        key
        for path in row.named_by
        for key in itself.values_list(path, flat=True).distinct()
    }
    return named - {None}


@cache
def commission_paths(model: Any) -> tuple[str, ...]:
    """How a query walks from `model` to the commissions that its rows belong to, () for none."""
    if model._meta.label_lower == COMMISSION:
        return ("pk",)
    paths = []
    for path in getattr(model, "belongs_to", ()):
        owner = model_at(model, path)
        if owner._meta.label_lower == COMMISSION:
            paths.append(path)
        elif any(field.name == "commission" for field in owner._meta.fields):
            paths.append(f"{path}__commission")
    return tuple(paths)


def model_at(model: Any, path: str) -> Any:
    """The model that a path of relations leads to."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def _key_at(row, path):
    *relations, last = path.split("__")
    for name in relations:
        row = getattr(row, name)
        if row is None:
            return None
    return row.pk if last == "pk" else getattr(row, f"{last}_id")
