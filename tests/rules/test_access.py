"""The access matrix, made from the URL map: every route x every actor, reading and writing."""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intake.find import LEVELS
from intake.models import Event
from intake.references import new
from records.domain import tray
from tests import make
from tests.rules.access_matrix import ACTORS, KIND_OF, KINDS
from tests.rules.test_doors import LEAVES, sample

CANARY = "Kanariengelb"
ROUTES = [(namespace, pattern) for namespace, pattern, _ in LEAVES]
IDS = [f"{namespace}:{pattern.name}" for namespace, pattern in ROUTES]
DOORS_IN = ("/account/login/", "/family/return/", "/physician/return/")


class World:
    """One case with everybody around it, and another case beside it."""

    def __init__(self):
        self.case = make.case(child_first_name=CANARY, child_last_name=CANARY, what_matters=CANARY, **make.OFFICE)
        self.other = make.case(**{**make.OFFICE, "doctor_email": "other@example.org"})
        make.signed(self.case)
        item = make.items(self.case, status="asked").first()
        self.upload = make.upload(self.case, item)
        self.item = item
        self.scan = tray.take("fax.pdf", make.PDF, by=make.person("coordinator"), now=make.NOW)
        family, office = make.family_of(self.case), make.office_of(self.case)
        gone = make.person("coordinator", is_active=False)
        self.clients = {
            "AN": Client(),
            "FL": self.opened(family, self.case, "link"),
            "FO": self.opened(family, self.case, "full"),
            "FX": self.opened(make.family_of(self.other), self.other, "full"),
            "PI": self.opened(office, self.case, "full"),
            "PX": self.opened(make.office_of(self.other), self.other, "full"),
            "CO": self.staff("coordinator"),
            "CX": self.staff("coordinator", services=["neuro_oncology"]),
            "OC": self.staff("oncology", groups=["bone"]),
            "OX": self.staff("oncology", services=["neuro_oncology"], groups=["cns"]),
            "AD": self.staff("admin", services=[]),
            "DE": self.in_as(gone),
        }

        self.cookies = {actor: SimpleCookie(client.cookies.output(header="")) for actor, client in self.clients.items()}
        self.before = self.events()

    def events(self):
        return Event.objects.filter(case=self.case).count()

    def staff(self, role, **values):
        return self.in_as(make.person(role, **values))

    def in_as(self, user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def opened(self, user, case, level):
        client = self.in_as(user)
        session = client.session
        session[LEVELS] = {case.reference: level}
        session.save()
        return client

    def address(self, namespace, pattern, reference=None):
        given = {"reference": reference or self.case.reference, "key": self.upload.key, "number": self.item.number}
        if any(word in str(pattern.pattern) for word in ("/sign/", "/permissions/", "/letters/")):
            given["number"] = 1
        if pattern.name in {"scan", "scan_file"}:
            given["key"] = self.scan.key
        names = pattern.pattern.converters
        values = {name: given.get(name, sample(name, converter)) for name, converter in names.items()}
        return reverse(f"{namespace}:{pattern.name}", kwargs=values)


@pytest.fixture
def world(db, settings):
    settings.LIMITS = 0
    return World()


def outcome(response):
    """One word of the matrix for an answer."""
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith(DOORS_IN):
        return "in"
    if response.status_code == 302 and ("/unlock/" in where or "/code/?" in where):
        return "up"
    if response.status_code in {403, 404}:
        return str(response.status_code)
    return "ok" if response.status_code in {200, 302, 409, 422} else str(response.status_code)


def test_every_route_has_a_kind_and_every_kind_a_route():
    assert set(KIND_OF) == set(IDS)
    assert set(KIND_OF.values()) <= set(KINDS)


def test_every_cell(world):
    """One world for all: what a cell changes is undone before the next."""
    wrong = []
    for namespace, pattern in ROUTES:
        name = f"{namespace}:{pattern.name}"
        path, expected = world.address(namespace, pattern), KINDS[KIND_OF[name]]
        for actor in ACTORS:
            for method in ("get", "head", "post"):
                with transaction.atomic():
                    wrong += check(world, name, path, actor, method, expected[actor])
                    transaction.set_rollback(True)

    assert not wrong, "\n".join(map(str, wrong))


def check(world, name, path, actor, method, expected):
    """-> what is wrong with this cell, in words"""
    answer = getattr(world.clients[actor], method)(path)
    world.clients[actor].cookies.update(world.cookies[actor])  # a sign-out in one cell is not one in the next
    if answer.status_code in {405, 412}:
        return []  # no such method here, or another protocol, for nobody
    found = outcome(answer)
    if found != expected and not (found == "404" and name in MAY_BE_GONE):
        return [(name, actor, method, answer.status_code, answer.headers.get("Location"), expected)]
    if found != "ok" and CANARY.encode() in answer.content:
        return [(name, actor, method, "shows the child")]
    if expected != "ok" and world.events() != world.before:
        return [(name, actor, method, "changed the case")]
    return []


# Their token, key or number is made up here or belongs to somebody else: 404 to everybody who may ask.
MAY_BE_GONE = {
    *("coordinator:step", "coordinator:lift_death", "coordinator:guardian"),  # no such step or hold here
    *("family:link", "physician:link", "account:invitation", "account:qr"),
    *("account:kept", "family:kept", "physician:kept"),
    *("physician:answer", "physician:remove_file", "physician:batch"),
    *("family:end_upload", "physician:end_upload", "coordinator:end_upload"),
    # no desk of a place here, signed already, no form of its own
    *("physician:permission", "coordinator:on_paper", "family:own_form"),
}


def test_not_yours_looks_like_made_up(world):
    differ = []
    for namespace, pattern in ROUTES:
        if "reference" not in pattern.pattern.converters:
            continue
        for actor in ("FX", "PX", "CX", "OX", "AD"):
            client = world.clients[actor]
            real = client.get(world.address(namespace, pattern))
            made_up = client.get(world.address(namespace, pattern, reference=new()))
            if (real.status_code, len(real.content)) != (made_up.status_code, len(made_up.content)):
                differ.append((namespace, pattern.name, actor))

    assert differ == []
