"""The sheet that lies in the box: what is in it and where it goes. The box and the sheet name nobody."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from intake.queries import reference
from intake.queries.reference import text

from . import ltr, pdf, sheets
from .permission import address


def sheet(item, *, wanted, language):
    """-> the PDF for one record"""
    case = item.case
    row = reference.at(case.checklist_version).record_items[item.kind]
    with translation.override(language):
        many = str(wanted) if wanted else text(row, "quantity", language)
        rows = [
            (_("Send it to"), ltr(address(language))), (_("Our reference"), ltr(case.reference)),
            (_("What"), f"{item.number}: {text(row, 'label', language)}"), (_("How many"), many or "-"),
            (_("What it must show"), text(row, "check_for", language) or "-"),
        ]  # fmt: skip
        body = [
            _("Put this sheet in the box. Do not write the child's name on the outside."),
            _("Pack glass so that it cannot move. Send it with a tracking number."),
            _("We send slides and blocks back to you by tracked parcel."),
        ]
        data = {
            "rows": rows, "body": body, "draft": "", "foot": f"{settings.SITE_ORG}. {ltr(case.reference)}",
            "picture": sheets.picture(sheets.code(case.reference, item.number)), "alt": _("Square code of this sheet"),
        }  # fmt: skip
        return pdf("packing", data, title=_("Packing sheet"), language=language)
