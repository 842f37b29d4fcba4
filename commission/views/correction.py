from django.template.response import TemplateResponse

from commission.listing import page_of
from commission.models import Correction, with_records
from commission.parameter_names import names_left_out


def correction_list(request):
    """What was corrected in public records, the latest first.  A query for each kind of record."""
    public = Correction.objects.published().latest_first()
    page, notice = page_of(public, request)
    context = {
        "page": page,
        "corrected": with_records(page.object_list),
        "notices": [*names_left_out(request.GET, []), *filter(None, [notice])],
    }
    return TemplateResponse(request, "commission/correction_list.html", context)
