"""What a person sent that came too late, in the words of the page that it was sent from."""

from contextlib import suppress
from copy import copy

from django.http import Http404

from intake.domain.errors import Refused
from intake.forms import fields
from intake.middleware import typed
from intake.queries import people
from intake.templatetags.intake import day
from records.forms.permits import PRESSES as OF_A_PERMISSION

from .nexts import STEPS

HIDDEN = {"version", "seen", "next"}
OF_A_CASE = {action: step.label for action, step in STEPS.items()}
PRESSES = {**OF_A_CASE, **OF_A_PERMISSION}


def asked(view, request, reference, kwargs):
    """What the page that was sent from is made of, read anew; {} for a press on a list, or if it is no longer there."""
    reading = copy(request)
    reading.method = "GET"
    with suppress(Refused, Http404):
        return getattr(view(reading, reference, **kwargs), "context_data", None) or {}
    return {}


def kept(request, form):
    """[{name, text}] to send again unseen, [(label, words)] to read, [{name, label, text}] to mend."""
    sent = [(name, text) for name, text in typed(request) if name not in HIDDEN]
    if form is None:
        return {"unseen": _pairs(sent), "words": list(_pressed(request, dict(sent))), "texts": []}
    form.data, form.is_bound = request.POST, True
    form.full_clean()
    texts = [name for name, field in form.fields.items() if isinstance(field, fields.Paragraph) and form.data.get(name)]
    return {
        "unseen": _pairs((name, text) for name, text in sent if name not in texts),
        "words": [(str(form.fields[name].label), words) for name, words in _words(form) if words and name not in texts],
        "texts": [{"name": name, "label": form.fields[name].label, "text": form.data[name]} for name in texts],
    }


def _pairs(sent):
    return [{"name": name, "text": text} for name, text in sent]


def _words(form):
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if hasattr(field, "choices"):
            names = dict(field.choices)
            yield name, "; ".join(str(names[each]) for each in (value if isinstance(value, list) else [value]) if each)
        elif isinstance(field, fields.PartDate):
            yield name, day(value)
        elif isinstance(field, fields.Tick):
            yield name, "Yes" if value else ""
        else:
            yield name, value


def _pressed(request, sent):
    """A press on a page of many: to whom a case was given, or which step it was."""
    if request.resolver_match.url_name == "assign":
        owner = people.staff(sent["owner"]) if sent.get("owner", "").isdecimal() else request.user
        yield "Assign it to", "yourself" if owner == request.user else owner.name or owner.email
    elif action := PRESSES.get(sent.get("action", "")):
        yield "Step", action
