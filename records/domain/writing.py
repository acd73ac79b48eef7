"""Writes a letter and keeps it as it was written."""

import hashlib

from django.conf import settings
from django.urls import reverse

from intake.domain import history, links, members
from intake.queries import reference
from intake.sealing import seal_bytes
from records.models import Letter
from records.papers import request as papers


def write(case, items, authorization, seat, department, record_no, language, *, basis="", by, now):
    number = _next(case)
    token = links.printed(seat, f"{case.reference}|{number}", now=now)
    basis = basis or ("authorization" if authorization else "treatment")
    document = papers.request(
        case, to=to(case, authorization), department=department, record_no=record_no, items=items, basis=basis,
        link=settings.BASE_URL + reverse("physician:link", args=[token]),
        code=members.office_code(seat, now=now) or "-", owner=owner(case), language=language, now=now,
    )  # fmt: skip
    letter = keep(case, document, kind="request", authorization=authorization, basis=basis, department=department,
                   language=language, seat=seat, by=by, now=now)  # fmt: skip
    letter.items.set(items)
    return letter


def keep(case, document, *, by, now, **columns):
    number = _next(case)
    letter = Letter.objects.create(
        case=case, number=number, document=seal_bytes(case, document, f"letter|{number}"),
        sha256=hashlib.sha256(document).hexdigest(), made_at=now, made_by=by, **columns,
    )  # fmt: skip
    history.chain(case, [history.Change("letter_made", f"letter:{number}", after=letter.kind)], by=by, now=now)
    return letter


def _next(case):
    return (Letter.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0) + 1


def to(case, authorization):
    if authorization is not None:
        place = authorization.place
        return {"name": place.name, "address": " ".join(place.address.split()), "fax": place.fax}
    told = {row.kind: row for row in case.contacts.all()}
    office = told.get("office")
    return {"name": office.name if office else "", "address": "", "fax": ""}


def owner(case):
    """Whom a clerk may call."""
    contact = reference.current().contacts["physician_line"]
    return {"name": case.owner.name if case.owner else reference.text(contact, "label"), "phone": contact.phone}
