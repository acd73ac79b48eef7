"""Error pages. They ask neither the database nor the session: those may be what is broken."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import get_language, get_language_bidi

BARE = """<!doctype html>
<html lang="{lang}" dir="{dir}"><title>{title}</title><body><main><h1>{title}</h1></main></body></html>
"""


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of this status, else the one of its class, else bare words."""
    title = HTTPStatus(status).phrase
    try:
        template = loader.select_template([f"{status}.html", f"{status // 100}00.html"])
        body = template.render({"status": status, "request_id": getattr(request, "trace", "")})
    except TemplateDoesNotExist:
        body = BARE.format(lang=get_language() or "en", dir="rtl" if get_language_bidi() else "ltr", title=title)
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
