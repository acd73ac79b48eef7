"""A request that is not sent yet: how it is found again elsewhere."""

from django.db import transaction

from intake.queries.people import Audience
from intake.states import Room

from . import history, members, outbox, transitions


@transaction.atomic
def keep(member, words, *, by, now):
    """Keep the words. A request that is not sent yet gets its link by mail, once."""
    members.set_passphrase(member, words, by=by, now=now)
    case = transitions.lock(member.case)
    if case.submitted_at or case.notices.filter(kind="draft_saved").exists():
        return
    readers = [user for user in Audience(case).of(Room.FAMILY) if user.has_mail]
    if readers:
        event = history.add(case, "draft_kept", by=by, now=now)
        outbox.owe(case, event, [("draft_saved", user) for user in readers], now=now)


@transaction.atomic
def speak(case, language, *, by, now):
    """The family reads another language from now on, and is written to in it."""
    case = transitions.lock(case)
    if case.language != language:
        case.language = language
        case.save(update_fields=["language"])
        history.add(case, "language_chosen", after=language, by=by, now=now)
    return case


@transaction.atomic
def reopen(case, *, by, now):
    """Closed by time, wanted again: its days begin anew."""
    case = transitions.advance(case, "reopen_draft", by=by, now=now)
    case.changed_at = now
    case.save(update_fields=["changed_at"])
    return case
