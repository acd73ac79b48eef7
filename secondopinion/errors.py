"""Error pages. They ask neither the database nor the session: those may be what is broken."""

import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

from intake.middleware import written


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The page of this status, else the one of its class."""
    template = loader.select_template([f"{status}.html", f"{status // 100}00.html"])
    context |= {"page_name": str(status), "request_id": request.META.get("REQUEST_ID", "")}
    return HttpResponse(template.render(context), status=status, reason=HTTPStatus(status).phrase)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away or too busy is no mistake of ours: it comes back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = page(request, 503, kept=written(request))
        response["Retry-After"] = "10"
        return response
    return page(request, 500)
