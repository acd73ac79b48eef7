import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from intake.admin import site
from intake.models import Cover, Service, User
from intake.models.reference import TABLES
from intake.states import Role
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = User.objects.create(email="ada@example.org", name="Ada Sample", role=Role.ADMIN, created_at=NOW)
    client.force_login(user)
    return user


def page(model, what, *args):
    return reverse(f"admin:intake_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("path", ["/admin/", "/admin/intake/question/", "/admin/intake/user/1/change/"])
def test_a_stranger_is_sent_to_sign_in(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMIN, Role.SYSTEM)])
def test_any_other_role_is_refused(client, role):
    email = None if role in (Role.FAMILY, Role.PHYSICIAN) else f"{role}@example.org"
    client.force_login(User.objects.create(email=email, role=role, created_at=NOW))

    for path in ("/admin/", "/admin/login/", page(User, "changelist"), page(TABLES["questions"], "add")):
        assert client.get(path).status_code == 403
    assert client.post(page(User, "add"), {"email": "x@example.org", "role": "admin"}).status_code == 403


def test_the_admins_own_sign_in_is_the_account_pages(client):
    assert client.get("/admin/login/?next=/admin/x/")["Location"] == "/account/login/?next=/admin/x/"
    assert client.get("/admin/login/")["Location"] == "/account/login/?next=/admin/"


def test_an_administrator_who_left_is_a_stranger(client, admin):
    User.objects.filter(pk=admin.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_only_reference_tables_services_cover_and_staff_are_here():
    assert set(site._registry) == {*TABLES.values(), Service, Cover, User}


def test_every_page_opens(client, admin):
    Cover.objects.create(user=admin, service=Service.objects.get(code="oncology"), group="bone")
    for model in site._registry:
        row = admin if model is User else model.objects.first()
        paths = [page(model, "changelist"), f"{page(model, 'changelist')}?q=a", page(model, "change", row.pk)]
        paths += [page(model, "history", row.pk)]
        assert [client.get(path).status_code for path in paths] == [200] * 4, model


def test_a_list_costs_the_same_with_many_rows(client, admin, django_assert_max_num_queries):
    client.get("/admin/")
    for model in (TABLES["record_checklist"], TABLES["texts"]):
        with django_assert_max_num_queries(12):
            client.get(page(model, "changelist"))


def test_passwords_are_changed_and_sessions_ended_on_the_account_pages(client, admin):
    assert client.get("/admin/password_change/")["Location"].startswith("/account/")
    assert client.post("/admin/logout/")["Location"] == "/account/login/"
    assert client.get("/admin/").status_code == 302


def test_the_log_holds_no_personal_fact(client, admin):
    sent = {"email": "Bea.Fixture@example.org", "name": "Bea Fixture", "role": "coordinator", "language": "en",
            "is_active": "on", "notify": "at_once"}  # fmt: skip
    assert client.post(page(User, "add"), sent).status_code == 302
    bea = User.objects.get(email="bea.fixture@example.org")
    assert client.post(page(User, "change", bea.pk), sent | {"name": "Bea Other"}).status_code == 302

    entries = LogEntry.objects.order_by("pk")

    assert [entry.object_repr for entry in entries] == [f"user {bea.pk}"] * 2
    assert "Bea" not in "".join(entry.change_message for entry in entries)
