"""A request that a doctor's office begins: made, sent and held for the guardian in one transaction."""

from django.db import IntegrityError, transaction

from intake.domain import answers, members
from intake.queries import cases as queries

from . import checklist


def refer(told, *, language, family_language="", time_zone="", send_key, max_age, now):
    """-> the case. Sending twice with the same key is sending once, also at the same moment."""
    if sent := queries.by_send_key(send_key):
        return sent
    try:
        return _refer(told, language, family_language, time_zone, send_key, max_age, now=now)
    except IntegrityError:
        if sent := queries.by_send_key(send_key):
            return sent
        raise


@transaction.atomic
def _refer(told, language, family_language, time_zone, send_key, max_age, *, now):
    user = members.physician(language=language, now=now)
    case = answers.start(
        {**told, "asker_role": "physician"},
        user=user,
        form="physician",
        language=family_language or language,
        time_zone=time_zone,
        now=now,
    )
    return checklist.send(case, send_key=send_key, max_age=max_age, by=user, now=now)
