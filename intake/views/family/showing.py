"""What every page of a family's request is drawn with."""

from django.conf import settings
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from intake import voice, wizard
from intake.middleware import ZONE_COOKIE
from intake.policies import calendar, routing
from intake.queries import reference
from intake.queries.reference import text

FORM = "page-form"


def question_page(request, page, form, *, template="family/page.html", **context):
    """A page of questions; 422 when something is to be mended."""
    title = str(context.get("heading") or heading(page, getattr(form, "facts", None)))
    # Where the first question says the same, it is the heading.
    form.page_heading = next((name for name, field in form.fields.items() if str(field.label) == title), "")
    context = {
        "page_name": page, "form": form, "language_form": FORM, "said": said(page),
        "heading": title,
        "step": wizard.SHORT.index(page) + 1 if page in wizard.SHORT else 0, "steps": len(wizard.SHORT), **context,
    }  # fmt: skip
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def again(request, page, kept, *, action="", wall=False):
    """Nothing is lost: what was typed, and one button that sends it again."""
    context = {"page_name": page, "kept": kept, "action": action, "wall": wall, "typed": readable(kept)}
    response = TemplateResponse(request, "family/again.html", context, status=429 if wall else 200)
    if wall:
        response["Retry-After"] = "900"
    return response


def readable(kept):
    """What of these names and values a person wrote."""
    return [value for name, value in kept if value and name not in {"seen", "first", "drawn", "version", "send_key"}]


def heading(page, facts=None):
    return wizard.title(reference.current(), page, facts)


def said(page):
    row = reference.current().question_pages.get(page)
    return text(row, "text") if row else ""


def zone(request):
    """The browser's time zone, if its script told us."""
    return request.COOKIES.get(ZONE_COOKIE, "")


def today(request, case=None):
    return calendar.today(case.time_zone if case else zone(request), timezone.now())


def contact(snapshot, facts, moment="place"):
    """Whom this family calls: families from other countries have an office of their own."""
    rule = routing.route(snapshot, facts, max_age=settings.MAX_AGE, moment=moment)
    return person(routing.contact(snapshot, rule))


def person(row):
    return {"phone": row.phone, "email": row.email, "label": text(row, "label"), "hours": text(row, "hours")}


def elsewhere(snapshot, reason, facts):
    """Where else to ask: the alternatives of a reason, with whom to call where we know it."""
    found = [snapshot.alternatives[code] for code in snapshot.decline_reasons[reason].alternatives]
    rows = [(row, snapshot.contacts.get(row.contact)) for row in found if row.active]
    return [
        {"label": voice.place(row.alternative, facts, text(row, "label")), "contact": person(whom) if whom else None}
        for row, whom in rows
    ]


def page_url(case, page):
    return reverse(
        "family:check" if page == "check" else "family:page", args=[case.reference, page][: 1 + (page != "check")]
    )
