"""Plain copies of answers: what queue, search, rules and the guard need. Called by `answers.save` alone."""

from datetime import date

from intake import folding
from intake.facts import UNKNOWN
from intake.models import Child, Contact, SearchWord, Service
from intake.policies import calendar, words
from intake.policies.contact import office_parts
from intake.queries import answers as queries

from . import members

FAR = date(9999, 12, 31)  # no date known: last in the queue
RELATION_OF_ASKER = {"legal_guardian": "guardian", "patient_adult": "self"}
CHILD = {"child_first_name", "child_middle_name", "child_last_name", "child_other_names", "child_dob", "child_sex"}
NAMES = {"doctor_name", "doctor_hospital", "primary_doctor", "facility_name", "phy_name", "phy_hospital"}
CONTACTS = {
    "guardian": ("guardian_first_name", "guardian_last_name", "guardian_phone", "guardian_email"),
    "guardian2": ("guardian2_name", "", "guardian2_phone", ""),
    "office": ("doctor_name", "", "doctor_phone", "doctor_email"),
    "patient": ("", "", "", "patient_email"),
}
REFERRAL = ("phy_guardian_name", "", "phy_guardian_phone", "phy_guardian_email")


def implied(case, plain, snapshot):
    """Answers that the site itself stores because others say them already."""
    relation = RELATION_OF_ASKER.get(plain.get(("asker_role", 0)))
    if relation:
        plain[("guardian_relation", 0)] = relation
    if plain.get(("dx_known", 0)) == "unknown":
        plain[("dx_group", 0)] = "unknown"
    elif (text := plain.get(("dx_text", 0))) and (group := words.match(snapshot, text).group):
        plain[("dx_group", 0)] = group
    return plain


def write(case, snapshot, changed, *, by, now):
    """Bring every copy that these changes touch up to date; the caller saves the case."""
    codes = {code for code, _ in changed}
    said = {code: value for (code, row), value in queries.given(case).items() if row == 0 and value is not UNKNOWN}
    _case(case, said, snapshot)
    if codes & CHILD:
        _child(case, said)
    _contacts(case, said, codes, by, now)
    if codes & (CHILD | NAMES | {code for parts in [*CONTACTS.values(), REFERRAL] for code in parts}):
        _search(case, said)


def _case(case, said, snapshot):
    timing = snapshot.timings.get(said.get("timing"))
    case.phase = timing.checklist_phase if timing else ""
    case.group = said.get("dx_group") or "unknown"
    case.service = service(case, snapshot)
    case.country, case.region = said.get("country", ""), said.get("region", "")
    case.decide_on, case.treatment_on = _date(said.get("decision_date")), _date(said.get("treatment_date"))
    case.order_on = min([day for day in (case.decide_on, case.treatment_on) if day], default=FAR)
    case.red_flag = said.get("red_flags", "none") not in ("none", "")
    case.time_zone = calendar.zone_for(snapshot, browser=case.time_zone, country=case.country, region=case.region)
    names = [said.get("child_first_name", ""), said.get("child_last_name", "")]
    case.child_name = " ".join(filter(None, names))
    case.name_folded = folding.fold(" ".join(filter(None, reversed(names))))[:410]
    case.birth_date = _date(said.get("child_dob"))


def service(case, snapshot):
    """The service whose groups name the case's group, else the default one."""
    for each in Service.objects.order_by("is_default", "pk"):
        if each.is_default or case.group in each.groups.split(";"):
            return each
    return case.service


def _child(case, said):
    first = " ".join(filter(None, [said.get("child_first_name", ""), said.get("child_middle_name", "")]))
    last, other = said.get("child_last_name", ""), said.get("child_other_names", "")
    Child.objects.update_or_create(
        case=case,
        defaults={
            "first_name": said.get("child_first_name", ""), "last_name": last, "other_names": other,
            "first_folded": folding.fold(first)[:400], "last_folded": folding.fold(last)[:400],
            "other_folded": folding.fold(other)[:1600], "birth_date": case.birth_date,
            "sex": said.get("child_sex", ""),
        },
    )  # fmt: skip


def _contacts(case, said, codes, by, now):
    for kind, parts in _sources(case, said).items():
        if codes & set(parts):
            _contact(case, kind, *(said.get(part, "") for part in parts))
    if _is_referral(case, said) and codes & {"phy_name", "phy_contact"}:
        _contact(case, "office", said.get("phy_name", ""), "", *office_parts(said.get("phy_contact", "")))
    if case.form == "physician":
        members.guardian(case, by=by, now=now)
    office = Contact.objects.filter(case=case, kind="office").exclude(email="").exists()
    allowed = case.form == "physician" or said.get("doctor_contact_ok") == "yes"
    case.office_mail = office and allowed and not _has_left(case)
    if case.office_mail:
        members.office(case, by=by, now=now)


def _has_left(case):
    """An office said that this is not its patient, and nobody has told another address since."""
    if not case.submitted_at:
        return False
    seats = case.members.filter(contact="office").exclude(removed_at=None)
    left = seats.order_by("-removed_at").values_list("removed_at", flat=True).first()
    addresses = queries.current(case).filter(question__in=["doctor_email", "phy_contact"])
    return bool(left) and not addresses.filter(at__gt=left).exists()


def _is_referral(case, said):
    """The office is the one that sent the request, until a coordinator types another address."""
    return case.form == "physician" and "doctor_email" not in said


def _sources(case, said):
    """Which answers tell of whom; a referral names the guardian in the physician's words until the family does."""
    sources = dict(CONTACTS)
    if case.form == "physician" and "guardian_email" not in said and "guardian_phone" not in said:
        sources["guardian"] = REFERRAL
    if _is_referral(case, said):
        del sources["office"]
    return sources


def _contact(case, kind, first, last, phone, email):
    name = " ".join(filter(None, [first, last]))
    Contact.objects.update_or_create(
        case=case,
        kind=kind,
        defaults={
            "name": name[:410], "name_folded": folding.fold(name)[:820], "phone": phone[:40],
            "phone_digits": folding.digits(phone)[:20], "email": email,
        },
    )  # fmt: skip


def _search(case, said):
    names = [
        *(said.get(code, "") for code in CHILD - {"child_dob", "child_sex"}),
        *case.contacts.values_list("name", flat=True),
        *(value for (code, _), value in queries.given(case).items() if code in NAMES and value is not UNKNOWN),
    ]
    found = {word[:100] for name in names for word in folding.words(name)}
    SearchWord.objects.filter(case=case).exclude(word__in=found).delete()
    SearchWord.objects.bulk_create([SearchWord(case=case, word=word) for word in sorted(found)], ignore_conflicts=True)


def _date(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
