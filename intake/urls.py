"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from intake.views import account as account_views
from intake.views import family as family_views
from intake.views import health as health_views
from intake.views import physician as physician_views
from intake.views import public as public_views

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
public = [
    path("", public_views.start, name="start"),
    path("language/", public_views.language, name="language"),
    path("theme/", public_views.theme, name="theme"),
    path("theme.css", public_views.theme_css, name="theme_css"),
    path("help/", public_views.help_page, name="help"),
    path("privacy/", public_views.privacy, name="privacy"),
    path("accessibility/", public_views.accessibility, name="accessibility"),
]
family = [
    path("start/", family_views.start, name="start"),
    path("start/place/", family_views.place, name="start_place"),
    path("return/", family_views.come_back, name="return"),
    path("link/<str:token>/", family_views.link, name="link"),
    path("<str:reference>/kept/", family_views.kept, name="kept"),
    path("<str:reference>/unlock/", family_views.unlock, name="unlock"),
    path("<str:reference>/lost-words/", family_views.lost_words, name="lost_words"),
    path("<str:reference>/passphrase/", family_views.passphrase, name="passphrase"),
    path("<str:reference>/leave/", family_views.leave, name="leave"),
    path("<str:reference>/delete/", family_views.delete, name="delete"),
]
physician = [
    path("link/<str:token>/", physician_views.link, name="link"),
    path("return/", physician_views.comeback, name="return"),
    path("<str:reference>/code/", physician_views.code, name="code"),
    path("<str:reference>/kept/", physician_views.kept, name="kept"),
]
