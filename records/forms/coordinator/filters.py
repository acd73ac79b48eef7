"""The filters above the queue. A value that no list has is no filter, never an error."""

from django.conf import settings

from intake.forms import Form, fields
from intake.queries.reference import text
from intake.states import CaseStatus, Priority, WaitingOn

DUE = [("late", "Late"), ("today", "Due today"), ("week", "Due in 7 days")]
OWNER = [("me", "Me"), ("none", "No one")]
SORTS = [("priority", "Priority"), ("due", "Due date"), ("age", "Time waiting"), ("name", "Name")]


class Filters(Form):
    """`colleagues`: (id, name) of who may own a case."""

    def __init__(self, sent, *, snapshot, me, colleagues):
        super().__init__(prefix=None)
        groups = [(row.checklist_group, text(row, "label")) for row in snapshot.checklist_groups.values()]
        owners = [*OWNER, *((str(pk), name or f"Colleague {pk}") for pk, name in colleagues if pk != me.pk)]
        self._offer("waiting_on", "Waiting on", WaitingOn.choices[:-1])
        self._offer("owner", "Owner", owners)
        self._offer("priority", "Priority", [(code, f"{code} {label}") for code, label in Priority.choices])
        self._offer("group", "Diagnosis", groups)
        self._offer("language", "Language", [(code, name) for code, name in settings.LANGUAGES])
        self._offer("due", "Due", DUE)
        self._offer("sort", "Sort by", SORTS, first="")
        self.chosen = {name: sent[name] for name in self.fields if sent.get(name) in dict(self.fields[name].choices)}
        self.chosen.setdefault("sort", SORTS[0][0])
        self.initial = self.chosen

    def _offer(self, name, label, pairs, *, first="Any"):
        self.ask(name, fields.Select(label=label, choices=pairs, first=first, exclusive=(), required=False))
        if not first:
            self.fields[name].widget.choices = pairs

    def in_use(self):
        """(name, label, label of the value) of every filter that narrows the list."""
        return [
            (name, self.fields[name].label, dict(self.fields[name].choices)[value])
            for name, value in self.chosen.items()
            if name != "sort"
        ]


STATES = [str(status) for status in CaseStatus if status != CaseStatus.DRAFT]


def state(sent):
    """The state asked for, or "" for all that is open."""
    return sent if sent in STATES else ""
