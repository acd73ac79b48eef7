"""A request that a coordinator takes by phone or from a fax: made, sent and noted in one transaction."""

from django.db import IntegrityError, transaction

from intake.domain import answers, history
from intake.queries import cases as queries

from . import checklist


def take(told, *, consents, source, words, language, send_key, max_age, by, now):
    """-> the case, equal to one from the web. Sending twice with the same key is sending once.

    `words`: who called, and that the consents were read out and heard.
    """
    if sent := queries.by_send_key(send_key):
        return sent
    try:
        return _take(told, consents, source, words, language, send_key, max_age, by=by, now=now)
    except IntegrityError:
        if sent := queries.by_send_key(send_key):
            return sent
        raise


@transaction.atomic
def _take(told, consents, source, words, language, send_key, max_age, *, by, now):
    case = answers.start(told, by=by, source=source, language=language, now=now)
    case = checklist.send(
        case, consents=consents, how=source, send_key=send_key, max_age=max_age, by=by, now=now
    )  # fmt: skip
    taken = history.Change("taken_by_phone", after=source, words=words)
    history.chain(case, [taken], by=by, now=now)
    case.save()
    return case
