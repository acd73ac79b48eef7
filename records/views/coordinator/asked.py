"""What staff asked for on top of the forms, and what came back."""

from intake.queries.reference import text
from intake.sealing import unseal
from records import board


def lines(case, asks, snapshot, items):
    """One line a question or record that was asked for, oldest first."""
    kinds = {item.number: item.kind for item in items}
    return [_line(case, ask, snapshot, kinds) for ask in asks]


def _line(case, ask, snapshot, kinds):
    return {
        "what": what(case, ask, snapshot, kinds),
        "room": "Doctor's office" if ask.room == "physician" else "Family",
        "by": board.who(ask.asked_by),
        "at": ask.asked_at,
        "due": ask.due_on,
        "answered_at": ask.answered_at,
        "dropped_at": ask.dropped_at,
        "reply": unseal(case, ask.reply, f"reply|{ask.pk}") if ask.reply else "",
    }


def what(case, ask, snapshot, kinds):
    if ask.question:
        row = snapshot.questions.get(ask.question)
        return text(row, "label") if row else ask.question
    if ask.item:
        kind = snapshot.record_items.get(kinds.get(ask.item, ""))
        return text(kind, "label") if kind else f"Record {ask.item}"
    return unseal(case, ask.words, "ask")
