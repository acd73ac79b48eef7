"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from intake.views import account as account_views
from intake.views import health as health_views

health = [
    path("live", health_views.live, name="live"),
    path("ready", health_views.ready, name="ready"),
]
account = [
    path("", account_views.home, name="home"),
    path("login/", account_views.login, name="login"),
    path("code/", account_views.code, name="code"),
    path("logout/", account_views.logout, name="logout"),
    path("invitation/<str:token>/", account_views.invitation, name="invitation"),
    path("enroll/", account_views.enroll, name="enroll"),
    path("enroll/qr.svg", account_views.qr, name="qr"),
    path("security/", account_views.security, name="security"),
    path("sessions/end/", account_views.end_session, name="end_session"),
    path("kept/", account_views.kept, name="kept"),
]
