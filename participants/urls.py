"""Pages of participants and organisations; they stand under the language."""

from django.urls import path

from participants.views.organisation import organisation_detail, organisation_list
from participants.views.participant import participant_detail, participant_list

app_name = "participants"

urlpatterns = [
    path("participants/", participant_list, name="participant-list"),
    path("participants/<slug:slug>/", participant_detail, name="participant-detail"),
    path("organisations/", organisation_list, name="organisation-list"),
    path("organisations/<slug:slug>/", organisation_detail, name="organisation-detail"),
]
