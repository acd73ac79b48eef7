"""The sender of a file that cannot be used hears of it: soon, once for what failed together, and without a fact."""

from datetime import timedelta

from intake.domain import outbox
from intake.models import Notice
from intake.queries import people
from intake.states import Room

GATHERED = timedelta(minutes=3)  # failures that share one mail


def tell(case, sender, event, *, now):
    """Owe the mail, in the transaction of what failed. `sender`: the id of who sent it. Staff see it on the case."""
    found = [user for user in people.Audience(case).people if user.pk == sender and user.seat]
    if not found or found[0].room not in {Room.FAMILY, Room.PHYSICIAN}:
        return
    waiting = Notice.objects.filter(case=case, to=found[0], kind="file_failed", sent_at=None, cancelled_at=None)
    if not waiting.exists():
        outbox.owe(case, event, [("file_failed", found[0])], now=now)
        waiting.filter(channel="email").update(due_at=now + GATHERED)
