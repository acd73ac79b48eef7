"""The answers of a case, now and before: who said what and when, and what changed."""

from collections import defaultdict

from intake import wizard
from intake.forms import summary
from intake.forms.questions import PARTS
from intake.policies import cases as policies
from intake.queries import answers as queries
from intake.queries.reference import text
from records import board


def sections(case, *, snapshot, now):
    """One section a step of the forms. Reads all answers of the case once."""
    given = queries.whole(case)
    facts, told = policies.facts(case, now), defaultdict(list)
    for answer in given:
        told[_question(answer.question, snapshot), answer.row].append(answer)
    found = []
    for step in snapshot.question_steps.values():
        questions = [row for row in snapshot.questions.values() if row.step == step.step]
        rows = [_row(case, row, told[row.code, 0], snapshot, facts) for row in questions if told.get((row.code, 0))]
        places = summary.places(snapshot, wizard.place_questions(snapshot), facts) if step.step == "doctors" else []
        if any(rows) or places:
            found.append({"title": text(step, "title"), "rows": [row for row in rows if row], "places": places})
    return found


def _question(code, snapshot):
    """Parts of an address belong to one question."""
    stem, _, part = code.rpartition("_")
    return stem if part in PARTS and code not in snapshot.questions else code


def _row(case, question, told, snapshot, facts):
    current = [answer for answer in told if answer.replaced_at is None]
    now = _value(question, snapshot, facts)
    before = [_old(case, answer, question, snapshot, facts) for answer in reversed(told) if answer.replaced_at]
    last = current[-1] if current else None
    if now is None and not before:
        return None
    return {
        "key": text(question, "label"),
        "code": question.code,
        "value": now or {"taken_back": not current, "hidden": bool(current)},
        "at": last.at if last else told[-1].replaced_at,
        "by": board.who(last.by) if last else "",
        "before": before,
    }


def _old(case, answer, question, snapshot, facts):
    """What was told earlier, in the words it was told in."""
    value = queries.opened(case, answer)
    if question.type == "checkboxes" and isinstance(value, str):
        value = tuple(value.split(";"))
    part = question.type == "address"
    shown = {"value": value} if part else _value(question, snapshot, {**facts, question.code: value})
    return {"value": shown or {"value": value}, "at": answer.at, "by": board.who(answer.by)}


def _value(question, snapshot, facts):
    """{value, parts, unknown}, or None for what is not answered or not shown any more."""
    rows = summary.rows(snapshot, [question], facts, empty=False)
    return rows[0] if rows else None
