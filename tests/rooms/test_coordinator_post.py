"""Slides and scans by post or exchange, and the tray of scans that file themselves."""

import io
from datetime import timedelta

import pypdfium2
import pytest

from records.domain import scans, sweeps
from records.models import Material, Scan
from records.papers import packing, sheets
from tests import make
from tests.rooms import entering
from tests.rooms.desk import address, get, sign_in
from tests.scanner import SIGNATURE, Scanner


def picture(content, page=0):
    """A page of a PDF as a scanner would give it back."""
    out = io.BytesIO()
    pypdfium2.PdfDocument(io.BytesIO(content))[page].render(scale=2).to_pil().convert("L").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


@pytest.fixture
def case(coordinator):
    return make.case("collecting_records", by=coordinator, **make.OFFICE)


@pytest.fixture
def slides(case):
    return make.items(case, kind="pathology_slides").get()


def step(client, case, item, action, **said):
    return client.post(address(case, "post", item.number), {"action": action, **said})


def on(name, day):
    return {f"{name}_month": day.month, f"{name}_day": day.day, f"{name}_year": day.year}


def test_a_set_of_slides_through_all_it_may_meet(case, slides, client):
    due = make.TODAY + timedelta(days=3)
    said = {"carrier": "ups", "number": "1Z 999 AA1", "wanted": "12", **on("expected", due)}
    assert step(client, case, slides, "announced", **said).status_code == 302
    slides.refresh_from_db()
    assert (slides.status, slides.carrier) == ("in_transit", "ups")
    assert "1Z 999 AA1" in get(client, case, "post", slides.number).text

    assert step(client, case, slides, "arrived", count="10").status_code == 422
    step(client, case, slides, "arrived", count="10", condition="whole", shelf="Cabinet 3")
    slides.refresh_from_db()
    page = get(client, case, "post", slides.number).text
    assert slides.status == "received"
    for words in ("10 of 12 came.", "Cabinet 3", "Cora Sample", "<dd>UPS</dd>", "<dd>Slides</dd>", "10, Whole"):
        assert words in page, words

    step(client, case, slides, "lent", to="Dr. Reader Sample", **on("due", make.TODAY + timedelta(days=7)))
    assert "Dr. Reader Sample" in get(client, case, "post", slides.number).text
    assert step(client, case, slides, "returned", carrier="ups").status_code == 404  # lent: not ours to send
    step(client, case, slides, "back", shelf="Cabinet 4")
    client.post(address(case, "record", slides.number), {"action": "accept"})
    step(client, case, slides, "returned", carrier="fedex", number="7788")

    slides.refresh_from_db()
    assert slides.status == "returned"
    assert Material.objects.get(item=slides).returned_at is not None
    told = [event.action for event in case.events.filter(subject=f"record:{slides.number}")]
    for action in ("ship", "thing_arrived", "thing_lent", "thing_back", "accept", "send_back", "thing_returned"):
        assert action in told


def test_what_is_late_becomes_the_next_step(case, slides, client):
    make.items(case, party="physician").exclude(pk=slides.pk).update(party="family")
    step(client, case, slides, "announced", carrier="ups", **on("expected", make.TODAY))

    assert sweeps.permissions(make.NOW + timedelta(days=3)) == 0
    assert sweeps.permissions(make.NOW + timedelta(days=8)) == 1
    assert sweeps.permissions(make.NOW + timedelta(days=9)) == 0

    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("coordinator", "trace_parcel")
    step(client, case, slides, "arrived", count="1", condition="whole", shelf="A")
    case.refresh_from_db()
    assert case.next_action != "trace_parcel"


def test_a_loan_that_is_overdue_is_found(case, slides, client):
    step(client, case, slides, "arrived", count="1", condition="whole", shelf="A")
    step(client, case, slides, "lent", to="Dr. Reader Sample", **on("due", make.TODAY + timedelta(days=1)))

    assert sweeps.permissions(make.NOW + timedelta(days=1)) == 0
    assert sweeps.permissions(make.NOW + timedelta(days=2)) == 1


def test_the_packing_sheet_names_nobody_and_its_code_is_read(case, slides, client):
    content = get(client, case, "packing_sheet", slides.number).content
    text = pypdfium2.PdfDocument(io.BytesIO(content))[0].get_textpage().get_text_range()

    assert "Nia" not in text
    assert case.reference in text
    assert "Packing sheet" in text
    office = entering.office(client, case)
    assert office
    assert client.get(f"/physician/{case.reference}/records/{slides.number}/packing/").content.startswith(b"%PDF")


def test_an_exchange_s_job_number_leads_to_its_record(case, client):
    scans = make.items(case, category="imaging", status="asked", party="physician")
    number = scans.first().number
    entering.office(client, case)
    page = client.get(f"/physician/{case.reference}/exchange/")
    assert "SO-DEMO-1" in page.text
    assert client.post(f"/physician/{case.reference}/exchange/", {"items": [number]}).status_code == 422
    client.post(f"/physician/{case.reference}/exchange/", {"items": [number], "number": "JOB-4711"})

    item = make.items(case, number=number).get()
    assert (item.status, item.carrier) == ("in_transit", "exchange")
    sign_in(client, make.person("coordinator"))
    found = client.post("/coordinator/arrivals/", {"number": "job 4711"})
    assert address(case, "post", number) in found.text
    assert "No record" in client.post("/coordinator/arrivals/", {"number": "0"}).text
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))
    assert case.reference not in client.post("/coordinator/arrivals/", {"number": "JOB-4711"}).text


def test_three_sheets_file_themselves_and_one_waits(case, client):
    items = list(make.items(case, party="physician", status="asked")[:3])
    scans = [
        make.file(f"fax-{item.number}.png", picture(packing.sheet(item, wanted=0, language="en"))) for item in items
    ]
    plain = make.file("paper.pdf")

    client.post("/coordinator/tray/", {"file": [*scans, plain]})

    for item in items:
        item.refresh_from_db()
        assert item.status == "received", item.kind
        assert item.uploads.count() == 1
    queue = client.get("/coordinator/").text
    assert "Unsorted tray: 1" in queue
    waiting = Scan.objects.get(filed_at=None)
    assert bytes(Scan.objects.exclude(filed_at=None).first().content) == b""

    page = client.post(f"/coordinator/tray/{waiting.key}/", {"reference": "SO-0000-0000-0"})
    assert page.status_code == 422
    target = make.items(case, status="asked").first()
    client.post(f"/coordinator/tray/{waiting.key}/", {"reference": case.reference, "number": target.number})
    target.refresh_from_db()
    assert target.status == "received"
    assert "Unsorted tray: 0" in client.get("/coordinator/").text


def test_a_scan_that_was_filed_waits_for_its_check_like_any_file(case, client, settings):
    settings.CLAMD_URL = "unix:///nowhere"
    item = make.items(case, party="physician", status="asked").first()
    client.post("/coordinator/tray/", {"file": make.file("fax.pdf", packing.sheet(item, wanted=0, language="en"))})

    upload = item.uploads.get()
    assert upload.scan == "waiting"
    assert client.get(f"/files/{upload.key}/").status_code != 200
    scans.one(now=make.NOW)
    upload.refresh_from_db()
    assert upload.inspection.reason == "scanner_down"


def test_a_pdf_of_a_fax_is_read_too(case, client):
    item = make.items(case, party="physician", status="asked").first()
    client.post("/coordinator/tray/", {"file": make.file("fax.pdf", packing.sheet(item, wanted=0, language="ar"))})

    item.refresh_from_db()
    assert item.status == "received"


def test_another_services_sheet_and_a_forged_one_wait(case, client):
    item = make.items(case, party="physician", status="asked").first()
    content = picture(packing.sheet(item, wanted=0, language="en"))
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))
    client.post("/coordinator/tray/", {"file": make.file("fax.png", content)})

    item.refresh_from_db()
    assert item.status == "asked"
    assert Scan.objects.filter(filed_at=None).count() == 1
    assert sheets.read(f"SO1.{case.reference}.{item.number}.000000000000") is None


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<svg/>"])
def test_what_is_no_scan_is_refused_in_words(coordinator, client, content):
    answer = client.post("/coordinator/tray/", {"file": make.file("x.pdf", content)}, follow=True)

    assert "must be a PDF, a JPEG or a PNG" in answer.text or "empty" in answer.text
    assert not Scan.objects.exists()


def test_an_advertisement_is_taken_off(coordinator, client):
    client.post("/coordinator/tray/", {"file": make.file("ad.pdf")})
    scan = Scan.objects.get()
    client.post(f"/coordinator/tray/{scan.key}/", {"drop": "on"})

    scan.refresh_from_db()
    assert scan.dropped_at is not None
    assert client.get(f"/coordinator/tray/{scan.key}/").status_code == 404


@pytest.mark.parametrize(
    ("deployment", "address", "opens"),
    [("demo", "", True), ("production", "", False), ("demo", "unix:///nowhere", False)],
)
def test_the_tray_opens_by_the_rule_of_all_files(client, coordinator, settings, deployment, address, opens):
    client.post("/coordinator/tray/", {"file": make.file("ad.pdf")})
    scan = Scan.objects.get()
    settings.DEPLOYMENT, settings.CLAMD_URL = deployment, address

    answer = client.get(f"/coordinator/tray/{scan.key}/file/")

    assert (answer.status_code == 200) == opens
    if not opens:
        assert "It cannot be opened: " in client.get(answer.url).text


@pytest.mark.parametrize(("signature", "status"), [("Test.Pdf:0:0:255044462d312e34\n", 302), ("", 200)])
def test_a_scan_in_the_tray_is_opened_when_the_scanner_lets_it_pass(client, coordinator, settings, signature, status):
    scanner = Scanner(signature=SIGNATURE + signature)
    settings.CLAMD_URL, settings.DEPLOYMENT = scanner.address, "production"
    client.post("/coordinator/tray/", {"file": make.file("ad.pdf")})

    answer = client.get(f"/coordinator/tray/{Scan.objects.get().key}/file/")

    scanner.close()
    assert answer.status_code == status
