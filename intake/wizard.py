"""Which page asks which questions: the short request's eight pages, and the tasks of "tell us more"."""

from intake import voice
from intake.policies import conditions
from intake.queries.reference import Snapshot, text

SHORT = ["help-now", "place", "treatment", "child", "illness", "you", "doctor", "check"]
# the two tasks whose step has the name of a page
TASK_OF_STEP = {"child": "child-more", "treatment": "treatment-more"}
STEP_OF_TASK = {task: step for step, task in TASK_OF_STEP.items()}
TASKS = [
    *("why", "child-more", "guardian", "insurance", "doctors", "symptoms", "treatment-more", "diagnosis"),
    *("questions", "language", "consent"),
]
FILE_ITEMS = {"court_paper": "guardian_papers", "insurance_card": "insurance_card"}
PLACE = {"facility_name", "facility_place", "facility_kinds", "facility_record_no", "facility_dates"}
LATER = {"consent_facility", "signature_name"}  # come with the signing of permissions


def questions(snapshot: Snapshot, page):
    """The questions of a page or task, in their order."""
    rows = snapshot.questions.values()
    if page in SHORT:
        return [row for row in rows if row.page == page]
    step = STEP_OF_TASK.get(page, page)
    apart = LATER | PLACE | {"facilities"}
    return [row for row in rows if row.step == step and not row.page and row.code not in apart]


def place_questions(snapshot: Snapshot):
    """What is asked of each place that holds records: a row `facilities-<row>-<code>`."""
    return [row for row in snapshot.questions.values() if row.code in PLACE]


def title(snapshot: Snapshot, page, facts=None):
    if page in SHORT:
        usual = text(snapshot.question_pages[page], "title")
    else:
        usual = text(snapshot.question_steps[STEP_OF_TASK.get(page, page)], "title")
    return voice.title(page, facts or {}, usual)


def next_page(page):
    """The page after this one, or None after the last."""
    place = SHORT.index(page) + 1
    return SHORT[place] if place < len(SHORT) else None


def progress(snapshot: Snapshot, facts):
    """-> (task, state) of "tell us more"; state is completed, in_progress or not_started"""
    return [(task, state(snapshot, task, facts)) for task in TASKS]


def state(snapshot: Snapshot, task, facts):
    shown = [row for row in questions(snapshot, task) if conditions.shown(row, facts) and row.type != "file"]
    answered = [row.code for row in shown if conditions.answered(snapshot, row, facts)]
    needed = conditions.missing(snapshot, facts, [row.code for row in shown])
    if shown and not needed and (answered or not any(row.required in conditions.asked.NEEDED for row in shown)):
        return "completed" if answered else "not_started"
    return "in_progress" if answered else "not_started"
