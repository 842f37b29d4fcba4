"""Root of the addresses: each app's pages stand under the language, everything else without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from commission.views.colours import colours, draft_colours
from commission.views.health import healthz
from commission.views.preview import preview

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    # Outside the namespace of the pages, which stands under the language.
    path("colours.css", colours, name="colours"),
    # Before the admin, which takes whatever is below its lists for a record.
    path("admin/", include("sessions.urls_desk")),
    path("draft-colours.css", draft_colours, name="draft-colours"),
    path("preview/<slug:token>/<path:page>", preview, name="preview"),
    path("admin/", admin.site.urls),
    path("files/", include("sessions.urls_files")),
    path("api/v1/", include("sessions.api.urls")),
    path("", include("sessions.urls_machines")),
]
urlpatterns += i18n_patterns(
    path("", include("sessions.urls")),
    path("", include("participants.urls")),
    path("", include("commission.urls_pages")),
)
