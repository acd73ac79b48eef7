"""The record board as each room shows it: one line a record, the same words everywhere, narrowed to who looks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.policies import calendar
from intake.queries import reference
from intake.queries.reference import text
from intake.sealing import unseal
from intake.states import Room
from records import arriving, wording
from records.domain import uploads
from records.policies import completeness, items
from records.policies import permits as signatures
from records.queries import items as queries
from records.queries import letters
from records.states import GONE, SETTLED, ItemStatus

from . import waits

PLACES = {
    "family": gettext_lazy("You"),
    "treating clinic": gettext_lazy("The doctor's office"),
    "pathology lab": gettext_lazy("The lab that looked at the tissue"),
    "hospital lab": gettext_lazy("The hospital lab"),
    "radiology image desk": gettext_lazy("The scan department"),
    "nuclear medicine": gettext_lazy("The nuclear scan department"),
    "hospital records office": gettext_lazy("The hospital records office"),
    "eye clinic": gettext_lazy("The eye clinic"),
    "radiation oncology": gettext_lazy("The radiation department"),
    "transplant clinic": gettext_lazy("The transplant clinic"),
    "molecular lab": gettext_lazy("The gene lab"),
    "genetics clinic": gettext_lazy("The genetics clinic"),
    "reference lab": gettext_lazy("The outside lab"),
    "audiology": gettext_lazy("The hearing clinic"),
    "cardiology": gettext_lazy("The heart clinic"),
    "psychology": gettext_lazy("The psychology office"),
}
SIGNED = "sign"  # the channel of papers that we prepare and the family signs
NOT_FOR_ONCOLOGY = {"waiting", "infected", "not_scannable", "held"}


def lines(case, *, user, snapshot, now, url=None, files=True):
    """What parts/record_line.html draws, for the records this person may see; `url(item)` links a line."""
    found, uploads_of = queries.of_case(case), queries.by_record(shown_files(case, user)) if files else {}
    asked = letters.asked_of(case, user) if user.room == Room.PHYSICIAN else None
    seen = [item for item in found if items.may_see(item, snapshot.record_items[item.kind], user, asked)]
    context = {"user": user, "snapshot": snapshot, "now": now, "url": url}
    return [line(case, item, uploads=uploads_of.get(item.pk, ()), **context) for item in seen]


def line(case, item, *, user, snapshot, now, url=None, uploads=()):
    """One record; `uploads` are its files that this person may know of."""
    kind = snapshot.record_items[item.kind]
    today = calendar.today(case.time_zone, now)
    signed = kind.channel_default == SIGNED
    due = None if signed else waits.due_on(case, item, snapshot)  # nobody is late with a paper that we prepare
    return {
        "item": item,
        "code": item.kind,
        "number": item.number,
        "state": item.status,
        "state_text": state_text(item, snapshot, signed=signed),
        "name": text(kind, "label"),
        "why": text(kind, "why"),
        "source": place(case, item),
        "since": item.since,
        "next": next_step(case, item, user, signed=signed),
        "waiting": waits.waiting(item, user, snapshot, signed=signed),
        "usual": waits.usual(item),
        "due": due,
        "overdue": bool(due and due < today and item.status not in SETTLED),
        "reason": reason(item, snapshot),
        "parts": parts(item),
        "required": queries.is_counted(item),
        "necessity": item.necessity,
        "open": item.status not in SETTLED,
        "dropped": item.dropped_at is not None,
        "url": url(item) if url else "",
        "files": arriving.file_lines(uploads, user, file_line),
    }


def state_text(item, snapshot, *, signed=False):
    """The same words in every room; a list that changed says so."""
    if item.dropped_at and item.status == ItemStatus.NEEDED:
        return _("No longer needed")
    if item.status == ItemStatus.NEEDED and item.necessity == "if exists" and not item.exists:
        return _("If it exists")
    if item.status == ItemStatus.NEEDED and item.necessity == "helpful":
        return _("It would help")
    if item.status == ItemStatus.NEEDED and item.party == "family" and item.asked_at and not signed:
        return _("Needed from you")
    return text(snapshot.item_states[item.status], "family_label")


def place(case, item):
    """Where the record is, as far as we know."""
    if item.place:
        return unseal(case, item.place, f"place|{item.number}")
    return PLACES.get(item.holder, item.holder)


def next_step(case, item, user, *, signed=False):
    """Who does what next with this record, in one short sentence."""
    yours = items.is_theirs(item, user)
    if item.dropped_at:
        return _("Nothing. It is kept, but no longer asked for")
    if item.exists == "no" and item.status in {ItemStatus.NEEDED, ItemStatus.ASKED, ItemStatus.PROMISED}:
        return _("Our coordinator checks if it was ever done")
    match item.status:
        case ItemStatus.NEEDED | ItemStatus.ASKED if signed:
            return signatures.to_do(item)
        case ItemStatus.NEEDED if item.necessity == "if exists" and not item.exists:
            return _("Send it if it exists") if yours else _("Tell us if it exists")
        case ItemStatus.NEEDED | ItemStatus.ASKED if yours:
            return _("Send it, or tell us where it is")
        case ItemStatus.NEEDED:
            return _("We will ask for it")
        case ItemStatus.ASKED:
            return _("They send it")
        case ItemStatus.PROMISED if yours:
            return _("Send it by the day you said")
        case ItemStatus.PROMISED:
            return _("They send it by the day they said")
        case ItemStatus.IN_TRANSIT:
            return _("It arrives and we check it")
        case ItemStatus.RECEIVED:
            return _("Our coordinator checks it")
        case ItemStatus.ACCEPTED if case.status in {"collecting_records", "in_triage", "submitted"}:
            return _("Nothing. It is ready for our doctors")
    return _("Nothing")


def parts(item):
    """How much of it is here, once somebody has counted."""
    counted = item.parts_wanted and item.status not in GONE
    return _("%(here)s of %(all)s are here") % {"here": item.parts_here, "all": item.parts_wanted} if counted else ""


def reason(item, snapshot):
    """Why it was sent back or is not needed, in plain words."""
    if item.reject_reason and item.status in {ItemStatus.ASKED, ItemStatus.NEEDED, ItemStatus.PROMISED}:
        row = snapshot.reject_reasons.get(item.reject_reason)
        return _("%(what)s. %(fix)s") % {"what": text(row, "label"), "fix": text(row, "next_step")} if row else ""
    if item.status in {ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE} and item.waived_why:
        rows = snapshot.other_reasons.get("waived", ())
        return next((text(row, "label") for row in rows if row.reason == item.waived_why), item.waived_why)
    return ""


def shown_files(case, user):
    """The files this person may know of: their own, or all for the case's staff."""
    kept = queries.uploads(case)
    if user.room in {Room.FAMILY, Room.PHYSICIAN}:
        return [upload for upload in kept if upload.uploaded_by_id == user.pk]
    if user.room == Room.ONCOLOGY:
        open_ = [upload for upload in kept if upload.scan not in NOT_FOR_ONCOLOGY]
        return [upload for upload in open_ if upload.item is None or upload.item.category != items.LEGAL]
    return list(kept)


def files(case, *, user):
    """All shown files, newest first, as parts/file_list.html draws them."""
    return arriving.file_lines(shown_files(case, user), user, file_line)


def file_line(upload, user):
    own = upload.uploaded_by_id == user.pk
    return {
        "upload": upload,
        "name": uploads.name(upload),
        "size": upload.size,
        "kind": upload.kind.upper(),
        "state": upload.scan,
        "state_text": wording.SCANS[upload.scan],
        "why": why(upload),
        "at": upload.uploaded_at,
        "by": "" if own else who(upload.uploaded_by),
        "sha256": upload.sha256,
    }


def why(upload):
    """What the state of its check means for the sender, or nothing. Whose file a held one is, nobody reads here."""
    if upload.scan in {"infected", "held"}:
        return wording.INFECTED if upload.scan == "infected" else wording.FILE_HELD
    found = getattr(upload, "inspection", None)
    shown = found is not None and upload.scan in {"waiting", "not_scannable"}
    return wording.WHY.get(found.reason, "") if shown else ""


def who(user):
    """A person by name for staff, by role for everybody without one."""
    return user.name if user.email else text(reference.current().roles[user.role], "label")


def enough(case):
    """(done, total) of the records that the review needs."""
    return completeness.counts(queries.of_case(case))
