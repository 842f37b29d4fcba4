"""Which people, bodies and agreements are not public: few, so that whatever is made of many leaves these out."""

import datetime
from typing import Any

from django.db.models import Q

from commission.models import content_version, is_public
from commission.register import register


def names_stand() -> tuple[int, datetime.datetime | None]:
    """What moves when a person, body or agreement is called otherwise, or comes to be public or hidden, be it
    by itself.  No query within a page.
    """
    version = content_version()
    return version.names, version.released_at


def hidden(model: type[Any]) -> frozenset[int]:
    """Primary keys of a model's rows that are not public.  One query, until `names_stand` moves."""
    return register().while_it_stands(
        ("hidden", model), names_stand(), lambda: _ask(model)
    )


def _ask(model):
    # Quicker than to leave out of all what is published.
    rule = ~is_public()
    for relation in model.objects.none().public_through:
        above = model._meta.get_field(relation).related_model
        rule |= Q(**{f"{relation}__in": above.objects.exclude(is_public()).order_by()})
    rows = model.objects.filter(rule).order_by()
    return frozenset(rows.values_list("pk", flat=True))
