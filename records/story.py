"""A case's history in words: what happened, when, by whom; each room sees what concerns it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.queries import history
from intake.queries.reference import text
from intake.sealing import unseal
from intake.states import Room
from records.queries import items

from .board import who

# action -> words; actions without words are for staff only and shown by their name
CASE = {
    "started": gettext_lazy("Request started"),
    "submit": gettext_lazy("Request sent"),
    "take": gettext_lazy("A coordinator took the request"),
    "assigned": gettext_lazy("Given to a coordinator"),
    "accept": gettext_lazy("Accepted. We collect the records"),
    "ask": gettext_lazy("We asked for more"),
    "answered": gettext_lazy("The questions were answered"),
    "complete": gettext_lazy("Everything is here"),
    "reopen": gettext_lazy("A record is needed again"),
    "start_review": gettext_lazy("The review started"),
    "sign": gettext_lazy("The opinion is ready"),
    "deliver": gettext_lazy("The opinion was given"),
    "close": gettext_lazy("Request finished"),
    "decline": gettext_lazy("We cannot give this opinion"),
    "withdraw": gettext_lazy("The request was taken back"),
    "undo_withdraw": gettext_lazy("The request goes on"),
    "answers_changed": gettext_lazy("Answers were changed"),
    "file_added": gettext_lazy("A file arrived"),
    "file_removed": gettext_lazy("A file was removed"),
    "file_moved": gettext_lazy("A file was filed under another record"),
    "guardian_confirmed": gettext_lazy("The guardian confirmed the request"),
    "priority_raised": gettext_lazy("The request became more urgent"),
    "reminded": gettext_lazy("A reminder was sent"),
    "called": gettext_lazy("We called"),
    "list_renewed": gettext_lazy("The list was brought up to date"),
    "taken_by_phone": gettext_lazy("The request was taken by phone or fax"),
    "call_due": gettext_lazy("We plan to call"),
    "link_asked": gettext_lazy("A new link was asked for"),
    "files_sent": gettext_lazy("The office sent files"),
    "all_we_have": gettext_lazy("The office said that this is all it has"),
    "office_left": gettext_lazy("The office said that we must ask another one"),
    "expire": gettext_lazy("The unsent request was closed"),
    "permission_asked": gettext_lazy("We asked for a signature"),
}
RECORD = {
    "ask": gettext_lazy("We asked for it"),
    "ask_again": gettext_lazy("We asked for it again"),
    "promise": gettext_lazy("They said they will send it"),
    "ship": gettext_lazy("It is on its way"),
    "receive": gettext_lazy("It was received"),
    "arrive": gettext_lazy("It arrived"),
    "accept": gettext_lazy("It was checked and accepted"),
    "unreadable": gettext_lazy("It cannot be opened or read"),
    "incomplete": gettext_lazy("A part is missing"),
    "wrong_patient": gettext_lazy("It is not this child's record"),
    "waive": gettext_lazy("It is not needed after all"),
    "not_exist": gettext_lazy("It does not exist"),
    "want_again": gettext_lazy("It is needed again"),
    "record_told": gettext_lazy("The family told us where it is"),
    "elsewhere": gettext_lazy("It is at another place"),
    "thing_arrived": gettext_lazy("The parcel was opened and counted"),
    "thing_lent": gettext_lazy("It is with our doctors"),
    "thing_back": gettext_lazy("It is back on the shelf"),
    "thing_due": gettext_lazy("The owner wants it back by a day"),
    "thing_returned": gettext_lazy("It was sent back"),
    "thing_late": gettext_lazy("It is late. We are looking for it"),
    "call_off": gettext_lazy("It is not asked for any more"),
    "never_done": gettext_lazy("The office said that it was never done"),
    "recheck": gettext_lazy("It will be checked again"),
    "record_added": gettext_lazy("It was added to the list"),
    "record_raised": gettext_lazy("The review needs it"),
    "record_marked": gettext_lazy("The list changed"),
    "file_added": gettext_lazy("A file arrived"),
    "file_removed": gettext_lazy("A file was removed"),
}
PERMISSION = {
    "permission_made": gettext_lazy("prepared"),
    "sign": gettext_lazy("signed"),
    "activate": gettext_lazy("in force"),
    "expire": gettext_lazy("has ended"),
    "revoke": gettext_lazy("taken back"),
    "replace": gettext_lazy("replaced by a newer one"),
    "permission_ends_soon": gettext_lazy("ends in 30 days or less"),
    "permission_form": gettext_lazy("the place's own form came"),
}
LETTER = {
    "letter_made": gettext_lazy("written"),
    "letter_mailed": gettext_lazy("sent by email"),
    "letter_sent": gettext_lazy("sent"),
    "letter_dropped": gettext_lazy("not sent after all"),
}
STAFF_ONLY = {
    *("note_written", "assigned", "priority_raised", "priority_lowered", "hold_lifted", "code_read_out"),
    *(
        "draft_kept",
        "words_lost",
        "language_chosen",
        "list_followed",
        "record_marked",
        "death_reported",
        "undo_take",
        "passphrase_set",
        "office_code_made",
    ),
}
STAFF = {Room.COORDINATOR, Room.ONCOLOGY}


def events(case, *, user, snapshot, most=200, kinds=None):
    """What parts/timeline.html draws, newest first. `kinds`: number -> kind of the records, where known already."""
    kinds = items.kinds(case) if kinds is None else kinds
    rows = history.newest(case)[:most]
    shown = [event for event in rows if user.room in STAFF or event.action not in STAFF_ONLY]
    return [_line(case, event, user, snapshot, kinds) for event in shown]


def _line(case, event, user, snapshot, kinds):
    staff = user.room in STAFF
    return {
        "number": event.number,
        "title": title(event, snapshot, kinds),
        "at": event.at,
        "by": who(event.by) if staff else "",
        "text": unseal(case, event.words, f"event|{event.number}") if staff and event.words else "",
    }


def title(event, snapshot, kinds):
    if event.subject.startswith("record:"):
        kind = snapshot.record_items.get(kinds.get(int(event.subject[7:]), ""))
        words = RECORD.get(event.action, event.action.replace("_", " "))
        return _("%(record)s: %(event)s") % {"record": text(kind, "label"), "event": words} if kind else str(words)
    if event.subject.startswith("permission:"):
        what = PERMISSION.get(event.action, event.action.replace("_", " "))
        return _("Permission %(number)s: %(what)s") % {"number": event.subject[11:], "what": what}
    if event.subject.startswith("letter:"):
        what = LETTER.get(event.action, event.action.replace("_", " "))
        return _("Letter %(number)s: %(what)s") % {"number": event.subject[7:], "what": what}
    return CASE.get(event.action, event.action.replace("_", " ").capitalize())
