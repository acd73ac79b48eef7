"""Files for a case, from whoever may add them. What is inside each is judged one by one where its bytes are stored."""

from django.utils.translation import gettext_lazy as _

from intake.forms import Form, fields

NOT_SURE = "not_sure"


class Several(fields.Files):
    """Any number of files; a bad one does not spoil the others, so none is refused here."""

    def to_python(self, value):
        return list(value or ())


class Uploads(Form):
    """`items`: (number, name) of the records that a file may be for; of them only `shown` are offered, if given.

    `came`: the files are here already, sent by the page's script.
    """

    def __init__(self, *args, items, shown=None, came=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("file", Several(
            label=_("Select one or more files"),
            asks={"required": _("Select a file to upload"), "unanswered": _("Select a file to upload")},
        ))  # fmt: skip
        self.came = came
        self.fields["file"].required = not came
        if items:
            pairs = [(str(number), name) for number, name in items]
            self.ask("item", fields.Choice(
                label=_("Which record is it?"),
                choices=[*pairs, (NOT_SURE, _("I am not sure, or there are several"))],
                exclusive=(NOT_SURE,),
                asks={"required": _("Select which record it is, or that you are not sure")},
            ))  # fmt: skip
            if shown is not None:
                offered = {NOT_SURE, *(str(number) for number in shown), str(self.initial.get("item", ""))}
                widget = self.fields["item"].widget
                widget.choices = [pair for pair in widget.choices if pair[0] in offered]

    def number(self):
        """The number of the record, or None where the sender is not sure."""
        chosen = self.cleaned_data.get("item", "")
        return int(chosen) if chosen.isdigit() else None

    def refuse(self, refused):
        """Name every file that was not taken, with the reason, beside the field."""
        for name, reason in refused:
            self.add_error("file", _("%(name)s: %(reason)s") % {"name": name, "reason": reason})
