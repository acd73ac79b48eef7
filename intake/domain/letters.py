"""The words of a notice: texts of the reference data, a link, and never a personal fact."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from intake.models import Notice
from intake.policies import calendar
from intake.policies.notices import CHASING, STAFF_TEXTS, TEXTS
from intake.queries import reference
from intake.states import Role, Room

from . import links

HERE = "\0"  # stands for the link until the text is cut there
LEFT_TO_RIGHT, END = "\u2066", "\u2069"  # keep a phone number whole inside Arabic


def message(notice, address, batch=(), *, now, connection=None):
    """The mail of a notice: plain text first, the same words as HTML; nothing personal in either."""
    spoken = language(notice)
    with translation.override(spoken), timezone.override(None):
        said = words(notice, batch, now=now)
        subject, _, text = render_to_string(f"mail/{said['kind']}.txt", said).lstrip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
        html = render_to_string("mail/notice.html", {**said, "lines": text.splitlines()})
    headers = {"Message-ID": message_id(notice), "Content-Language": spoken, "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text, settings.MAIL_FROM, [address], headers=headers, connection=connection
    )
    mail.attach_alternative(html, "text/html")
    return mail


def message_id(notice):
    name = salted_hmac("message-id", str(notice.pk), algorithm="sha256").hexdigest()[:24]
    return f"<{name}@{urlsplit(settings.BASE_URL).hostname}>"


def language(notice):
    """Staff read English; a family reads the language it chose."""
    if notice.to.room == Room.FAMILY:
        return notice.case.language
    return notice.to.language


def words(notice, batch=(), *, now):
    """Everything a mail template may say."""
    snapshot = reference.current()
    kind = "staff_digest" if notice.digest else notice.kind
    row, contact = snapshot.notice_texts[_text(kind, notice.to), "email"], snapshot.contacts["default"]
    facts = {
        "phone": _whole(contact.phone), "org": _sender(), "reference": _whole(notice.case.reference),
        "priority": notice.priority, "n_open": len({each.case_id for each in batch}) or 1,
        "n_late": late(batch or [notice]),
    }  # fmt: skip
    body = reference.text(row, "body").format(link=HERE, **facts)
    before, cut, after = body.partition(HERE)
    return {
        **facts,
        "kind": kind,
        "subject": reference.text(row, "subject"),
        "before": before.strip(),
        "link": address(notice, now=now) if cut else "",
        "after": after.lstrip(" .،。").rstrip(),
        "plain_reference": notice.case.reference,
        "hours": reference.text(contact, "hours"),
        "for_staff": notice.to.email is not None,
        "for_office": notice.to.room == Room.PHYSICIAN,
        "days": links.LIVES[notice.to.room].days if notice.to.room in links.LIVES else 0,
        "chases": kind in CHASING,
    }


def _text(kind, to):
    return STAFF_TEXTS.get(kind, TEXTS[kind]) if to.email is not None else TEXTS[kind]


def address(notice, *, now):
    """The one link of the mail. A family's and a physician's carry a token, staff sign in."""
    if notice.digest:
        path = reverse("oncology:inbox" if notice.to.role == Role.ONCOLOGY else "coordinator:queue")
    elif notice.to.email is None:
        path = reverse(f"{notice.to.room}:link", args=[links.issue(notice, now=now)])
    else:
        path = reverse(f"{notice.to.room}:case", args=[notice.case.reference])
    return settings.BASE_URL + path


def late(batch):
    """How many of these cases were late at the hour of the digest; asked again, the same."""
    hour = calendar.next_digest(batch[0].to.time_zone, min(notice.made_at for notice in batch))
    cases = {notice.case_id for notice in batch}
    return Notice.objects.filter(case__in=cases, case__due_at__lt=hour).values("case").distinct().count()


def _sender():
    """The name that mails go by: neutral, as the site's own name need not be."""
    return parseaddr(settings.MAIL_FROM)[0] or settings.SITE_ORG


def _whole(number):
    return f"{LEFT_TO_RIGHT}{number}{END}" if translation.get_language_bidi() else number
