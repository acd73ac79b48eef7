"""Joins the rooms of both apps: one namespace a room."""

from django.urls import URLPattern, URLResolver, include, path

import intake.urls
import records.urls
from intake import admin
from intake.views import health


def room(name: str, prefix: str | None = None) -> URLResolver:
    patterns: list[URLPattern] = [*getattr(intake.urls, name, []), *getattr(records.urls, name, [])]
    return path(f"{name}/" if prefix is None else prefix, include((patterns, name)))


urlpatterns = [
    room("public", ""),
    *(room(name) for name in ("account", "family", "physician", "coordinator", "oncology", "files", "health")),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
handler400 = "secondopinion.errors.bad_request"
handler403 = "secondopinion.errors.forbidden"
handler404 = "secondopinion.errors.not_found"
handler500 = "secondopinion.errors.server_error"
