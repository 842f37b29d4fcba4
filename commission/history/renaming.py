"""When commissions were last called otherwise: what names them in its title says another thing since."""

import datetime
from collections.abc import Collection

from modeltranslation.utils import get_translation_fields

from commission.models import Commission

from .tables import KEPT


def renamed_at(keys: Collection[int]) -> dict[int, datetime.datetime]:
    """{commission: the moment its short name was last changed, in whatever language} of those of
    `keys` whose name ever was.  One query.
    """
    names = get_translation_fields("short_name")
    versions = KEPT[Commission].history._base_manager.filter(id__in=keys)
    rows = versions.order_by("history_id").values_list("id", "history_date", *names)
    moments: dict[int, datetime.datetime] = {}
    called: dict[int, list[str]] = {}
    for pk, moment, *name in rows:
        if called.setdefault(pk, name) != name:
            called[pk], moments[pk] = name, moment
    return moments
