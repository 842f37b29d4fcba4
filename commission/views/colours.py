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
    rules = [f'[data-side="{name}"]{{--side:#{name}}}' for name in _sides()]
    rules += [f'[data-area="{pk}"]{{--sphere:{colour}}}' for pk, colour in _areas()]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/css; charset=utf-8")


def _sides():
    public = Commission.objects.published()
    sides = Side.objects.filter(commission__in=public).order_by()
    colours = sides.values_list("colour", flat=True).distinct()
    return sorted({name_of(colour) for colour in colours})


def _areas():
    areas = CooperationArea.objects.published().order_by("pk").select_related("parent")
    return [(area.pk, (area.parent or area).colour) for area in areas]
