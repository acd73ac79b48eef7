"""How pages write values: people's words in their own bdi, days, moments, tags; and the parts of a form."""

import datetime

from django import template
from django.conf import settings
from django.db import Error as DatabaseError
from django.template.loader import get_template
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.forms import drawing, words
from intake.queries import answers, reference

register = template.Library()

STAFF = ("coordinator", "oncology", "admin")
STAFF_ROOMS = ("coordinator", "oncology", "account")
COLORS = {
    "yellow": "needs_information needed in_progress P2 waiting held",
    "blue": "submitted in_triage ready_for_review in_review received not_started working",
    "green": "opinion_ready delivered accepted done completed",
    "red": "wrong_patient unreadable incomplete P1 urgent overdue infected not_scannable",
}
COLOR_OF = {state: color for color, states in COLORS.items() for state in states.split()}
ZONES = {
    "America/New_York": gettext_lazy("Eastern time"),
    "America/Chicago": gettext_lazy("Central time"),
    "America/Denver": gettext_lazy("Mountain time"),
    "America/Phoenix": gettext_lazy("Arizona time"),
    "America/Los_Angeles": gettext_lazy("Pacific time"),
    "America/Anchorage": gettext_lazy("Alaska time"),
    "Pacific/Honolulu": gettext_lazy("Hawaii time"),
}

for question in (
    drawing.component_template,
    drawing.limit,
    drawing.unknown_box,
    drawing.reveals,
    drawing.drawn_elsewhere,
    drawing.options,
    drawing.parts,
    drawing.whole_errors,
    drawing.error_items,
    drawing.button_classes,
):
    register.filter(question)
register.simple_tag(drawing.control)
register.simple_tag(words.script_words)


@register.filter
def bdi(value, kind=""):
    """A value of people or the database, apart from the text's direction: `name|bdi`, `reference|bdi:"ref"`."""
    if value in (None, ""):
        return ""
    if kind in {"ref", "code"}:
        return format_html('<bdi dir="ltr" class="so-{}" data-data>{}</bdi>', kind, value)
    if kind == "ltr":
        return format_html('<bdi dir="ltr" data-data>{}</bdi>', value)
    return format_html("<bdi data-data>{}</bdi>", value)


@register.filter
def asks_for_self(case):
    """Whether a page speaks to the patient and not to a parent; pages without a case speak to anybody."""
    return bool(case) and answers.asks_for_self(case)


@register.filter
def day(value):
    """April 27, 2016, from a date, a moment or "2016-04-27"; "2016-04" gives April 2016."""
    value, whole = _date(value)
    if not value:
        return ""
    text = formats.date_format(value, _day_format() if whole else "YEAR_MONTH_FORMAT")
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[: 10 if whole else 7], text)


@register.filter
def short_day(value):
    """Apr 27, 2016, or Apr 27 in the year that runs: for the dense lists of staff."""
    if not (value := _date(value)[0]):
        return ""
    year = "" if value.year == timezone.localdate().year else f", {value.year}"
    return format_html('<time datetime="{}">{}</time>', value, f"{value:%b} {value.day}{year}")


@register.filter
def moment(value):
    """April 27, 2016, 2:30 pm Eastern time, in the zone now active."""
    if not value:
        return ""
    here = timezone.localtime(value)
    clock = f"{here.hour % 12 or 12}:{here:%M} " + (_("am") if here.hour < 12 else _("pm"))
    written = {"day": formats.date_format(here, _day_format()), "time": clock, "zone": zone_name()}
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), _("%(day)s, %(time)s %(zone)s") % written
    )


@register.filter
def age(born, today=None):
    """6 years; below 2 years the months."""
    born, _whole = _date(born)
    if not born:
        return ""
    today = today or timezone.localdate()
    months = max((today.year - born.year) * 12 + today.month - born.month - (today.day < born.day), 0)
    if months < 24:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


@register.filter
def tag_color(state):
    return COLOR_OF.get(str(state), "grey")


@register.filter
def fallback_lang(language):
    """The attributes of a text that is not in the page's language."""
    if not language or language == (translation.get_language() or "en")[:2]:
        return ""
    direction = "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.simple_tag
def field(bound):
    """One field of a form, drawn by the pack."""
    return get_template("govuk/field.html").render({"field": bound})


@register.filter
def is_heading(bound):
    return getattr(bound.form, "page_heading", "") == bound.name


@register.simple_tag
def zone_name():
    name = timezone.get_current_timezone_name()
    key = getattr(timezone.get_current_timezone(), "key", name)
    if key in ZONES:
        return str(ZONES[key])
    return _("%(city)s time") % {"city": key.rpartition("/")[2].replace("_", " ")} if "/" in key else name


@register.simple_tag(takes_context=True)
def shell(context):
    """What base.html needs to know of the request; all of it empty where there is none."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    room = match.namespace if match else ""
    # A page for families must not look at the session only to find no staff there.
    staff = getattr(getattr(request, "user", None), "room", "") if room in STAFF_ROOMS else ""
    theme = request.COOKIES.get("theme", "") if request else ""
    return {
        "room": room,
        "page": context.get("page_name") or (match.url_name if match else ""),
        "staff": staff if staff in STAFF else "",
        "theme": theme if theme in ("light", "dark") else "",
        "here": request.get_full_path() if request else "",
        "has_token": bool(match and "token" in match.kwargs),
        "org": settings.SITE_ORG,
        "demo": settings.DEPLOYMENT == "demo",
    }


@register.simple_tag
def site_contact(code="default"):
    """Whom to call. Pages say it even when the database is what is broken."""
    try:
        row = reference.current().contacts.get(code)
    except DatabaseError:
        return None
    if row is None:
        return None
    texts = {name: reference.text(row, name) for name in ("label", "hours")}
    return {"phone": row.phone, "email": row.email, **texts}


def _day_format():
    return "F j, Y" if (translation.get_language() or "en").startswith("en") else "DATE_FORMAT"


def _date(value):
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date(), True
    if not isinstance(value, str):
        return value, True
    whole = len(value) == 10
    try:
        return datetime.date.fromisoformat(value if whole else f"{value}-01"), whole
    except ValueError:
        return None, whole
