"""What tests start from: people, cases, files. Made through the product's own verbs, so they are never half true."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.domain import answers
from intake.models import Cover, Service, User
from intake.states import Role
from records.domain import cases, checklist, permits, uploads
from records.models import RecordItem

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday, 10:00 in New York
TODAY = date(2026, 11, 24)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SHORT = {
    "red_flags": ("none",),
    "country": "US",
    "region": "PA",
    "asker_role": "parent",
    "timing": "first_weeks",
    "decision_date": str(TODAY + timedelta(days=20)),
    "child_first_name": "Nia",
    "child_last_name": "Sample",
    "child_dob": "2019-04-27",
    "dx_known": "confirmed",
    "dx_text": "osteosarcoma",
    "guardian_first_name": "Ana",
    "guardian_relation": "mother",
    "guardian_phone": "+1 202-555-0101",
    "guardian_email": "ana.sample@example.org",
}
OFFICE = {
    "doctor_name": "Dr. Avery Fixture",
    "doctor_hospital": "Demo Hospital",
    "doctor_phone": "+1 202-555-0131",
    "doctor_email": "office@example.org",
    "doctor_contact_ok": "yes",
}
_emails = iter(range(1, 10**6))


def service(code="oncology"):
    return Service.objects.get(code=code)


def person(role, *, email=None, services=("oncology",), groups=(), **values):
    """A staff member, or (family, physician) somebody without an address."""
    if role not in {Role.FAMILY, Role.PHYSICIAN}:
        email = email or f"{role}{next(_emails)}@example.org"
    user = User.objects.create(
        role=role, email=email, created_at=NOW, password=make_password(None), **{"name": str(role), **values}
    )
    user.services.set(Service.objects.filter(code__in=services) if email else [])
    Cover.objects.bulk_create(
        Cover(user=user, service=service(code), group=group) for code in services for group in groups
    )
    return user


def draft(*, now=NOW, language="en", **told):
    """A request with the answers of the short form, not sent. `told` adds to them or (None) takes away."""
    data = {code: value for code, value in {**SHORT, **told}.items() if value is not None}
    return answers.start(data, language=language, now=now)


def case(status="submitted", *, now=NOW, language="en", by=None, **told):
    """A request that was sent, and is as far as `collecting_records` if so wished."""
    found = draft(now=now, language=language, **told)
    found = checklist.send(found, consents=CONSENTS, max_age=21, by=family_of(found), now=now)
    by = by or (person(Role.COORDINATOR) if status != "submitted" else None)
    for action in ROAD.get(status, ()):
        found = cases.advance(found, action, by=by, now=now)
    return found


CONSENTS = ("consent_privacy", "consent_limits")
ROAD = {"in_triage": ["take"], "collecting_records": ["take", "accept"]}


def family_of(found):
    return found.members.get(kind="family").user


def office_of(found):
    return found.members.get(kind="physician").user


PLACE = {
    ("facility_name", 0): "Riverside Sample Hospital",
    ("facility_place", 0): "Example City, PA",
    ("facility_kinds", 0): ["imaging", "pathology"],
    ("facility_record_no", 0): "R-4471",
    ("facility_dates", 0): "spring 2026",
}
RIGHT = {"guardian_authority": "parent_full", "guardian_last_name": "Sample"}


def named(found, places=PLACE, *, now=NOW):
    """The family has named places that hold records, and told that it may sign."""
    told = {**RIGHT, **places}
    return cases.save_answers(found, told, page="doctors", max_age=21, by=family_of(found), now=now)


def signed(found, *, places=PLACE, now=NOW, **proof):
    """The first permission of the case, signed on the page."""
    found = named(found, places, now=now)
    permits.prepare(found, by=family_of(found), now=now)
    found.save()
    given = {"name": "Ana Sample", "language": "en", "button": "Sign", "ticks": "agree", "authentication": "browser"}
    first = found.authorizations.order_by("number").first()
    return permits.sign(first, permits.Proof(**{**given, **proof}), by=family_of(found), now=now)


def items(found, **filters):
    return RecordItem.objects.filter(case=found, **filters).order_by("number")


def file(name="report.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def upload(found, item=None, *, by=None, content=PDF, now=NOW):
    return uploads.add(found, item, file(content=content), by=by or family_of(found), now=now)
