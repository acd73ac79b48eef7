"""Words about records that the inside says to people."""

from django.utils.translation import gettext_lazy as _

NOT_POSSIBLE = _("This record cannot change in this way now.")
NOT_YOURS = _("This step is for somebody else.")
LEADS_WAIVE = _("A record that the review needs is waived by a lead coordinator or an oncologist only.")
COORDINATOR_SAYS_NOT_THERE = _("A record that the review needs is set aside by a coordinator only.")
REASON_NEEDED = _("Give a reason.")
NO_FILE_TO_ACCEPT = _("No file or parcel has arrived for this record yet.")
FILE_EMPTY = _("The selected file is empty")
FILE_KIND = _("The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file")
FILE_SIZE = _("The selected file must be smaller than %(limit)s MB")
FILE_SIZE_GB = _("The selected file must be smaller than %(limit)s GB")
FILE_NAME = _("The name ends in %(ending)s, but the file is a %(kind)s. Save it again and send that file")
FILE_NO_ENDING = _("The name has no ending, but the file is a %(kind)s. Add the ending and send that file")
FILE_CUT = _("The file could not be uploaded. Select it again")
FILE_NOT_KEPT = _("We could not keep the file just now. Try again in a few minutes, or call us")
FILE_TWICE = _("You have already uploaded this file")
CASE_FULL = _("All files of a request together must be smaller than %(limit)s GB. Call us and we find another way")
CASE_FILES = _("A request may have up to %(limit)s files. Call us and we find another way")
FILES_NOT_NOW = _("Files cannot be added to a finished request. Call us if something is missing")
FILE_CHECKED = _("This file was checked already. Call us if it is the wrong one")
ITEM_CLOSED = _("This record is not needed any more")
NEEDED_ALREADY = "The review needs this record already."
ON_THE_LIST = "This record is on the list already."
LIST_IS_NEWEST = "This case has the newest list already."
PERMISSION_NEEDED = "Another hospital or lab is asked with a signed permission only. Ask the family or the office."
OFFICE_UNKNOWN = "The office cannot be asked yet: get its e-mail and the family's yes first."
PROMISE_NEEDS_DAY = "Enter the day by which they promised it."
REFUSALS = {"kind": FILE_KIND, "name": FILE_NAME, "no_ending": FILE_NO_ENDING, "twice": FILE_TWICE}
SCANS = {
    "not_scanned": _("Not scanned"),
    "waiting": _("Waiting for the virus check"),
    "clean": _("Checked"),
    "infected": _("Contains a virus"),
    "not_scannable": _("Could not be checked"),
    "held": _("Held"),
}
TOO_MUCH = _("There is too much in it to check. Send the files one by one, or call us")
WHY = {  # what the sender reads beside the state, by the code of the reason
    "encrypted": _("It has a password. Send it without one. This site keeps it safe"),
    "broken": _("It cannot be opened. Save or scan it again and send that file"),
    "too_big": _("It is too large to check. Send it in smaller parts, or call us"),
    **dict.fromkeys(("too_deep", "too_many", "too_dense", "too_slow"), TOO_MUCH),
    "archive_kind": _("We cannot look into this kind of packed file. Send the files one by one"),
    "program": _("A program hides in it. Ask the place that made it for a new copy"),
    "scanner_down": _("The check takes longer than usual. You do not need to do anything"),
}
WHY |= {"scanner_blind": WHY["scanner_down"], "scanner_unclear": WHY["scanner_down"]}
INFECTED = _("It may harm a computer, so nobody opens it. Ask the sender for a clean copy")
FILE_CLOSED = _("It is about another person. We closed it, so nobody can open it. We ask for the right one again")
FILE_HELD = _("A person here looks at it first. You do not need to do anything")
PERMISSION_NOT_NOW = _("This permission cannot change in this way now.")
SIGNER_UNKNOWN = _("Tell us first if you may decide for the child. Then you can sign.")
PLACES_HELD = _("Other places are not asked yet: something must be cleared up first.")
PERMISSION_CHANGED = _("The list of records has changed. Read it again, then sign.")
PERMISSION_EMPTY = _("There is nothing to ask this place for now.")
PLACE_UNTOLD = "Enter the place's address or numbers first."
PLACE_SECOND = "You entered these facts yourself. Another coordinator must check them."
PLACE_FORM = "The form must be a PDF smaller than 5 MB."
PERMISSION_TWICE = "There is a permission for this place already."
LETTER_EMPTY = "Nothing is asked of the office now."
LETTER_WITHOUT_PERMISSION = "This place is asked with a permission in force only."
LETTER_HOW = "Select how it was sent."
LETTER_GONE = "This letter has left, or was dropped."
PLACE_UNCHECKED = "A second person must check the place's address and numbers first."
THING_NOT_HERE = "This is not here, or has gone back already."
THING_LENT = "It is lent. Note first that it is back."
SCAN_KIND = "A scan must be a PDF, a JPEG or a PNG, smaller than 25 MB."
INCIDENT_CLOSED = "This incident is closed already."
SENT_AGAIN = "The sender has sent the same file again meanwhile. Close the incident, and check that file."
SCAN_FILED = "This scan was filed or dropped already."
READ_AND_SIGN = _("Read the papers and sign them")
SIGN_LATER = _("You need do nothing yet. We prepare the paper and then ask you to sign it.")
