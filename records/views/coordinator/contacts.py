"""Whom to call about a case, out of its answers."""

from intake.facts import UNKNOWN
from intake.policies.contact import office_parts
from intake.queries.reference import label, text


def contacts(facts, snapshot, audience):
    """[{who, name, lines, warning}], people without any way to reach them left out."""
    found = [_guardian(facts, snapshot), _second(facts, snapshot), _office(facts, snapshot), _referrer(facts)]
    if not audience.of("physician") and found[2]:
        found[2]["lines"].append(("Invited", "Not yet"))
    return [each for each in found if each]


def phone_of(facts, room):
    """The number on file of the family or the office, or ""."""
    names = ("guardian_phone", "phy_guardian_phone", "guardian2_phone") if room == "family" else ("doctor_phone",)
    found = next((said for name in names if (said := _said(facts, name))), "")
    return found or (office_parts(_said(facts, "phy_contact"))[0] if room == "physician" else "")


def _guardian(facts, snapshot):
    name = " ".join(filter(None, [_said(facts, "guardian_first_name"), _said(facts, "guardian_last_name")]))
    name = name or _said(facts, "phy_guardian_name")
    lines = [
        ("Relation", _label(snapshot, "relations", facts, "guardian_relation")),
        ("Phone", _said(facts, "guardian_phone") or _said(facts, "phy_guardian_phone")),
        ("Second phone", _said(facts, "guardian_phone2")),
        ("E-mail", _said(facts, "guardian_email") or _said(facts, "phy_guardian_email")),
        ("Voicemail", _label(snapshot, "yes_no", facts, "voicemail_ok")),
        ("Reach by", _label(snapshot, "contact_ways", facts, "contact_ways")),
        ("Best time", _label(snapshot, "contact_times", facts, "contact_times")),
        ("Speaks", _label(snapshot, "languages", facts, "language_spoken")),
        ("Interpreter", _label(snapshot, "yes_no", facts, "interpreter")),
    ]
    return _person("Family", name, lines, warning=_said(facts, "do_not_contact"))


def _second(facts, snapshot):
    lines = [
        ("Relation", _label(snapshot, "relations", facts, "guardian2_relation")),
        ("Phone", _said(facts, "guardian2_phone")),
    ]
    return _person("Second guardian", _said(facts, "guardian2_name"), lines)


def _office(facts, snapshot):
    lines = [
        ("Hospital", _said(facts, "doctor_hospital")),
        ("Phone", _said(facts, "doctor_phone")),
        ("Fax", _said(facts, "doctor_fax")),
        ("E-mail", _said(facts, "doctor_email")),
        ("May we write?", _label(snapshot, "yes_no", facts, "doctor_contact_ok")),
        ("Knows of the request", _label(snapshot, "yes_no", facts, "doctor_knows")),
    ]
    return _person("Doctor's office", _said(facts, "doctor_name"), lines)


def _referrer(facts):
    phone, email = office_parts(_said(facts, "phy_contact"))
    lines = [("Hospital", _said(facts, "phy_hospital")), ("Phone", phone), ("E-mail", email)]
    return _person("Sent by", _said(facts, "phy_name"), lines)


def _person(who, name, lines, warning=""):
    told = [(words, value) for words, value in lines if value]
    return {"who": who, "name": name, "lines": told, "warning": warning} if name or told else None


def _said(facts, code):
    value = facts.get(code)
    return "" if value is UNKNOWN or value is None else str(value)


def _label(snapshot, choices, facts, code):
    value = facts.get(code)
    values = value if isinstance(value, tuple) else (value,)
    found = [label(snapshot, choices, each) for each in values if each and each is not UNKNOWN]
    return ", ".join(text(row, "label") for row in found if row)
