"""A small site of sample pages: what the pack and the parts look like, without database."""

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path

from . import data, forms


def everything(request):
    form = forms.Everything(request.POST or None, request.FILES or None)
    context = {"form": form, "back_url": "/", "title": "Every part", "language_form": "page-form"}
    return TemplateResponse(request, "sample/form.html", context)


def heading(request):
    form = forms.Heading(request.POST or None)
    return TemplateResponse(request, "sample/heading.html", {"form": form})


def password(request):
    return TemplateResponse(request, "sample/heading.html", {"form": forms.SignIn(request.POST or None)})


def rows(request):
    formset = forms.Facilities(request.POST or None, prefix="facilities")
    return TemplateResponse(request, "sample/rows.html", {"formset": formset})


def parts(request):
    return TemplateResponse(request, "sample/parts.html", data.family() | {"title": "Your request"})


def queue(request):
    return TemplateResponse(request, "sample/queue.html", data.staff() | {"form": forms.Filters()})


def case(request, reference):
    return TemplateResponse(request, "sample/case.html", data.case(reference))


def broken(request, status):
    template = f"{status}.html"
    return TemplateResponse(request, template, {"request_id": "0123456789abcdef"}, status=int(status))


def chosen(request):
    response = HttpResponseRedirect(request.POST.get("next", "/"))
    for name in ("theme", "language"):
        if name in request.POST:
            response.set_cookie(name, request.POST[name])
    return response


def page(request):
    return HttpResponse("")


public = [
    path("language/", chosen, name="language"),
    path("theme/", chosen, name="theme"),
    path("help/", page, name="help"),
    path("privacy/", page, name="privacy"),
    path("accessibility/", page, name="accessibility"),
]
family = [
    path("form/", everything, name="form"),
    path("heading/", heading, name="heading"),
    path("password/", password, name="password"),
    path("rows/", rows, name="rows"),
    path("parts/", parts, name="parts"),
    path("return/", page, name="return"),
    path("broken/<status>/", broken, name="broken"),
]
coordinator = [path("", queue, name="queue"), path("<reference>/", case, name="case")]
admin = [path("", page, name="index")]
urlpatterns = [
    path("admin/", include((admin, "admin"))),
    path("", include((public, "public"))),
    path("family/", include((family, "family"))),
    path("coordinator/", include((coordinator, "coordinator"))),
]
