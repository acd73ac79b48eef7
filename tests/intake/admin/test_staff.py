import pytest
from django.urls import reverse

from intake.models import Cover, Service, User
from intake.states import Role
from tests.make import NOW

pytestmark = pytest.mark.django_db
ADD = "/admin/intake/user/add/"
SENT = {"email": "Bea@Example.org", "name": "Bea", "role": "oncology", "language": "en", "is_active": "on",
        "notify": "daily"}  # fmt: skip


@pytest.fixture(autouse=True)
def admin(client):
    user = User.objects.create(email="ada@example.org", name="Ada Sample", role=Role.ADMIN, created_at=NOW)
    client.force_login(user)
    return user


def errors(answer):
    return {name: list(found) for name, found in answer.context["adminform"].form.errors.items()}


def test_a_new_person_cannot_sign_in_before_the_invitation(client):
    service = Service.objects.get(code="oncology")

    assert client.post(ADD, SENT | {"services": [service.pk]}).status_code == 302

    bea = User.objects.get(email="bea@example.org")
    assert (bea.role, bea.notify, list(bea.services.all()), bea.has_usable_password()) == (
        "oncology", "daily", [service], False,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["family", "physician", "system", "owner"])
def test_only_staff_roles_can_be_given(client, role):
    assert "role" in errors(client.post(ADD, SENT | {"role": role}))


@pytest.mark.parametrize("email", ["", "ADA@example.org", "nobody"])
def test_staff_have_an_address_of_their_own(client, email):
    assert "email" in errors(client.post(ADD, SENT | {"email": email}))


def test_families_and_physicians_are_not_shown(client):
    family = User.objects.create(role=Role.FAMILY, name="Nia Sample", created_at=NOW)

    assert b"Nia Sample" not in client.get("/admin/intake/user/").content
    assert client.get(reverse("admin:intake_user_change", args=[family.pk])).status_code == 302


def test_nobody_is_deleted(client, admin):
    assert client.get(reverse("admin:intake_user_delete", args=[admin.pk])).status_code == 403


def test_cover_is_for_oncologists_and_known_groups(client, admin):
    service = Service.objects.get(code="oncology")
    doctor = User.objects.create(email="onc@example.org", role=Role.ONCOLOGY, created_at=NOW)
    sent = {"user": doctor.pk, "service": service.pk, "group": "unknown"}

    assert "user" in errors(client.post("/admin/intake/cover/add/", sent | {"user": admin.pk}))
    assert "group" in errors(client.post("/admin/intake/cover/add/", sent | {"group": "moon"}))
    assert client.post("/admin/intake/cover/add/", sent).status_code == 302
    assert Cover.objects.get().group == "unknown"


def test_several_covers_end_at_once(client):
    service = Service.objects.get(code="oncology")
    doctor = User.objects.create(email="onc@example.org", role=Role.ONCOLOGY, created_at=NOW)
    covers = [Cover.objects.create(user=doctor, service=service, group=group) for group in ("bone", "renal")]
    sent = {"action": "delete_selected", "_selected_action": [cover.pk for cover in covers], "post": "yes"}

    client.post("/admin/intake/cover/", sent)

    assert not Cover.objects.exists()
