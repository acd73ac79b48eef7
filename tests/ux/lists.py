"""Every page of a running demo site, as each person sees it: one list of paths and one sign-in a person.

    .venv/bin/python -m tests.ux.lists http://127.0.0.1:8000 var/showcase.json FOLDER [INVITATION]

Writes FOLDER/urls-NAME.txt and FOLDER/NAME.json (cookies, as Playwright's storage state). Start the site with LIMITS=0.
INVITATION is what `manage.py invite` printed, for the pages of somebody's first sign-in.
"""

import csv
import json
import os
import sys
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
django.setup()

from django.urls import NoReverseMatch, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from intake.domain.sign_in import factors  # noqa: E402
from secondopinion.env import ROOT  # noqa: E402
from tests.rules.access_matrix import KIND_OF  # noqa: E402
from tests.ux.browser import Actor  # noqa: E402
from tests.walker import short_request  # noqa: E402

PUBLIC = ("/", "/help/", "/privacy/", "/accessibility/")
DOORS = ("/family/start/", "/family/return/", "/physician/return/", "/physician/refer/")


def main(base, showcase, folder, invitation=""):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    known = json.loads(Path(showcase).read_text())
    actors = [public(base, known), staff_door(base), *families(base, known), *offices(base, known), *staff(base, known)]
    if invitation:
        actors.append(newcomer(base, invitation))
    for actor in actors:
        actor.keep(folder)
        sys.stdout.write(f"{len(actor.pages):4} pages  {actor.name}\n")
    seen = sorted({page for actor in actors for page in actor.pages.values()})
    for room, pages in groupby(seen, key=lambda page: page[0]):
        sys.stdout.write(f"{room}: {' '.join(page for _, page in pages)}\n")


def public(base, known):
    actor = Actor("public", base)
    for path in (*PUBLIC, *DOORS, known["families"][0]["link"], known["offices"][0]["link"]):
        actor.visit(path)
    return actor


def staff_door(base):
    """Apart from the public pages: staff pages are in English only."""
    actor = Actor("staff-door", base)
    actor.visit("/account/login/")
    return actor


def families(base, known):
    for name, send in (("unsent", False), ("sent", True)):
        actor = Actor(name, base)
        reference = short_request(actor.walker, send=send)
        yield everything(actor, "family", reference)
    for each in known["families"]:
        actor = opened(Actor(f"family-{each['language']}", base), each["link"])
        if each is known["families"][0]:
            yield everything(opened(Actor("family-link", base), each["link"]), "family", each["reference"])
        actor.walker.get(f"/family/{each['reference']}/unlock/")
        actor.walker.send(words=each["words"])
        yield everything(actor, "family", each["reference"])


def offices(base, known):
    for each in known["offices"]:
        yield everything(opened(Actor("office-link", base), each["link"]), "physician", each["reference"])
        actor = opened(Actor("office", base), each["link"])
        actor.walker.get(f"/physician/{each['reference']}/code/")
        actor.walker.send(code=each["code"])
        yield everything(actor, "physician", each["reference"])


def staff(base, known):
    for name, role, room in (
        ("coordinator", "lead_coordinator", "coordinator"),
        ("oncology", "oncology", "oncology"),
        ("admin", "admin", "account"),
    ):
        account = next(each for each in known["accounts"] if each["role"] == role)
        actor, half = Actor(name, base), Actor("half-in", base)
        for each in (actor, half):
            each.walker.get("/account/login/")
            each.walker.send(login=account["email"], password=account["password"])
        half.visit("/account/code/")
        actor.walker.send(code=factors.code_at(account["totp_secret"], timezone.now()))
        actor.crawl("/account/", "/account/", "/account/security/")
        if room != "account":  # the fullest case first: it shows most kinds of page
            everything(actor, room, known["families"][0]["reference"])
        actor.crawl(f"/{room}/", f"/{room}/")
        references = {path.split("/")[2] for path, page in actor.pages.items() if page[1] == "case"}
        for reference in sorted(references)[:3]:
            everything(actor, room, reference)
        yield actor
        if name == "admin":
            yield half


def newcomer(base, invitation):
    actor = Actor("newcomer", base)
    actor.visit(urlsplit(invitation).path)
    actor.walker.send()
    actor.visit(urlsplit(actor.walker.url).path)
    return actor


def opened(actor, link):
    actor.walker.get(link)
    actor.walker.send()
    return actor


def everything(actor, room, reference):
    """The routes that need no more than a reference, and what they lead to."""
    names = [name for name in KIND_OF if name.startswith(f"{room}:")]
    paths = [f"/{room}/{reference}/{slug}/" for slug in slugs()] if room == "family" else []
    for name in names:
        try:
            paths.append(reverse(name, args=[reference]))
        except NoReverseMatch:
            continue
    actor.crawl(f"/{room}/{reference}/", *paths)
    return actor


def slugs():
    """The pages of questions; two steps whose names the short request took have another."""
    pages = [row["page"] for row in table("question_pages")]
    return pages + [step + "-more" * (step in pages) for step in (row["step"] for row in table("question_steps"))]


def table(name):
    with (ROOT / "intake" / "data" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
