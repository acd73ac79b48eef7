"""A tus client over a real connection, and the session it comes with."""

import base64
import hashlib
import json
import socket
from http.client import HTTPConnection, HTTPResponse

KIND = "application/offset+octet-stream"
TOKEN = "t" * 32  # a CSRF secret that this client made itself
ENTER = """
import json, sys, django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from intake import entry
from intake.find import LEVELS
from intake.models import SecondOpinionRequest
from tests import make
now = timezone.now()
reference = sys.argv[2] if len(sys.argv) > 2 else make.case(now=now).reference
case = SecondOpinionRequest.objects.get(reference=reference)
user = make.family_of(case)
def enter():
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: entry.BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        LEVELS: {case.reference: "full"}, entry.SINCE: now.timestamp(), entry.LAST: now.timestamp(),
        entry.DRAFT: False})
    store.create()
    return store.session_key
print(json.dumps([case.reference, [enter() for _ in range(int(sys.argv[1]))]]))
"""


class Sender:
    def __init__(self, site, reference="", session=""):
        self.port, self.reference, self.session = site.port, reference, session
        if not session:
            (other,) = senders(site, 1, reference)
            self.reference, self.session = other.reference, other.session

    def headers(self, **more):
        cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
        return {"Cookie": cookies, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0", **more}

    def ask(self, method, path, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, self.headers(**{k.replace("_", "-"): v for k, v in headers.items()}))
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        connection.close()
        self.last = answer
        return answer

    def status(self, path):
        """The first line of an answer whose body nobody waits for."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers=self.headers())
        found = connection.getresponse().status
        connection.close()
        return found

    def sum(self, path):
        """SHA-256 of what is given back there."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers=self.headers())
        return hashlib.file_digest(connection.getresponse(), "sha256").hexdigest()

    def create(self, length, name="scan.pdf"):
        pairs = {"filename": name, "case": self.reference}
        line = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        answer = self.ask("POST", "/files/", Upload_Length=str(length), Upload_Metadata=line)
        assert answer.status == 201, (answer.status, answer.text)
        return answer.headers["Location"]

    def head(self, url):
        return self.ask("HEAD", url)

    def open(self, url, offset, size):
        """A PATCH whose bytes the caller sends. -> its socket"""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        lines = {
            **self.headers(), "Host": f"127.0.0.1:{self.port}", "Content-Type": KIND, "Upload-Offset": offset,
            "Content-Length": size, "Connection": "close",
        }  # fmt: skip
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        sock.sendall(f"PATCH {url} HTTP/1.1\r\n{text}\r\n".encode())
        return sock

    def patch(self, url, path, offset, size):
        """A part of a file, by the kernel's own copy. -> the answer"""
        with self.open(url, offset, size) as sock, open(path, "rb") as file:
            sock.sendfile(file, offset, size)
            answer = HTTPResponse(sock, method="PATCH")
            answer.begin()
            answer.read()
            return answer


def senders(site, count, reference=""):
    """So many sessions of one family: each may send two files at once."""
    words = [str(count), *([reference] if reference else [])]
    reference, sessions = json.loads(site.python("-c", ENTER, *words).strip().splitlines()[-1])
    return [Sender(site, reference, session) for session in sessions]
