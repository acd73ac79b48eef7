"""The language buttons of a page with a form belong to that form: what was typed comes back in the new language."""

from functools import wraps

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

A_YEAR = 365 * 24 * 3600


def follows(view):
    """`request.spoken` is the language that was pressed, or "": with one, the view judges and saves nothing."""

    @wraps(view)
    def spoken(request, *args, **kwargs):
        request.spoken = chosen(request)
        if not request.spoken:
            return view(request, *args, **kwargs)
        translation.activate(request.spoken)
        request.LANGUAGE_CODE = request.spoken
        return remember(view(request, *args, **kwargs), request.spoken)

    return spoken


def chosen(request):
    code = request.POST.get("language", "") if request.method == "POST" else ""
    return code if code in dict(settings.LANGUAGES) else ""


def remember(response, code):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY, samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )  # fmt: skip
    return response


def language():
    """The code of the language that the page is in."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]
