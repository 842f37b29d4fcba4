"""Which people, bodies and agreements are not public: few, so that whatever is made of many leaves these out."""

import datetime
from typing import Any

from commission.models import content_version
from commission.register import register


def names_stand() -> tuple[int, datetime.datetime | None]:
    """What moves when a person, body or agreement is called otherwise, or comes to be public or hidden, be it
    by itself.  No query within a page.
    """
    version = content_version()
    return version.names, version.released_at


def hidden(model: type[Any]) -> frozenset[int]:
    """Primary keys of a model's rows that are not public.  One query, until `names_stand` moves."""

    def ask():
        public = model.objects.published().order_by().values("pk")
        rows = model.objects.exclude(pk__in=public).order_by()
        return frozenset(rows.values_list("pk", flat=True))

    return register().while_it_stands(("hidden", model), names_stand(), ask)
