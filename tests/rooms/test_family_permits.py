"""Permissions for places at the front door: read, signed, taken back, run out; every element, every proof."""

import csv
import hashlib
import io
from datetime import timedelta

import pypdfium2
import pytest

from intake.models import Notice
from records.domain import cases, permits, sweeps
from records.models import Authorization, Signature
from records.papers import permission as papers
from tests import make
from tests.rooms.family import opened, owed
from tests.rules import tree

PLACE = make.PLACE
SECOND = {("facility_name", 1): "Hill Lab Fixture", ("facility_kinds", 1): ["labs"]}
RIGHT = make.RIGHT


def table(name):
    with (tree.ROOT / "tests" / "data" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def named(*, language="en", places=PLACE, right=RIGHT, **told):
    """A case that collects, whose family named these places."""
    found = make.case("collecting_records", language=language, **{**right, **told})
    return cases.save_answers(found, places, page="doctors", max_age=21, by=make.family_of(found), now=make.NOW)


def words(content):
    """The text of a PDF as a reader finds it."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def signs(person, **answers):
    data = {"agree": "on", "consent_electronic": "on", "signature_name": "Ana Sample", **answers}
    return person.get(f"{person.base}/sign/1/").send(**{name: value for name, value in data.items() if value})


@pytest.fixture
def case(db):
    return named()


def test_each_place_has_a_paper_and_the_family_is_told_once(case):
    assert [each.place.name for each in case.authorizations.all()] == ["Riverside Sample Hospital"]
    assert owed(case, "authorization_needed").count() == 1
    kinds = set(case.authorizations.get().items.values_list("category", flat=True))
    assert kinds <= {"imaging", "pathology"}
    assert kinds

    person = opened(case).get(f"/family/{case.reference}/status/")
    assert "1 place needs your signature" in person.words
    person.get(f"{person.base}/sign/")
    assert "Riverside Sample Hospital" in person.words
    assert "Waits for you to sign" in person.words


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_element_of_the_rule_is_on_page_and_paper(db, language):
    case = named(language=language)
    person = opened(case)
    person.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    person.get(f"{person.base}/sign/1/")
    page = person.text
    signs(person, sensitive="genetic")
    paper = set(words(person.get(f"{person.base}/sign/1/copy/").answer.content).split())
    after = person.get(f"{person.base}/sign/1/").text

    for element in table("authorization_elements"):
        check_element(element["element"], language, person.base, page, after, paper)


def check_element(code, language, base, page, after, paper):
    """English stands beside every language; a PDF is read word by word, as lines of Arabic run the other way."""
    match code:
        case "c3":
            assert f'<html class="govuk-template" lang="{language}"' in page
        case "c4":
            assert f"{base}/sign/1/copy/" in after
        case "x2":
            assert 'type="file"' not in page  # only where a place wants its own form: see below
        case "x1":
            assert 'name="sensitive"' in page
            assert {"Gene", "tests"} <= paper
        case _:
            row = papers.reference.current().texts[f"permission_{code}"]
            assert f'data-element="{code}"' in page
            assert row.title_en in page
            assert getattr(row, f"title_{language}") in page
            assert set(row.title_en.split()) <= {word.rstrip(".") for word in paper} | set(row.title_en.split()[-1:])


def test_the_paper_is_tagged_names_nobody_and_is_kept_as_it_was(case):
    person = opened(case)
    signs(person)

    answer = person.get(f"{person.base}/sign/1/copy/").answer
    signature = Signature.objects.get()
    assert answer["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == signature.rendered_sha256
    assert b"/StructTreeRoot" in answer.content
    assert b"pdfaid" in answer.content
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    assert document.get_metadata_dict()["Title"] == "Permission to send records"
    text = words(answer.content)
    for said in ("Ana Sample", "Nia Sample", "Riverside Sample Hospital", "R-4471", "spring 2026", "April 27, 2019"):
        assert said in text, said


def test_every_proof_of_the_table_is_kept_and_shown(case, client):
    person = opened(case)
    signs(person, interpreter="Line Sample, Spanish")
    client.force_login(make.person("coordinator"))
    page = client.get(f"/coordinator/{case.reference}/permissions/1/").text
    signature = Signature.objects.get()

    for name in (row["field"] for row in table("signature_evidence")):
        assert getattr(signature, name) or name == "witness", name
        assert f'data-evidence="{name}"' in page
    assert "Line Sample, Spanish" in page
    assert "Ana Sample / Ana Sample" in page
    assert "Mother, I am a parent and may decide alone" in page
    assert signature.document_version in page
    assert signature.chain == case.events.get(action="sign", subject="permission:1").case.events.get(
        action="permission_asked"
    ).digest  # fmt: skip


def test_signing_asks_the_place_and_satisfies_the_paper_on_the_list(case):
    before = case.authorizations.get()
    open_ones = set(make.items(case, status="needed", party="facility").values_list("pk", flat=True))
    wanted = open_ones & set(before.items.values_list("pk", flat=True))
    assert wanted

    signs(opened(case))

    signed = case.authorizations.get()
    assert (signed.status, signed.expires_on) == ("active", (make.NOW + timedelta(days=0)).date().replace(year=2027))
    asked = make.items(case, basis="authorization")
    assert set(asked.values_list("pk", flat=True)) == wanted
    assert {item.status for item in asked} == {"asked"}
    assert make.items(case, kind="authorization").get().status == "accepted"
    assert [event.action for event in case.events.filter(subject="permission:1")] == [
        "permission_made", "sign", "activate",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("agree", "Select the box to agree"),
        ("consent_electronic", "Select the box to agree"),
        ("signature_name", "Type your full name exactly as you gave it: Ana Sample"),
    ],
)
def test_half_a_signature_is_none(case, left_out, words):
    person = signs(opened(case), **{left_out: ""})

    assert person.status == 422
    assert words in person.words
    assert case.authorizations.get().status == "draft"


def test_another_name_waits_for_a_coordinator_and_is_no_refusal(case, client):
    signs(opened(case), signature_name="Anna Probe")

    assert case.authorizations.get().status == "signed"
    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("coordinator", "check_permission")
    assert not make.items(case, basis="authorization").exists()
    client.force_login(make.person("coordinator"))
    client.post(f"/coordinator/{case.reference}/permissions/1/", {"action": "activate"})

    assert case.authorizations.get().status == "active"
    assert "Not yet" not in client.get(f"/coordinator/{case.reference}/permissions/1/").text
    assert make.items(case, basis="authorization", status="asked").exists()


def test_a_stale_approval_goes_on_with_the_permission_s_own_version(case, client):
    signs(opened(case), signature_name="Anna Probe")
    client.force_login(make.person("coordinator"))
    now = 17  # unlike the version of any record
    case.authorizations.update(version=now)
    address = f"/coordinator/{case.reference}/permissions/1/"

    page = client.post(address, {"action": "activate", "version": now - 1})

    assert (page.status_code, case.authorizations.get().status) == (409, "signed")
    assert "The signature is right: put it in force" in page.text
    assert f'name="version" value="{now}"' in page.text
    assert client.post(address, {"action": "activate", "version": now}).status_code == 302


def test_nobody_signs_before_telling_that_they_may(db):
    case = named(right={})
    person = opened(case).get(f"/family/{case.reference}/sign/1/")

    assert "Tell us first if you may decide for the child." in person.words
    assert 'name="signature_name"' not in person.text
    person.post(f"{person.base}/sign/1/", {"agree": "on", "consent_electronic": "on", "signature_name": "Ana"})
    assert case.authorizations.get().status == "draft"


def test_guardian_papers_that_are_missing_hold_what_was_signed(db):
    case = named(right={**RIGHT, "guardian_authority": "court_guardian"})

    signs(opened(case))

    assert case.authorizations.get().status == "signed"
    assert not make.items(case, basis="authorization").exists()


def test_taking_it_back_stops_the_asking_and_keeps_what_came(case):
    person = signs(opened(case))
    asked = make.items(case, basis="authorization").count()
    assert asked
    person.get(f"{person.base}/sign/1/revoke/").send()
    assert person.status == 422

    person.send(agree="on")

    assert case.authorizations.get().status == "revoked"
    assert not make.items(case, basis="authorization").exists()
    assert not make.items(case, status="asked", party="facility").exists()
    assert make.items(case, kind="authorization").get().status != "accepted"
    cases.save_answers(case, {"what_matters": "x"}, max_age=21, by=make.family_of(case), now=make.NOW)
    assert case.authorizations.count() == 1  # no means no
    person.post(f"{person.base}/sign/1/again/")
    assert [each.status for each in case.authorizations.order_by("number")] == ["revoked", "draft"]


def test_it_warns_before_its_end_and_then_asks_to_sign_again(case):
    signs(opened(case))
    ends = case.authorizations.get().expires_on

    def at(days):
        return make.NOW.replace(year=ends.year) + timedelta(days=days)

    assert sweeps.permissions(at(-31)) == 0
    assert sweeps.permissions(at(-30)) == 1
    assert sweeps.permissions(at(-29)) == 0
    assert owed(case, "authorization_expiring").count() == 1
    assert sweeps.permissions(at(0)) == 0
    assert sweeps.permissions(at(1)) == 1

    assert [each.status for each in case.authorizations.order_by("number")] == ["replaced", "draft"]
    assert not make.items(case, basis="authorization").exists()
    assert owed(case, "authorization_needed").count() == 2


def test_it_ends_with_the_request(case):
    signs(opened(case))
    person = opened(case).get(f"/family/{case.reference}/withdraw/").send()
    assert person.status == 200

    assert case.authorizations.get().status == "expired"


def test_what_changed_since_it_was_read_is_not_signed(case):
    person = opened(case).get(f"/family/{case.reference}/sign/1/")
    authorization = case.authorizations.get()
    authorization.items.remove(authorization.items.first())

    person.send(agree="on", consent_electronic="on", signature_name="Ana Sample")

    assert "The list of records has changed." in person.words
    assert case.authorizations.get().status == "draft"


def test_the_link_alone_shows_no_place(case):
    person = opened(case, "link").get(f"/family/{case.reference}/sign/")

    assert "Riverside" not in person.text


def test_the_place_s_own_form_is_given_and_taken(case, client):
    place = case.authorizations.get().place
    client.force_login(make.person("coordinator"))
    form = make.file("form.pdf")
    client.post(f"/coordinator/{case.reference}/permissions/1/place/", {"action": "form", "file": form})
    place.refresh_from_db()
    assert bytes(place.form) == make.PDF

    person = opened(case).get(f"/family/{case.reference}/sign/1/")
    assert "This place wants its own form" in person.words
    assert person.client.get(f"{person.base}/sign/1/form/").content == make.PDF
    person.post(f"{person.base}/sign/1/form/", {"file": make.file("signed.pdf", make.PDF + b"%signed")})

    assert "We have a signed form." in person.words
    assert case.authorizations.get().own_form.item.kind == "authorization"


def test_signed_on_paper_before_a_witness(case, client):
    coordinator = make.person("coordinator")
    client.force_login(coordinator)
    blank = client.get(f"/coordinator/{case.reference}/permissions/1/copy/", {"language": "ar"})
    assert blank.content.startswith(b"%PDF")
    data = {
        "signature_name": "Ana Sample", "language": "es", "signed_on_month": "11", "signed_on_day": "20",
        "signed_on_year": "2026", "file": make.file("paper.pdf"),
    }  # fmt: skip
    answer = client.post(f"/coordinator/{case.reference}/permissions/1/paper/", data)

    assert answer.status_code == 302, answer.text
    signed = case.authorizations.get()
    assert (signed.status, signed.signature.witness, signed.signature.authentication) == (
        "active",
        coordinator,
        "paper",
    )
    assert signed.own_form is not None


def test_two_places_are_signed_one_by_one(db):
    case = named(places={**PLACE, **SECOND})
    assert case.authorizations.count() == 2
    person = signs(opened(case))

    assert [each.status for each in case.authorizations.order_by("number")] == ["active", "draft"]
    assert make.items(case, kind="authorization").get().status != "accepted"
    person.get(f"{person.base}/sign/2/").send(agree="on", signature_name="Ana Sample")
    assert {each.status for each in case.authorizations.all()} == {"active"}
    assert make.items(case, kind="authorization").get().status == "accepted"
    assert Notice.objects.filter(case=case, kind="authorization_needed").count() == 1


def test_a_place_taken_out_again_is_not_signed_for(case):
    gone = dict.fromkeys(PLACE, "")
    cases.save_answers(case, gone, page="doctors", max_age=21, by=make.family_of(case), now=make.NOW)

    assert Authorization.objects.get(case=case).status == "replaced"


def test_a_second_person_checks_a_place(case, client):
    first, second = make.person("coordinator"), make.person("coordinator")
    path = f"/coordinator/{case.reference}/permissions/1/place/"
    client.force_login(first)
    client.post(path, {"name": "Riverside Sample Hospital", "fax": "+1 202-555-0140"})
    client.post(path, {"action": "check"})
    place = case.authorizations.get().place
    assert (place.fax, place.checked_at) == ("+1 202-555-0140", None)
    client.force_login(second)
    client.post(path, {"action": "check"})
    place.refresh_from_db()
    assert place.checked_by == second
    client.post(path, {"name": "Riverside Sample Hospital", "fax": "+1 202-555-0141"})
    place.refresh_from_db()
    assert place.checked_at is None
    assert permits.known_name(case, now=make.NOW) == "Ana Sample"
