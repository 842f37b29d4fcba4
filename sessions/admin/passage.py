from django.db.models import Prefetch

from commission.admin.rows import Rows
from commission.models import CooperationArea
from sessions.models import AgendaItem, Passage

AREAS = Prefetch("areas", CooperationArea.objects.select_related("parent"))


class AgendaRows(Rows):
    model = AgendaItem
    number_field = "number"
    fields = ["text", "areas"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(AREAS)


class PassageRows(Rows):
    model = Passage
    number_field = "number"
    fields = ["text", "areas"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(AREAS)
