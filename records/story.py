"""A case's history in words: what happened, when, by whom; each room sees what concerns it."""

from django.utils.translation import gettext_lazy as _

from intake.queries import history
from intake.queries.reference import text
from intake.sealing import unseal
from intake.states import Room
from records.queries import items

from .board import who

# action -> words; actions without words are for staff only and shown by their name
CASE = {
    "started": _("Request started"),
    "submit": _("Request sent"),
    "take": _("A coordinator took the request"),
    "assigned": _("Given to a coordinator"),
    "accept": _("Accepted. We collect the records"),
    "ask": _("We asked for more"),
    "answered": _("The questions were answered"),
    "complete": _("Everything is here"),
    "reopen": _("A record is needed again"),
    "start_review": _("The review started"),
    "sign": _("The opinion is ready"),
    "deliver": _("The opinion was given"),
    "close": _("Request finished"),
    "decline": _("We cannot give this opinion"),
    "withdraw": _("The request was taken back"),
    "undo_withdraw": _("The request goes on"),
    "answers_changed": _("Answers were changed"),
    "file_added": _("A file arrived"),
    "file_removed": _("A file was removed"),
    "file_clean": _("A file was checked"),
    "file_infected": _("A file may do harm and stays closed"),
    "file_not_scannable": _("A file could not be checked"),
    "file_held": _("A file is held until a person has looked"),
    "file_moved": _("A file was filed under another record"),
    "guardian_confirmed": _("The guardian confirmed the request"),
    "priority_raised": _("The request became more urgent"),
    "reminded": _("A reminder was sent"),
    "called": _("We called"),
    "list_renewed": _("The list was brought up to date"),
    "taken_by_phone": _("The request was taken by phone or fax"),
    "contacted": _("We wrote to them or visited them"),
    "alarm_repeated": _("The team was told again"),
    "call_due": _("We plan to call"),
    "link_asked": _("A new link was asked for"),
    "files_sent": _("The office sent files"),
    "all_we_have": _("The office said that this is all it has"),
    "office_left": _("The office said that we must ask another one"),
    "expire": _("The unsent request was closed"),
    "permission_asked": _("We asked for a signature"),
}
RECORD = {
    "ask": _("We asked for it"),
    "ask_again": _("We asked for it again"),
    "promise": _("They said they will send it"),
    "ship": _("It is on its way"),
    "receive": _("It was received"),
    "arrive": _("It arrived"),
    "accept": _("It was checked and accepted"),
    "unreadable": _("It cannot be opened or read"),
    "incomplete": _("A part is missing"),
    "wrong_patient": _("It is not this child's record"),
    "waive": _("It is not needed after all"),
    "not_exist": _("It does not exist"),
    "want_again": _("It is needed again"),
    "record_told": _("The family told us where it is"),
    "elsewhere": _("It is at another place"),
    "thing_arrived": _("The parcel was opened and counted"),
    "thing_lent": _("It is with our doctors"),
    "thing_back": _("It is back on the shelf"),
    "thing_due": _("The owner wants it back by a day"),
    "thing_returned": _("It was sent back"),
    "thing_late": _("It is late. We are looking for it"),
    "call_off": _("It is not asked for any more"),
    "never_done": _("The office said that it was never done"),
    "recheck": _("It will be checked again"),
    "record_added": _("It was added to the list"),
    "record_raised": _("The review needs it"),
    "record_marked": _("The list changed"),
    "file_added": _("A file arrived"),
    "file_removed": _("A file was removed"),
    "file_clean": _("A file was checked"),
    "file_infected": _("A file may do harm and stays closed"),
    "file_not_scannable": _("A file could not be checked"),
    "file_held": _("A file is held until a person has looked"),
}
PERMISSION = {
    "permission_made": _("prepared"),
    "sign": _("signed"),
    "activate": _("in force"),
    "expire": _("has ended"),
    "revoke": _("taken back"),
    "replace": _("replaced by a newer one"),
    "permission_ends_soon": _("ends in 30 days or less"),
    "permission_form": _("the place's own form came"),
}
LETTER = {
    "letter_made": _("written"),
    "letter_mailed": _("sent by email"),
    "letter_sent": _("sent"),
    "letter_dropped": _("not sent after all"),
}
STAFF_ONLY = {
    *("note_written", "assigned", "priority_raised", "priority_lowered", "hold_lifted", "code_read_out"),
    *("file_waiting", "file_not_scanned", "incident_opened", "incident_closed"),
    *("file_shared", "file_unshared", "parts_counted", "photos_joined"),
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
        "staff_reminded",
        "escalated",
        "call_put_off",
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
        "action": event.action,
        "record": int(event.subject[7:]) if event.subject.startswith("record:") else 0,
        "title": title(event, snapshot, kinds),
        "at": event.at,
        "by": who(event.by) if staff else "",
        "text": unseal(case, event.words, f"event|{event.number}") if staff and event.words else "",
    }


def title(event, snapshot, kinds):
    if event.subject.startswith("record:"):
        kind = snapshot.record_items.get(kinds.get(int(event.subject[7:]), ""))
        words = RECORD.get(event.action, event.action.replace("_", " "))
        return str(_("%(record)s: %(event)s")) % {"record": text(kind, "label"), "event": words} if kind else str(words)
    if event.subject.startswith("permission:"):
        what = PERMISSION.get(event.action, event.action.replace("_", " "))
        return str(_("Permission %(number)s: %(what)s")) % {"number": event.subject[11:], "what": what}
    if event.subject.startswith("letter:"):
        what = LETTER.get(event.action, event.action.replace("_", " "))
        return str(_("Letter %(number)s: %(what)s")) % {"number": event.subject[7:], "what": what}
    return CASE.get(event.action, event.action.replace("_", " ").capitalize())
