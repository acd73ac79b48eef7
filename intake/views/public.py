"""Pages for everybody: what this is, whom to call, how to read it."""

import re
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from intake import doors
from intake.queries import reference
from intake.queries.reference import text
from intake.views.family import opened, showing, speaking
from intake.views.family.texts import written

START = ("start_what", "start_need", "start_steps", "start_limits")
THEMES = {"light", "dark"}
COLOR = re.compile("#[0-9a-fA-F]{6}")
CHECKED = date(2026, 11, 24)  # when somebody last went through the list on the accessibility page
READABLE = 4.5  # to 1, white letters on it and it on white


@doors.anyone
@require_safe
def start(request):
    """Why one would ask, and what it takes. A request that this browser has begun waits here."""
    snapshot = reference.current()
    context = {name: written(snapshot.texts[name]) for name in START}
    return TemplateResponse(
        request,
        "public/start.html",
        {**context, **_promises(snapshot), "robots": "index", "begun": opened.here(request)},
    )


def _promises(snapshot):
    """Within how much time a person calls: as a rule, and when it is very urgent."""
    targets = snapshot.priority_targets
    return {name: text(targets[code], "first_human_contact") for name, code in (("soon", "P3"), ("at_once", "P1"))}


@doors.anyone
@require_safe
def help_page(request):
    snapshot = reference.current()
    contacts = [showing.person(row) for row in snapshot.contacts.values() if "family" in row.shown_to]
    return TemplateResponse(
        request, "public/help.html", {"text": written(snapshot.texts["help"]), "contacts": contacts}
    )


@doors.anyone
@require_safe
def privacy(request):
    return _text_page(request, "privacy", "privacy_office")


@doors.anyone
@require_safe
def accessibility(request):
    return _text_page(request, "accessibility", "access_help")


def _text_page(request, name, contact):
    snapshot = reference.current()
    context = {"text": written(snapshot.texts[name]), "contact": showing.person(snapshot.contacts[contact])}
    return TemplateResponse(request, f"public/{name}.html", {**context, "checked_on": CHECKED})


@doors.anyone
@require_POST
def language(request):
    """For pages without a form of their own. A family is written to in the language that it reads."""
    response = redirect(_back(request))
    code = speaking.chosen(request)
    if not code:
        return response
    opened.speak(request, code)
    return speaking.remember(response, code)


@doors.anyone
@require_POST
def theme(request):
    response = redirect(_back(request))
    name = request.POST.get("theme", "")
    if name in THEMES:
        response.set_cookie(
            "theme", name, max_age=speaking.A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@doors.anyone
@require_safe
def theme_css(request):
    """The hospital's own color, if the administrator has entered one that can be read on white."""
    row = reference.current().texts.get("brand_color")
    color = row.body_en.strip() if row else ""
    good = COLOR.fullmatch(color) and contrast(color) >= READABLE
    rules = f":root{{--govuk-brand-colour:{color};--govuk-link-colour:{color};--so-header:{color}}}" if good else ""
    css = f"@media not (prefers-color-scheme:dark){{{rules}}}" if rules else ""
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": "public, max-age=300"})


def contrast(color):
    """How well white is read on it, by the formula of WCAG."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _back(request):
    """The page that was left; never another site."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/"
