"""The areas of cooperation as a process knows them: few, and named on every page."""

from django.utils import timezone
from django.utils.translation import get_language

from .kept import Kept
from .models import CooperationArea, may_see_unpublished, sees


def _load():
    areas = {area.pk: area for area in CooperationArea.objects.order_by("order", "pk")}
    for area in areas.values():
        # Before the first reader comes: a row that is shared is not filled in later.
        area.parent = areas[area.parent_id] if area.parent_id else None
    return areas


_ALL = Kept(_load)


def known_areas(reader=None):
    """{pk: area} of the areas that `reader` may see (None: the public ones), in their order.

    Each has its sphere.  One query, and one more after a change of the record.  The rows are
    shared between requests: read only.
    """
    areas = _ALL()
    if may_see_unpublished(reader, CooperationArea):
        return areas
    now = timezone.now()
    public = {
        pk: area
        for pk, area in areas.items()
        if area.is_public_at(now) or (reader and sees(reader, area))
    }
    return {
        pk: area
        for pk, area in public.items()
        if area.is_sphere or area.parent_id in public
    }


def name_of(area):
    """Its name in the active language or its fallbacks: looked up once a language, while it is known."""
    language = get_language() or "en"
    names = area.__dict__.setdefault("_names", {})
    if language not in names:
        names[language] = area.name
    return names[language]


def in_tree_order():
    """The public areas, each sphere in its place, followed by its sectors."""
    return sorted(known_areas().values(), key=_place)


def _place(area):
    sphere = area.parent or area
    return (sphere.order, sphere.pk, not area.is_sphere, area.order, area.pk)


def within(areas):
    """Primary keys of `areas` and, for each sphere among them, of its public sectors."""
    keys = {area.pk for area in areas}
    return keys | {pk for pk, area in known_areas().items() if area.parent_id in keys}
