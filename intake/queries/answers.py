"""What people told us about a case, now and before."""

from intake.facts import UNKNOWN
from intake.models import Answer
from intake.sealing import unseal


def given(case):
    """The current answers, opened: (question, row) -> text or UNKNOWN. Read once for each case in hand."""
    if "_given" not in case.__dict__:
        case._given = {(answer.question, answer.row): opened(case, answer) for answer in current(case)}
    return case._given


def forget(case):
    """The answers have changed: read them again when they are asked for."""
    for memory in ("_given", "_consented"):
        case.__dict__.pop(memory, None)


def current(case):
    return Answer.objects.filter(case=case, replaced_at=None).order_by("pk")


def every(case):
    """All answers, old ones too, in the order they were given; `by` is loaded."""
    return Answer.objects.filter(case=case).select_related("by").order_by("question", "row", "pk")


def whole(case):
    """All answers, old ones too, and with them the current ones of the case in hand: one statement."""
    rows = list(every(case))
    case._given = {(row.question, row.row): opened(case, row) for row in rows if row.replaced_at is None}
    return rows


def opened(case, answer):
    """The text of one answer, or UNKNOWN."""
    if answer.unknown:
        return UNKNOWN
    if answer.sealed is None:
        return answer.value
    return unseal(case, answer.sealed, context(answer.question, answer.row))


def context(question, row):
    return f"answer|{question}|{row}"


def facts(case, snapshot):
    """The answers as the rules read them: lists as tuples, rows of places as `facilities`."""
    values = {}
    for (code, row), value in given(case).items():
        question = snapshot.questions.get(code)
        several = question is not None and question.type == "checkboxes"
        value = tuple(value.split(";")) if several and value is not UNKNOWN else value
        if code.startswith("facility_"):
            values.setdefault("facilities", {}).setdefault(row, {})[code] = value
        else:
            values[code] = value
    return {"form": case.form, **values, **dict.fromkeys(consented(case), "yes")}


def asks_for_self(case):
    """Whether the patient, of 18 or more, is the one who reads the pages."""
    return given(case).get(("asker_role", 0)) == "patient_adult"


def consented(case):
    """The kinds of consent that stand, read once for each case in hand."""
    if "_consented" not in case.__dict__:
        case._consented = list(case.consents.filter(ended_at=None).values_list("kind", flat=True))
    return case._consented
