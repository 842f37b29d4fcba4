"""The areas of cooperation as a process knows them: few, and named on every page."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from .kept import Kept
from .languages import called
from .models import CooperationArea, may_see_unpublished, sees


class Areas(NamedTuple):
    """All there are by primary key, in their order; the public ones; these in the order of the tree."""

    all: dict[int, CooperationArea]
    public: dict[int, CooperationArea]
    in_tree_order: list[CooperationArea]


def _load():
    areas = {area.pk: area for area in CooperationArea.objects.order_by("order", "pk")}
    for area in areas.values():
        # Before the first reader comes: a row that is shared is not filled in later.
        area.parent = areas[area.parent_id] if area.parent_id else None
    now = timezone.now()
    public = _with_spheres(areas, lambda area: area.is_public_at(now))
    return Areas(areas, public, sorted(public.values(), key=_place))


# What is released by itself moves the version, too.
_AREAS = Kept(_load)


def known_areas(reader=None):
    """{pk: area} of the areas that `reader` may see (None: the public ones), in their order.

    Each has its sphere.  One query, and one more after a change of the record.  The rows are
    shared between requests: read only.
    """
    areas = _AREAS()
    if reader is None:
        return areas.public
    if may_see_unpublished(reader, CooperationArea):
        return areas.all
    return _with_spheres(
        areas.all, lambda area: area.pk in areas.public or sees(reader, area)
    )


def _with_spheres(areas, is_seen):
    seen = {pk: area for pk, area in areas.items() if is_seen(area)}
    return {
        pk: area
        for pk, area in seen.items()
        if area.is_sphere or area.parent_id in seen
    }


def name_of(area, language=None):
    """Its name in `language`, the active one by default, or its fallbacks."""
    return named(area, language)[0]


def named(area, language=None):
    """As `called`, of an area that is known: looked up once a language, while it is known."""
    language = language or get_language() or "en"
    names = area.__dict__.setdefault("_names", {})
    if language not in names:
        names[language] = called(area, language)
    return names[language]


def in_tree_order():
    """The public areas, each sphere in its place, followed by its sectors."""
    return _AREAS().in_tree_order


def _place(area):
    sphere = area.parent or area
    return (sphere.order, sphere.pk, not area.is_sphere, area.order, area.pk)


def within(areas):
    """Primary keys of `areas` and, for each sphere among them, of its public sectors."""
    keys = {area.pk for area in areas}
    return keys | {pk for pk, area in known_areas().items() if area.parent_id in keys}
