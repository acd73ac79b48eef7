"""Words that the inside says to people. Reference rows hold the rest."""

from django.utils.translation import gettext_lazy as _

NOT_YOURS = _("This step is for somebody else.")
NOT_NOW = _("This step is not possible in the present state.")
CHANGED_MEANWHILE = _("Someone else changed this case. Your text is below. Check it and save again.")
ANSWERS_MISSING = _("Some answers are missing. Give them first, then send.")
MARKS_REMOVED = _("We took hidden marks for the direction of writing out of your text. Check how it reads now.")
CONSENTS_MISSING = _("Select the boxes to agree, or call us if you have questions.")
GUARDIAN_NOT_CONFIRMED = _("The guardian has not confirmed this request yet.")
DEATH_REPORTED = _("A death was reported. A coordinator must confirm it or lift the report first.")
NO_DEATH_REPORT = _("Nobody has reported a death.")
RECORDS_OPEN = _("Records that the review needs are still missing. Give a reason to start with gaps.")
ONCOLOGIST_DECLINES = _("A very urgent case can be declined by an oncologist only.")
VERY_URGENT_STAYS = _("A very urgent case is not closed for lack of an answer.")
TOO_LATE = _("The time to undo this is over.")
NOTHING_ASKED = _("Pick at least one question or record to ask for.")
STILL_ASKED = _("Some of what was asked is not answered yet.")
REVIEW_STARTED = _("The review has started. Tell us a correction by phone.")
ANSWERS_CLOSED = _("This request is finished. Call us to change an answer.")
ONLY_LEADS_LOWER = _("Only a lead coordinator or an oncologist lowers the priority.")
ONLY_TO_LOWER = _("The site raises the priority by itself. You can only lower it.")
REASON_NEEDED = _("Give a reason.")
NO_SUCH_ASSIGNEE = _("This person cannot take cases of this service.")
TOO_MANY_TRIES = _("You have tried too many times. Try again in 15 minutes.")
WRONG_CODE = _("This code is not right. Check it and try again.")
WRONG_PASSPHRASE = _("These words are not right. Check them and try again.")
PASSPHRASE_SHORT = _("Use at least 15 characters.")
WE_CALL_BACK = _("You gave us a phone number. Call us, and we call you back and read you a code.")
NO_ADDRESS = _("There is no email address for this person.")
WRONG_SIGN_IN = "The email address or password is not right"
NOT_RIGHT = "The password is not right"
WRONG_STAFF_CODE = "The code is not right. Enter the one your app shows now"
USED_STAFF_CODE = "This code was used already. Wait until your app shows the next one"
