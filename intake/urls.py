"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from intake.views import health as health_views

health = [
    path("live", health_views.live, name="live"),
    path("ready", health_views.ready, name="ready"),
]
