"""Every answer as it was given, in the words it was given in: what no other resource has a place for stands here."""

from intake.facts import UNKNOWN
from intake.forms import build
from intake.queries import reference

from .resources import coded, moment, own

STAYS = {"do_not_contact"}  # whom we must not reach is for the coordinators of this site alone
PARTS = ("line1", "line2", "city", "region", "postal", "country")


def resources(here):
    return [
        here.make(
            "QuestionnaireResponse",
            "told",
            questionnaire=own(f"Questionnaire/{here.case.form}/{here.case.checklist_version}"),
            status="completed",
            subject=here.ref("patient"),
            authored=moment(here.case.submitted_at),
            author=here.ref("practitioner" if here.case.form == "physician" else "guardian"),
            item=[*_plain(here), *_places(here)],
        )
    ]


def _plain(here):
    for code, question in here.snapshot.questions.items():
        if question.type == "address":
            lines = [here.say(f"{code}_{part}") for part in PARTS]
            if text := ", ".join(filter(None, lines)):
                yield _item(question, [{"valueString": text}])
        elif (code, 0) in here.given and code not in STAYS and not code.startswith("facility_"):
            yield _item(question, _answers(here, question, here.given[code, 0]))


def _places(here):
    for row, place in here.places:
        questions = here.snapshot.questions
        parts = [_item(questions[code], _answers(here, questions[code], value)) for code, value in place.items()]
        yield {"linkId": f"facilities-{row}", "text": f"Place {row + 1}", "item": parts}


def _item(question, answers):
    return {"linkId": question.code, "text": reference.text(question, "label", "en"), "answer": answers}


def _answers(here, question, value):
    if value is UNKNOWN:
        return [{"valueCoding": {"system": own("CodeSystem/answer"), "code": "unknown", "display": "I do not know"}}]
    if question.type in ("radio", "select", "checkboxes", "coded") and question.choices != "ISO-3166-1":
        words = dict(build.choices(question, here.snapshot, {}))
        return [_coding(question, each, str(words.get(each, ""))) for each in value.split(";") if each]
    if question.type == "date" and len(value) == 10:
        return [{"valueDate": value}]
    if question.type == "checkbox":
        return [{"valueBoolean": bool(value)}]
    return [{"valueString": value}]


def _coding(question, value, words):
    system = own(f"CodeSystem/{question.choices.removesuffix('.csv')}")
    return {"valueCoding": coded(system, value, words)["coding"][0]}
