from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commission.colours import name_of
from commission.models import Commission, CooperationArea, Side


@require_safe
@cache_control(public=True, max_age=300)
def colours(request):
    """The stylesheet of the record's own colours: `--side` of sides and `--sphere` of areas.

    A side names its colour (`Side.colour_name`), since there are thousands of sides in the world
    and a few dozen colours; a sector takes its sphere's.  Public rows only; two queries.  Pages may
    not write colours into themselves (Content-Security-Policy), so they come from here.
    """
    return _stylesheet(None)


@require_safe
@cache_control(private=True, no_store=True)
def draft_colours(request):
    """As `colours`, of all that this reader sees, for the pages of drafts."""
    return _stylesheet(request.user)


def _stylesheet(reader):
    rules = [f'[data-side="{name}"]{{--side:#{name}}}' for name in _sides(reader)]
    rules += [
        f'[data-area="{pk}"]{{--sphere:{colour}}}' for pk, colour in _areas(reader)
    ]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/css; charset=utf-8")


def _sides(reader):
    seen = Commission.objects.visible_to(reader)
    sides = Side.objects.filter(commission__in=seen).order_by()
    colours = sides.values_list("colour", flat=True).distinct()
    return sorted({name_of(colour) for colour in colours})


def _areas(reader):
    seen = CooperationArea.objects.visible_to(reader)
    areas = seen.order_by("pk").select_related("parent")
    return [(area.pk, (area.parent or area).colour) for area in areas]
