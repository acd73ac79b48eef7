"""A tus client without network: what the page's script does, step by step."""

import base64

from django.test import Client

from intake.find import LEVELS
from tests import make

KIND = "application/offset+octet-stream"


class Sender:
    def __init__(self, user, case, level="link", **values):
        self.client, self.case = Client(**values), case
        self.client.force_login(user)
        session = self.client.session
        session[LEVELS] = {case.reference: level}
        session.save()

    def ask(self, method, path, body=b"", **headers):
        given = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        extra = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": str(len(body))}
        self.answer = self.client.generic(method, path, body, headers=given, **extra)
        return self.answer

    def create(self, length, name="report.pdf", **told):
        pairs = {"filename": name, "case": self.case.reference, **told}
        line = ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in pairs.items())
        self.answer = self.client.post(
            "/files/", content_type="application/json", headers={
                "Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": line
            },
        )  # fmt: skip
        return self.answer.headers.get("Location", "")

    def patch(self, url, body, offset=0, **headers):
        return self.ask("PATCH", url, body, Upload_Offset=offset, **headers)

    def send(self, content, name="report.pdf", **told):
        """The whole file in one piece. -> its address"""
        url = self.create(len(content), name, **told)
        assert self.patch(url, content).status_code == 204
        return url


def family(case):
    return Sender(make.family_of(case), case)


def office(case):
    return Sender(make.office_of(case), case)
