"""A file that was not taken, or is only half there, leaves its sender's list."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from records.domain.arriving import end as ending
from records.queries import arrivals as queries


def end(request, case, key):
    found = queries.own(request.user, key)
    if found is None or found.case_id != case.pk:
        raise Http404
    with suppress(ending.Finished):  # it came whole meanwhile: its own line says so
        ending.end(found, now=timezone.now())
        messages.success(request, _("The file is off your list."))
