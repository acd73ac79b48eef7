"""The form that a place wants instead of ours: given empty, taken signed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import doors
from records.domain import permits
from records.forms import permits as forms
from records.queries import items as item_queries
from records.views import files_in
from records.views.papers import shown

from .permits import found_permission, whole


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def own_form(request, reference, number):
    """The place wants its own form: GET gives the empty one, POST takes the signed one for a coordinator to check."""
    case, found = found_permission(request, reference, number)
    if found.place.form is None:
        raise Http404
    if request.method != "POST":
        return shown(bytes(found.place.form), "form")
    form = forms.OwnForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {**whole(request, case, found), "own": form, "form": None}
        return TemplateResponse(request, "family/permission.html", context, status=422)
    item = item_queries.of_kind(case, "authorization")
    taken = files_in.take(case, [form.cleaned_data["file"]], item=item, by=request.user, now=timezone.now())
    for _name, reason in taken.refused:
        messages.error(request, reason)
    if taken.kept:
        permits.keep_form(found, taken.kept[0], by=request.user, now=timezone.now())
        messages.success(request, _("We have the form. Our coordinator looks at it."))
    return redirect("family:permission", case.reference, number)
