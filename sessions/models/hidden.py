"""Which people, bodies and agreements are not public: few, so that whatever is made of many leaves these out."""

import datetime
from typing import Any

from commission.models import content_version, is_public
from commission.register import register


def names_stand() -> tuple[int, datetime.datetime | None]:
    """What moves when a person, body or agreement is called otherwise, or comes to be public or hidden, be it
    by itself.  No query within a page.
    """
    version = content_version()
    return version.names, version.released_at


def hidden(model: type[Any]) -> frozenset[int]:
    """Primary keys of a model's rows that are not public.  Until `names_stand` moves one query, and two more
    for each relation that they are public through.
    """
    return register().while_it_stands(
        ("hidden", model), names_stand(), lambda: frozenset(_hidden(model))
    )


def _hidden(model):
    # Quicker than to leave out of all what is published.
    yield from _keys(model.objects.exclude(is_public()))
    for relation in model.objects.none().public_through:
        above = hidden(model._meta.get_field(relation).related_model)
        yield from _keys(model.objects.filter(**{f"{relation}__in": list(above)}))


def _keys(rows):
    return rows.order_by().values_list("pk", flat=True)
