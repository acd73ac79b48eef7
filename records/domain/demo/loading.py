"""Loads the demonstration, again and again without doubling."""

from django.db import transaction
from django.db.models import F

from intake.domain import showcase
from intake.models import Notice, SecondOpinionRequest
from intake.queries.reference import refresh

from . import entrances, grammar, team
from .history import Story


def load(*, now):
    """-> (how many cases were added, the accounts)"""
    refresh()
    told = showcase.read()
    accounts = team.load(told["accounts"], now=now)
    showcase.write({**told, "accounts": accounts})
    added = sum(_case(each, now) for each in grammar.cases())
    showcase.write({"accounts": accounts, **entrances.load(told, now=now)})
    return added, accounts


@transaction.atomic
def _case(told, now):
    if SecondOpinionRequest.objects.filter(send_key=grammar.key(told)).exists():
        return 0
    case = Story(told, now=now).live()
    _mail_nobody(case, now)
    return 1


def _mail_nobody(case, now):
    """What would have been sent by now counts as sent, before a worker can see it."""
    due = Notice.objects.filter(case=case, channel="email", sent_at=None, cancelled_at=None, due_at__lte=now)
    due.update(sent_at=F("due_at"))
