"""Addresses that machines know without being told, the same in every language."""

from django.urls import path

from sessions.views.machines import robots_txt, security_txt, sitemap, sitemap_index

app_name = "machines"

urlpatterns = [
    path("robots.txt", robots_txt, name="robots-txt"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
]
