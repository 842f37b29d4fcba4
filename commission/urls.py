"""Root of the addresses: each app's pages stand under the language, everything else without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from commission.views.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("files/", include("sessions.urls_files")),
]
urlpatterns += i18n_patterns()
