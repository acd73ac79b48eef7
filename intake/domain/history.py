"""The only writer of Event and Access. A case's events form a chain: each digest covers the one before it."""

import hashlib
from typing import NamedTuple

from intake.models import Access, Event
from intake.sealing import seal

FIRST = "0" * 64


class Change(NamedTuple):
    action: str
    subject: str = "case"
    before: str = ""
    after: str = ""
    why: str = ""  # code of a reason
    words: str = ""  # what a person wrote; sealed


def add(case, action, *, subject="case", before="", after="", why="", words="", by, now):
    """Record one change. Call it holding the case's lock: the lock keeps the chain gapless. -> the event"""
    change = Change(action, subject, before, after, why, words)
    (event,) = chain(case, [change], by=by, now=now)
    case.save(update_fields=["event_number", "event_head"])
    return event


def chain(case, changes, *, by, now):
    """Record changes in one statement. The chain's head stands on the case, which the caller saves. -> the events"""
    return keep(draw(case, changes, by=by, now=now))


def keep(events):
    """Store drawn events, of one case or of many. -> the events, each with its key"""
    return Event.objects.bulk_create(events)


def draw(case, changes, *, by, now):
    """The next events of a case, in memory; the chain's head on the case moves with them."""
    events: list[Event] = []
    for change in changes:
        case.event_number += 1
        words = seal(case, change.words, f"event|{case.event_number}") if change.words else None
        plain = change._replace(words=words)._asdict()
        event = Event(case=case, number=case.event_number, by=by, role=by.role, at=now, **plain)
        case.event_head = event.digest = digest(case.event_head or FIRST, event)
        events.append(event)
    return events


def digest(head, event):
    """SHA-256 in hex over the digest before and every column of the event: none of them may ever change."""
    parts = [
        *(head, event.case_id, event.number, event.subject, event.action, event.before, event.after, event.why),
        *(event.by_id, event.role, event.at.timestamp(), bytes(event.words or b"").hex()),
    ]
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def read(case, what, *, by, now):
    """Record that a person looked at something; `case` is None for a search."""
    return Access.objects.create(case=case, what=what, by=by, at=now)
