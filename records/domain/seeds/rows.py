"""How each table is filled from the plan `p`: column -> what stands in it; columns without a word get their default."""

from intake.models import (
    Ask,
    CaseMember,
    Child,
    Consent,
    Contact,
    Event,
    Hold,
    SearchWord,
    SecondOpinionRequest,
    User,
)  # fmt: skip
from records.models import RecordItem

from .paths import STAMPS
from .plan import at

LAST = at("p.events")
PHONE = "concat('+1 ', 201 + p.n %% 789, '-555-01', lpad(((p.n / 789) %% 100)::text, 2, '0'))"
DIGITS = "concat('1', 201 + p.n %% 789, '55501', lpad(((p.n / 789) %% 100)::text, 2, '0'))"
BORN = "((p.started_at - interval '30 days' - interval '18 years' * p.r5)::date)"
PERSON = {"created_at": "p.started_at", "is_active": "true"}
ENDED_BY = "CASE p.ended_who WHEN 'family' THEN p.family ELSE p.coordinator END"
BY = {"submitted": "p.family", "ready": "%(system)s", "review": "p.oncologist", "delivered": "p.coordinator"}
NAME = "concat_ws(' ', p.first_name, p.last_name)"
FOLDED = "array_to_string(p.last_words || p.first_words, ' ')"
DECIDES = (
    "CASE WHEN p.n %% 7 = 3 THEN NULL ELSE (p.started_at + interval '2 days' + p.r4 * interval '70 days')::date END"
)


def stamped(stem, person):
    moment = at(f"p.{stem}")
    return {f"{stem}_at": moment, f"{stem}_by_id": f"CASE WHEN p.{stem} IS NOT NULL THEN {person} END"}


CASE = {
    "id": "p.case_id", "reference": "p.reference", "sealed_key": "p.sealed_key", "key_id": "%(key_id)s",
    "service_id": "p.service_id", "status": "p.status", "came_from": "p.came_from", "version": "p.version",
    "since": LAST, "language": "p.written", "time_zone": "'America/New_York'", "country": "'US'", "region": "p.region",
    "routing_rule": "'40'", '"group"': "p.grp", "phase": "p.phase", "covered": "p.covered",
    "priority": "CASE WHEN p.r3 < 0.03 THEN 'P1' WHEN p.r3 < 0.35 THEN 'P2' ELSE 'P3' END",
    "decide_on": DECIDES, "order_on": f"coalesce({DECIDES}, '9999-12-31')",
    "records_needed": "p.needed", "records_outstanding": "p.needed - p.come", "checklist_version": "%(version)s",
    "waiting_on": "p.waiting_on", "waiting_since": LAST, "next_action": "p.next_action",
    "due_at": f"CASE WHEN p.is_open THEN {LAST} + p.r2 * interval '9 days' END", "office_mail": "p.office_mail",
    "created_at": "p.started_at", "created_by_id": "p.family", "changed_at": LAST,
    "assigned_at": at("p.taken"), "assigned_by_id": "CASE WHEN p.taken IS NOT NULL THEN p.coordinator END",
    "owner_id": "CASE WHEN p.taken IS NOT NULL THEN p.coordinator END", "ended_why": "p.why",
    "child_name": NAME, "name_folded": FOLDED, "birth_date": BORN,
    "event_number": "p.events", "event_head": "h.digest",
}  # fmt: skip
for stem in STAMPS:
    CASE |= stamped(stem, BY.get(stem, ENDED_BY))

COME, ASKED = "(i.rank <= p.come AND p.accepted IS NOT NULL)", "(i.rank > p.come AND p.accepted IS NOT NULL)"
PARTY = (
    "CASE WHEN i.holder = 'family' THEN 'family'"
    " WHEN p.office_mail OR i.holder = 'treating clinic' THEN 'physician' ELSE 'facility' END"
)
ACCEPTED = at("p.accepted")
ITEM = {
    "case_id": "p.case_id", "number": "i.number", "kind": "i.kind", "category": "i.category",
    "necessity": "i.necessity", "why": "i.why", "holder": "i.holder", "party": PARTY, "since": ACCEPTED,
    "status": f"CASE WHEN {COME} THEN 'accepted' WHEN {ASKED} THEN 'asked' ELSE 'needed' END",
    "came_from": f"CASE WHEN {COME} THEN 'received' WHEN {ASKED} THEN 'needed' ELSE '' END",
    "version": f"CASE WHEN {COME} THEN 4 WHEN {ASKED} THEN 2 ELSE 1 END",
    "basis": f"CASE WHEN NOT ({COME} OR {ASKED}) THEN '' WHEN {PARTY} = 'family' THEN 'family' ELSE 'treatment' END",
    "asked_at": f"CASE WHEN {COME} OR {ASKED} THEN {ACCEPTED} END",
    "asked_by_id": f"CASE WHEN {COME} OR {ASKED} THEN %(system)s END",
    "received_at": f"CASE WHEN {COME} THEN {ACCEPTED} + interval '1 hour' END",
    "received_by_id": f"CASE WHEN {COME} THEN coalesce(p.office, p.family) END",
    "accepted_at": f"CASE WHEN {COME} THEN {ACCEPTED} + interval '2 hours' END",
    "accepted_by_id": f"CASE WHEN {COME} THEN p.coordinator END",
}  # fmt: skip
ITEM["since"] = f"coalesce({ITEM['accepted_at']}, {ITEM['asked_at']}, {at('p.submitted')})"

SEAT = {"case_id": "p.case_id", "invited_at": "p.started_at", "invited_by_id": "p.family"}
PLAN = "seed_plan p"
OFFICES = "seed_plan p WHERE p.office IS NOT NULL"
WORDS = "seed_plan p, LATERAL (SELECT DISTINCT unnest(p.first_words || p.last_words || p.parent_words) AS word) w"
HEADS = "seed_plan p JOIN seed_chain h ON h.n = p.n AND h.number = p.events"
EVENTS = "seed_chain e"
ITEMS = "seed_plan p JOIN seed_item i ON i.grp = p.grp AND i.phase = p.phase AND (i.number <= %(most)s OR p.is_open)"
CONSENTS = "seed_plan p, LATERAL unnest(array['consent_privacy', 'consent_limits']) k(kind) WHERE p.is_open"
ROWS = [
    (User, {**PERSON, "id": "p.family", "role": "'family'", "language": "p.written", "password": "%(nobody)s"}, PLAN),
    (User, {**PERSON, "id": "p.office", "role": "'physician'", "password": "%(nobody)s"}, OFFICES),
    (SecondOpinionRequest, CASE, HEADS),
    (CaseMember, {**SEAT, "user_id": "p.family", "kind": "'family'", "contact": "'guardian'"}, PLAN),
    (CaseMember, {**SEAT, "user_id": "p.office", "kind": "'physician'", "contact": "'office'"}, OFFICES),
    (
        Child,
        {
            "case_id": "p.case_id", "first_name": "p.first_name", "last_name": "p.last_name",
            "first_folded": "array_to_string(p.first_words, ' ')", "last_folded": "array_to_string(p.last_words, ' ')",
            "birth_date": BORN, "sex": "CASE p.n %% 2 WHEN 0 THEN 'female' ELSE 'male' END",
        },
        PLAN,
    ),
    (
        Contact,
        {
            "case_id": "p.case_id", "kind": "'guardian'", "name": "concat_ws(' ', p.parent_name, p.last_name)",
            "name_folded": "array_to_string(p.parent_words || p.last_words, ' ')", "phone": PHONE,
            "phone_digits": DIGITS, "email": "concat('family', p.case_id, '@example.org')",
        },
        PLAN,
    ),
    (
        Contact,
        {
            "case_id": "p.case_id", "kind": "'office'", "name": "concat('Dr. ', p.parent_name)",
            "name_folded": "array_to_string(array['dr'] || p.parent_words, ' ')",
            "email": "concat('office', p.n %% 5000, '@example.org')",
        },
        OFFICES,
    ),
    (SearchWord, {"case_id": "p.case_id", "word": "w.word"}, WORDS),
    (RecordItem, ITEM, ITEMS),
    (
        Event,
        {
            "case_id": "e.case_id", "number": "e.number", "subject": "'case'", "action": "e.action",
            "before": "e.before", "after": "e.after", "why": "e.why", "by_id": "e.by_id", "role": "e.role",
            "at": "e.at", "digest": "e.digest",
        },
        EVENTS,
    ),
    (
        Consent,
        {
            "case_id": "p.case_id", "kind": "k.kind", "text_version": "%(version)s", "language": "p.written",
            "given_at": at("p.submitted"), "given_by_id": "p.family",
        },
        CONSENTS,
    ),
    (
        Ask,
        {
            "case_id": "p.case_id", "room": "'family'", "question": "'gene_tests'", "asked_at": LAST,
            "asked_by_id": "p.coordinator",
        },
        f"{PLAN} WHERE p.status = 'needs_information'",
    ),
    (
        Hold,
        {"case_id": "p.case_id", "kind": "'death_reported'", "set_at": at("6"), "set_by_id": "p.coordinator"},
        f"{PLAN} WHERE p.status = 'deceased'",
    ),
]  # fmt: skip


def insert(model, columns, source):
    """INSERT ... SELECT for one table; a column that must be told and is not is a mistake here."""
    filled = {**_defaults(model), **columns}
    names = ", ".join(name if name.startswith('"') else f'"{name}"' for name in filled)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(filled.values())} FROM {source}'  # noqa: S608


def _defaults(model):
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    return {f'"{field.column}"' if field.column == "group" else field.column: _literal(field) for field in fields}


def _literal(field):
    value = field.get_default()
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "'{}'".format(str(value).replace("'", "''"))
