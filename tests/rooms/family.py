"""A family at its pages: opens them, fills in their form, keeps its session. No script, no network."""

import re

from django.test import Client

from intake.find import LEVELS
from intake.models import Notice
from tests import make
from tests.walker import Form

PLACE = {"country": "US", "region": "PA", "asker_role": "parent"}
BORN = {"child_dob_month": "4", "child_dob_day": "27", "child_dob_year": "2019"}
OFFICE = {"doctor_name": "Dr. Avery Fixture", "doctor_email": "office@example.org", "doctor_contact_ok": "yes"}
SLUGS = ["treatment", "child", "illness", "you", "doctor", "check"]


class Person:
    def __init__(self, **headers):
        self.client = Client(headers=headers)

    def get(self, path, **query):
        self.answer = self.client.get(path, query, follow=True)
        return self

    def post(self, path, data=None, **files):
        self.answer = self.client.post(path, {**(data or {}), **files}, follow=True)
        return self

    def send(self, **answers):
        """Post the page's form with these answers on top of what stands in it."""
        form, data = Form(self.text), {}
        for name, value in form.values:
            data.setdefault(name, []).append(value)
        data = {name: value for name, value in data.items() if name not in answers} | answers
        return self.post(form.action or self.path, data)

    @property
    def text(self):
        return self.answer.content.decode()

    @property
    def words(self):
        """The page as it is read."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split()).replace(" .", ".")

    @property
    def status(self):
        return self.answer.status_code

    @property
    def page(self):
        return Form(self.text).page

    @property
    def path(self):
        chain = self.answer.redirect_chain
        return chain[-1][0] if chain else self.answer.request["PATH_INFO"] + self._query()

    def _query(self):
        query = self.answer.request.get("QUERY_STRING", "")
        return f"?{query}" if query else ""

    @property
    def errors(self):
        form = self.answer.context["form"]
        return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def opened(found, level="full"):
    """The family of this request in a browser that has it open."""
    person = Person()
    person.client.force_login(make.family_of(found))
    session = person.client.session
    session[LEVELS] = {found.reference: level}
    session["draft"] = found.submitted_at is None
    session.save()
    person.base = f"/family/{found.reference}"
    return person


def begun(**place):
    """Somebody who has answered the first two pages. -> at `treatment`, with the reference in `base`"""
    person = Person()
    person.get("/family/start/").send(red_flags="none")
    person.send(**PLACE, **place)
    person.base = "/".join(person.path.split("/")[:3])
    return person


def filled(**answers):
    """Somebody who has answered all pages. -> at `check`"""
    person = begun()
    person.send(timing="first_weeks", decision_date_unknown="yes")
    person.send(child_first_name="Nia", child_last_name="Sample", **BORN)
    person.send(dx_known="confirmed", dx_text="osteosarcoma")
    person.send(guardian_first_name="Ana", guardian_relation="mother", guardian_email="ana.sample@example.org")
    person.get(f"{person.base}/doctor/").send(**{**OFFICE, **answers})
    return person


def sent(**answers):
    """Somebody whose request is sent. -> at `sent`"""
    return filled(**answers).send(consent_privacy="yes", consent_limits="yes")


def owed(found, kind):
    return Notice.objects.filter(case=found, kind=kind, cancelled_at=None)
