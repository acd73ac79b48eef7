"""From a question row to its form field."""

from datetime import timedelta

from intake import voice
from intake.policies import conditions
from intake.queries.reference import text

from . import asks, fields

LONG = {"symptoms_first": 2000, "symptoms_now": 2000, "own_questions": 4000, "phy_summary": 8000, "phy_question": 2000}
LENGTH = {
    "reason_other": 500, "do_not_contact": 500, "insurance_company": 120, "insurance_member_id": 40,
    "insurance_group": 40, "facility_place": 120, "facility_record_no": 40, "facility_dates": 80, "dx_site": 120,
    "dx_stage": 120, "tissue_where": 160, "family_syndrome": 300, "other_opinions": 300, "plan_name": 160,
    "other_conditions": 1000, "response": 1000, "what_matters": 1000, "phy_role": 120,
}  # fmt: skip
OWN = {  # the browser may fill in what is the person's own
    "guardian_first_name": "given-name",
    "guardian_last_name": "family-name",
    "guardian_phone": "tel",
    "guardian_email": "email",
    "phy_name": "name",
}
MOST = {"question_bank": 10}


def field_for(row, snapshot, facts, *, today, required, reveals=None, offers=None):
    """The field of a question in the active language, needed or not."""
    kind = BUILDERS[row.type]
    basics = {
        "label": voice.label(row.code, facts, text(row, "label")),
        "help_text": voice.hint(row.code, facts, text(row, "hint")),
        "required": required,
        "asks": voice.asks(row.code, facts, asks.phrases(row.code)),
        "autocomplete": OWN.get(row.code, "off"),
    }
    if row.unknown_ok:
        basics["unknown"] = True
    return kind(row, snapshot, facts, today=today, reveals=reveals or {}, offers=offers, **basics)


def choices(row, snapshot, facts):
    """The (value, label) pairs of a closed list."""
    return [(value, voice.choice(value, facts, label)) for value, label in _listed(row, snapshot, facts)]


def _listed(row, snapshot, facts):
    table = row.choices.removesuffix(".csv")
    match table:
        case "red_flags":
            flags = [(each.flag, text(each, "label")) for each in snapshot.red_flags.values() if each.active]
            pairs = flags + [(each.value, text(each, "label")) for each in snapshot.choices["red_flags"]]
        case "reasons":
            pairs = [(each.reason, text(each, "label")) for each in snapshot.reasons.values() if each.active]
        case "timings":
            pairs = [(each.timing, text(each, "label")) for each in snapshot.timings.values() if each.active]
        case "checklist_groups":
            rows = snapshot.checklist_groups.values()
            pairs = [(each.checklist_group, text(each, "label")) for each in rows if each.active]
        case "family_word_followups":
            pairs = _diagnoses(snapshot, facts)
        case "diagnoses":
            pairs = [(code, text(each, "name")) for code, each in snapshot.diagnoses.items()]
        case _:
            pairs = [(each.value, text(each, "label")) for each in snapshot.choices.get(table, ()) if each.active]
    return pairs


def _diagnoses(snapshot, facts):
    follow_up = snapshot.family_word_followups.get(facts.get("follow_up") or "")
    codes = follow_up.offer_diagnoses if follow_up else ()
    return [(code, text(snapshot.diagnoses[code], "name")) for code in codes]


def _choice(kind):
    def build(row, snapshot, facts, *, today, reveals, offers, **basics):
        hints = {}
        if row.choices == "reasons.csv":
            hints = {each.reason: text(each, "help") for each in snapshot.reasons.values()}
        pairs = choices(row, snapshot, facts)
        if offers is not None:
            pairs = [pair for pair in pairs if pair[0] in offers]
        if kind is fields.MultiChoice and row.code in MOST:
            basics["max_count"] = MOST[row.code]
        return kind(choices=pairs, hints=hints, reveals=reveals, **basics)

    return build


def _select(row, snapshot, facts, *, today, reveals, offers, **basics):
    if row.choices == "ISO-3166-1":
        return fields.Country(**basics)
    if row.choices == "us_states.csv":
        states = [(each.code, text(each, "name")) for each in snapshot.us_states.values()]
        return fields.State(choices=states, **basics)
    return fields.Select(choices=choices(row, snapshot, facts), **basics)


def _line(row, snapshot, facts, *, today, reveals, offers, **basics):
    if row.code == "dx_text":
        rows = [each.term for each in snapshot.family_words if each.active]
        return fields.Line(max_length=200, suggest=sorted(set(rows)), **basics)
    if row.code in LENGTH:
        return fields.Line(max_length=LENGTH[row.code], **basics)
    if row.code == "phy_npi":
        return fields.Npi(**basics)
    is_name = row.code.endswith(("_name", "_names", "primary_doctor", "_hospital", "_holder"))
    return fields.Name(**basics) if is_name else fields.Line(max_length=200, **basics)


def _text(row, snapshot, facts, *, today, reveals, offers, **basics):
    return fields.Paragraph(max_length=LONG.get(row.code, LENGTH.get(row.code, 2000)), **basics)


def _date(row, snapshot, facts, *, today, reveals, offers, **basics):
    earliest, latest = _bounds(row.code, facts, today)
    day_optional = row.code == "treatment_start"
    return fields.PartDate(earliest=earliest, latest=latest, day_optional=day_optional, **basics)


def _month(row, snapshot, facts, *, today, reveals, offers, **basics):
    earliest, latest = _bounds(row.code, facts, today)
    return fields.Month(earliest=earliest, latest=latest, **basics)


def _bounds(code, facts, today):
    """The earliest and latest day of a date question; what happened to the child came after its birth."""
    ahead = {"decision_date": 366, "treatment_date": 2 * 366}
    if code in ahead:
        return today - timedelta(days=7), today + timedelta(days=ahead[code])
    if code in {"child_dob", "insurance_holder_dob"}:
        return None, today
    return conditions.day(facts, "child_dob"), today


def _phone(row, snapshot, facts, *, today, reveals, offers, **basics):
    country = facts.get("country")
    return fields.Phone(region=country if isinstance(country, str) else "US", **basics)


def _plain(kind, **fixed):
    def build(row, snapshot, facts, *, today, reveals, offers, **basics):
        return kind(**fixed, **basics)

    return build


BUILDERS = {
    "text": _line,
    "textarea": _text,
    "radio": _choice(fields.Choice),
    "checkboxes": _choice(fields.MultiChoice),
    "checkbox": _plain(fields.Tick),
    "select": _select,
    "date": _date,
    "month": _month,
    "decimal": _plain(fields.Weight),
    "integer": _plain(fields.Integer, least=0, most=100, step=10),
    "tel": _phone,
    "email": _plain(fields.Email),
    "address": _plain(fields.Address),
    "file": _plain(fields.File),
    "tel or email": _plain(fields.TelOrEmail),
    "coded": _select,
}
