import pytest

from intake.domain import team
from intake.models import Cover, Service, User
from intake.queries import cases as queries
from intake.states import Role
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def staff(role, *services):
    user = User.objects.create(email=f"{role}{User.objects.count()}@example.org", role=role, created_at=NOW)
    user.services.set(services)
    return user


@pytest.fixture
def oncology():
    return Service.objects.get(code="oncology")


@pytest.fixture
def admin():
    return staff(Role.ADMIN)


def told(case):
    return [notice.to for notice in case.notices.filter(kind="team_alert").order_by("pk")]


def test_a_doctor_who_now_covers_a_group_sees_its_cases_and_is_told_once(oncology, admin):
    lead, doctor = staff(Role.LEAD_COORDINATOR, oncology), staff(Role.ONCOLOGY)
    case = make.case()
    assert (case.covered, told(case)) == (False, [lead])

    Cover.objects.create(user=doctor, service=oncology, group="bone")
    team.cover_changed(oncology, "bone", by=admin, now=NOW)
    team.cover_changed(oncology, "bone", by=admin, now=NOW)

    case.refresh_from_db()
    assert (case.covered, told(case)) == (True, [lead, doctor])
    assert case in queries.visible_to(doctor)


def test_a_case_that_loses_its_doctor_goes_to_the_leads(oncology, admin):
    doctor = staff(Role.ONCOLOGY)
    cover = Cover.objects.create(user=doctor, service=oncology, group="bone")
    case = make.case()
    lead = staff(Role.LEAD_COORDINATOR, oncology)
    assert (case.covered, told(case)) == (True, [doctor])

    cover.delete()
    team.cover_changed(oncology, "bone", by=admin, now=NOW)

    case.refresh_from_db()
    assert (case.covered, told(case)) == (False, [doctor, lead])


def test_a_doctor_who_leaves_covers_nothing(oncology, admin):
    doctor = staff(Role.ONCOLOGY)
    Cover.objects.create(user=doctor, service=oncology, group="bone")
    case = make.case()

    User.objects.filter(pk=doctor.pk).update(is_active=False)
    team.person_changed(doctor, by=admin, now=NOW)

    case.refresh_from_db()
    assert not case.covered


def test_other_groups_and_drafts_are_left_alone(oncology, admin):
    doctor = staff(Role.ONCOLOGY)
    other, draft = make.case(dx_text="wilms"), make.draft()
    Cover.objects.create(user=doctor, service=oncology, group="bone")

    team.cover_changed(oncology, "bone", by=admin, now=NOW)

    other.refresh_from_db()
    draft.refresh_from_db()
    assert (told(other), told(draft), draft.event_number) == ([], [], make.draft().event_number)


def test_the_admin_page_does_it(oncology, admin, client):
    client.force_login(admin)
    doctor, case = staff(Role.ONCOLOGY), make.case()

    client.post("/admin/intake/cover/add/", {"user": doctor.pk, "service": oncology.pk, "group": "renal"})
    cover = Cover.objects.get()
    page = f"/admin/intake/cover/{cover.pk}/"
    assert told(case) == []

    client.post(f"{page}change/", {"user": doctor.pk, "service": oncology.pk, "group": "bone"})
    case.refresh_from_db()
    assert (case.covered, told(case)) == (True, [doctor])

    client.post(f"{page}delete/", {"post": "yes"})
    case.refresh_from_db()
    assert not case.covered


def staff_form(user, **changes):
    sent = {"email": user.email, "name": "Bea", "role": user.role, "language": "en", "is_active": "on"}
    return sent | {"notify": user.notify} | changes


def test_a_coordinator_who_gains_a_service_is_told_at_once_and_once(oncology, admin, client):
    client.force_login(admin)
    case, draft, bea = make.case(), make.draft(), staff(Role.COORDINATOR)
    page = f"/admin/intake/user/{bea.pk}/change/"
    assert bea not in told(case)

    assert client.post(page, staff_form(bea, services=[oncology.pk])).status_code == 302
    client.post(page, staff_form(bea, services=[]))
    client.post(page, staff_form(bea, services=[oncology.pk]))

    assert told(case).count(bea) == 1
    assert told(draft) == []
    assert case in queries.visible_to(bea)


def test_when_a_service_loses_its_last_lead_the_others_are_told(oncology, admin, client):
    client.force_login(admin)
    lead, other = staff(Role.LEAD_COORDINATOR, oncology), staff(Role.LEAD_COORDINATOR)
    case = make.case()
    assert told(case) == [lead]

    client.post(f"/admin/intake/user/{lead.pk}/change/", staff_form(lead, services=[]))

    assert told(case) == [lead, other]
    assert case in queries.visible_to(other)
