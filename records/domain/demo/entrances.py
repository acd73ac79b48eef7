"""Ways in that the sign-in page of a demonstration shows: a family in each language, one office."""

from intake import passphrases
from intake.domain import links, members
from intake.models import SecondOpinionRequest
from intake.queries import people
from intake.states import Room

from . import grammar

FAMILIES = {
    "en": ("DEMO-02", "English family"),
    "es": ("DEMO-01", "Spanish family"),
    "ar": ("DEMO-04", "Arabic family"),
}
OFFICE = "DEMO-02"


def load(told, *, now):
    """-> what the private file keeps of them"""
    known = {family["language"]: family for family in told["families"]}
    cases = {each["id"]: each for each in grammar.cases()}
    families = [
        _family(cases[name], language, label, known.get(language, {}), now)
        for language, (name, label) in FAMILIES.items()
    ]
    return {"families": families, "offices": [_office(cases[OFFICE], now)]}


def _family(told, language, label, known, now):
    case = _case(told)
    member = people.seats(case, Room.FAMILY).first()
    words = known.get("words", "")
    if not words or not members.passphrase_fits(member, words):
        words = passphrases.draw(language)
        members.set_passphrase(member, words, by=member.user, now=now)
    return {
        "label": label, "language": language, "title": told["title"], "words": words, "reference": case.reference,
        "link": f"/family/link/{_token(case, member, now)}/",
    }  # fmt: skip


def _office(told, now):
    case = _case(told)
    member = people.seats(case, Room.PHYSICIAN).first()
    if members.office_code(member, now=now) is None:
        family = people.seats(case, Room.FAMILY).first().user
        members.new_office_code(member, by=family, now=now)
        member.refresh_from_db()
    return {
        "label": told["answers"]["doctor_hospital"], "title": told["title"], "reference": case.reference,
        "code": members.office_code(member, now=now), "link": f"/physician/link/{_token(case, member, now)}/",
    }  # fmt: skip


def _token(case, member, now):
    """The link of the first mail that the person would have got."""
    notice = case.notices.filter(to=member.user).order_by("pk").select_related("case", "to").first()
    token = links.issue(notice, now=now)
    links.renew(member, now=now)
    return token


def _case(told):
    return SecondOpinionRequest.objects.select_related("service").get(send_key=grammar.key(told))
