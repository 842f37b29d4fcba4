"""Pages of commissions, sectors and agreements; they stand under the language."""

from django.urls import path

from commission.views.agreement import agreement_detail, agreement_list
from commission.views.area import area_detail, area_list
from commission.views.commission import commission_detail, commission_list
from commission.views.correction import correction_list

app_name = "commission"

urlpatterns = [
    path("commissions/", commission_list, name="commission-list"),
    path("commissions/<slug:slug>/", commission_detail, name="commission-detail"),
    path("areas/", area_list, name="area-list"),
    path("areas/<slug:slug>/", area_detail, name="area-detail"),
    path("corrections/", correction_list, name="correction-list"),
    path("agreements/", agreement_list, name="agreement-list"),
    path("agreements/<slug:slug>/", agreement_detail, name="agreement-detail"),
]
