"""The cases that one's cover holds, the most urgent first."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake import doors, paging
from intake.queries import reference
from intake.queries.reference import text
from intake.states import CaseStatus
from records.queries import queue


@doors.oncology
@require_safe
def inbox(request):
    now = timezone.now()
    services = [service.pk for service in request.user.services.all()]
    page = queue.page(request.user, services, "priority", request.GET.get("page", ""))
    snapshot = reference.current()
    cards = [_card(row, snapshot, now) for row in page.rows]
    return TemplateResponse(request, "oncology/inbox.html", {"cards": cards, "pager": _pager(page), "lost": page.lost})


def _card(row, snapshot, now):
    today = timezone.localdate(now)
    group = snapshot.checklist_groups.get(row.group)
    return {
        "row": row,
        "group": text(group, "label") if group else row.group,
        "state": CaseStatus(row.status).label,
        "days": (row.decide_on - today).days if row.decide_on else None,
        "done": row.records_needed - row.records_outstanding,
    }


def _pager(page):
    path = reverse("oncology:inbox")
    return {
        "first": path if page.prev else "",
        "prev": f"{path}?page={page.prev}" if page.prev else "",
        "next": f"{path}?page={page.next}" if page.next else "",
        "last": f"{path}?page={paging.LAST}" if page.next else "",
    }
