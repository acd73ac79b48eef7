"""The words of a notice: texts of the reference data, a link, and never a personal fact."""

from django.conf import settings
from django.urls import reverse

from intake.models import Notice
from intake.policies.notices import TEXTS
from intake.queries import reference
from intake.states import Role, Room

from . import links


def language(notice):
    """Staff read English; a family reads the language it chose."""
    if notice.to.room == Room.FAMILY:
        return notice.case.language
    return notice.to.language


def words(notice, batch=(), *, now):
    """Everything a mail template may say."""
    snapshot = reference.current()
    kind = "staff_digest" if notice.digest else notice.kind
    row = snapshot.notice_texts[TEXTS[kind], "email"]
    contact = snapshot.contacts["default"]
    facts = {
        "link": address(notice, now=now),
        "phone": contact.phone,
        "org": settings.SITE_ORG,
        "reference": notice.case.reference,
        "priority": notice.priority,
        "n_open": len({each.case_id for each in batch}) or 1,
        "n_late": late(batch or [notice], now),
    }
    return {
        **facts,
        "subject": reference.text(row, "subject"),
        "body": reference.text(row, "body").format(**facts),
        "hours": reference.text(contact, "hours"),
        "for_staff": notice.to.email is not None,
        "days": links.LIVES[notice.to.room].days if notice.to.room in links.LIVES else 0,
        "is_digest": notice.digest,
    }


def address(notice, *, now):
    """The one link of the mail. A family's and a physician's carry a token, staff sign in."""
    if notice.digest:
        path = reverse("oncology:inbox" if notice.to.role == Role.ONCOLOGY else "coordinator:queue")
    elif notice.to.email is None:
        path = reverse(f"{notice.to.room}:link", args=[links.issue(notice, now=now)])
    else:
        path = reverse(f"{notice.to.room}:case", args=[notice.case.reference])
    return settings.BASE_URL + path


def late(batch, now):
    """How many of these cases were due before now."""
    cases = {notice.case_id for notice in batch}
    return Notice.objects.filter(case__in=cases, case__due_at__lt=now).values("case").distinct().count()
