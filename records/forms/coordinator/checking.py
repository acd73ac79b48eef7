"""One file beside what was asked for: what it is, and what happens with it."""

from intake.forms import Form, fields

from .case import words

ACTIONS = {
    "accept": "Accept", "enough": "Good enough, accept", "suggested": "File it as suggested", "count": "Save the count",
    "unshare": "Not that one", "close": "Close the file", "reject": "Send back", "move": "Move it there",
    "share": "It answers this too", "release": "Let it pass",
}  # fmt: skip
NEEDS = {
    "reject": ("reject_reason", "Select what is wrong with it"),
    "move": ("item", "Select a record"),
    "share": ("other", "Select a record"),
    "release": ("why", "Enter a reason"),
}


class Check(Form):
    """`action` is one of ACTIONS; `rejects`: (reason, words); `items`: (number, name)."""

    def __init__(self, *args, rejects, items, **kwargs):
        super().__init__(*args, **kwargs)
        actions = list(ACTIONS.items())
        self.ask("action", fields.Choice(label="Step", choices=actions, asks={"required": "Select a step"}))
        self.ask("reject_reason", fields.Choice(
            label="What is wrong with it?", choices=rejects, exclusive=(), required=False,
            help_text="The sender reads the reason and what to do next.",
        ))  # fmt: skip
        self.ask("item", fields.Select(
            label="File it under", choices=[*items, ("none", "Not sure which")], first="Select a record", exclusive=(),
            required=False,
        ))  # fmt: skip
        self.ask("other", fields.Select(
            label="It also answers", choices=items, first="Select a record", exclusive=(), required=False,
        ))  # fmt: skip
        for name, label in (("here", "Here"), ("wanted", "Of")):
            self.ask(name, fields.Integer(label=label, least=0, most=999, required=False, asks={"noun": label}))
        self.ask("why", words("Why may it pass?", hint="It stays with the file.", required=False, optional=False))

    def clean(self):
        cleaned = super().clean()
        name, said = NEEDS.get(cleaned.get("action", ""), ("", ""))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, said)
        if cleaned.get("action") == "count" and not self.errors:
            self._count(cleaned)
        return cleaned

    def _count(self, cleaned):
        here, wanted = int(cleaned.get("here") or 0), int(cleaned.get("wanted") or 0)
        if not wanted:
            self.add_error("wanted", "Enter how many there must be")
        elif here > wanted:
            self.add_error("here", "More are here than there must be: enter a higher number")


class Sort(Form):
    """Many files that nobody has filed: which record each answers. `rows`: (name, label, suggested number)."""

    def __init__(self, *args, rows, items, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, suggested in rows:
            self.ask(name, fields.Select(
                label=label, choices=items, first="Not sure which", exclusive=(), required=False, initial=suggested,
            ))  # fmt: skip
