"""A place of the directory: address and numbers, the second person's check, its own form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, find
from intake.domain.errors import Refused
from records.domain import letters, places
from records.forms import permits as forms
from records.queries import permits as queries
from records.scanning import names

from .acting import page, posted


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def place(request, reference, number):
    found = find.case(request, reference)
    authorization = queries.by_number(found, number)
    if authorization is None:
        raise Http404
    kept = authorization.place
    action = request.POST.get("action", "")
    try:
        if action == "check":
            checked = places.check(kept, by=request.user, now=timezone.now())
            letters.place_checked(checked, now=timezone.now())
            messages.success(request, "Checked. Letters may leave")
            return redirect("coordinator:permission", reference, number)
        if action == "form" and request.FILES.get("file"):
            _form(request, kept)
            return redirect("coordinator:permission", reference, number)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("coordinator:place", reference, number)
    initial = {name: getattr(kept, name) for name in places.FACTS}
    form = forms.PlaceFacts(posted(request) if action == "" else None, initial=initial)
    if form.is_valid():
        places.tell(kept, form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Saved. Another coordinator checks it")
        return redirect("coordinator:permission", reference, number)
    return page(request, found, form, "coordinator/place.html", place=kept, permission=authorization)


def _form(request, kept):
    file = request.FILES["file"]
    places.keep_form(kept, names.clean(file.name), file.read(places.LARGEST_FORM + 1), by=request.user,
                     now=timezone.now())  # fmt: skip
    messages.success(request, "The form is kept for this place")
