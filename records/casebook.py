"""What staff read of a case: the answers their room may see, the family's own questions, what is still missing."""

from intake import wizard
from intake.facts import UNKNOWN
from intake.forms import summary
from intake.policies import cases as policies
from intake.queries.reference import text
from intake.states import Room
from records.states import SETTLED

ASKED = {"question_bank", "own_questions", "what_matters"}


def sections(case, *, user, snapshot, now):
    """The answers, one section a step of the forms: what this person's room may see, and only what was told."""
    facts = policies.facts(case, now)
    found = []
    for step in snapshot.question_steps.values():
        questions = [row for row in snapshot.questions.values() if row.step == step.step and may_read(row, user)]
        rows = summary.rows(snapshot, [row for row in questions if row.code not in ASKED], facts, empty=False)
        places = summary.places(snapshot, wizard.place_questions(snapshot), facts) if step.step == "doctors" else []
        if rows or places:
            found.append({"title": text(step, "title"), "rows": rows, "places": places})
    return found


def may_read(question, user):
    """Whether the answer is for this person's room at all."""
    return str(Room(user.room)) in question.visible_to


def asked(case, *, snapshot, now):
    """The family's and the physician's questions in full, numbered, and what matters to them."""
    facts = policies.facts(case, now)
    labels = {row.value: text(row, "label") for row in snapshot.choices.get("question_bank", ())}
    bank = facts.get("question_bank") or ()
    own = [line for code in ("own_questions", "phy_question") for line in _lines(facts.get(code))]
    matters = facts.get("what_matters")
    return {
        "questions": [labels.get(value, value) for value in bank] + own,
        "matters": _lines(matters) if matters is not UNKNOWN else [],
    }


def is_needed(line):
    """Whether the review needs this record of the board."""
    return line["necessity"] == "required" and not line["dropped"] and line["item"].category != "legal"


def missing(lines):
    """The records that the review needs and that are not here, out of the board's lines."""
    return [line for line in lines if line["required"] and line["state"] not in SETTLED]


def _lines(value):
    return [line.strip() for line in str(value or "").split("\n") if line.strip()] if value is not UNKNOWN else []
