"""Made-up values for the sample pages, some in other scripts, some long."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

REFERENCE = "SO-7F3K-2QXM-4"
AT = datetime.datetime(2026, 3, 1, 14, 30, tzinfo=ZoneInfo("America/New_York"))
LONG = "Universitätsklinikum für Kinder- und Jugendmedizin Donaudampfschifffahrtsgesellschaft"


def item(number, state, text, **values):
    line = {"code": "ct_scan", "number": number, "state": state, "state_text": text, "name": "CT scan of the chest"}
    return line | {"why": "It shows if the illness is in the lungs.", "source": "Mercy Hospital", **values}


def items():
    return [
        item(1, "needed", "Still needed", next="Send it, or tell us who has it", due="2026-03-10", overdue=True),
        item(2, "asked", "We asked for it", since="2026-02-27", source=LONG, due="2026-03-12"),
        item(3, "unreadable", "We cannot open or read it", reason="The disc is empty. We asked the hospital again."),
        item(4, "accepted", "Done", name="Pathology report (what the lab saw)", source="مستشفى الرحمة", files=files()),
    ]


def files():
    return [
        {
            "name": "scan-3.pdf",
            "size": 2_400_000,
            "state_text": "Not scanned",
            "at": AT,
            "remove_url": "/family/parts/",
        },
        {"name": "تقرير-الأشعة-" + "طويل-" * 20 + ".pdf", "size": 120, "state": "accepted", "state_text": "Received"},
    ]


def family():
    return {
        "items": items(),
        "files": files(),
        "rows": [
            {"key": "Child's first name", "value": "Zoë", "change_url": "/family/form/"},
            {"key": "Date of birth", "value": "April 27, 2016", "change_url": "/family/form/"},
            {"key": "Weight", "unknown": True, "change_url": "/family/form/"},
            {"key": "Address", "parts": ["12 Main St", "Philadelphia", "PA 19104"]},
            {"key": "Last name"},
        ],
        "steps": [
            {"title": "You sent your request", "when": "2026-02-27", "state": "done"},
            {"title": "We collect records", "text": "We are waiting for scans from Mercy Hospital.", "state": "now"},
            {"title": "Our doctors review", "text": "About 5 days after the last record.", "state": "next"},
        ],
        "tasks": [
            {"title": "The illness", "url": "/family/form/", "state": "completed"},
            {"title": "Insurance", "hint": "You can skip this part", "url": "/family/form/", "state": "in_progress"},
            {"title": "Your questions", "url": "/family/form/", "state": "not_started"},
        ],
        "contact": {"phone": "+1 202-555-0181", "email": "help@example.org", "hours": "Mon-Fri 8:30-17:00"},
        "reference": REFERENCE,
        "events": events(),
    }


def events():
    return [
        {"title": "Record received", "at": AT, "by": "Mercy Hospital", "text": "Pathology report"},
        {"title": "Request sent", "at": AT - datetime.timedelta(days=2), "by": "أنا رويز", "url": "/family/form/"},
    ]


def staff():
    names = ["Zoë Ortega", "ليلى الحسن", "Smith", "李小龍"]
    urgent = ["P1", "P2", "P3", "P3"]
    cases = [
        {
            "reference": f"SO-7F3K-2QX{place}-4",
            "name": name,
            "born": "2019-05-01",
            "priority": priority,
            "date": "2026-03-04",
        }
        for place, (name, priority) in enumerate(zip(names, urgent, strict=True))
    ]
    return {
        "title": "Queue",
        "cases": cases,
        "tabs": [
            {"text": "Open", "count": 4, "url": "/coordinator/", "current": True},
            {"text": "Closed", "url": "?x=1"},
        ],
        "chips": [{"text": "Waiting on: family", "url": "?"}],
        "clear_url": "?",
        "pager": {"first": "?", "prev": "?a=1", "next": "?a=2", "last": "?a=3", "text": "51 to 100 of 500+"},
    }


def case(reference):
    child = SimpleNamespace(reference=reference)
    return family() | {"case": child, "title": reference, "notes": ["Call after 5 pm."]}
