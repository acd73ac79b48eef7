"""Seats in a case, and what opens them: passphrase, the office's eight digits, six digits read out by phone."""

import hmac
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from intake import folding, wording
from intake.models import CaseMember, Code, User
from intake.states import Role

from . import history, transitions
from .errors import Refused

OFFICE_CODE_LIVES = timedelta(days=30)
READ_OUT_LIVES = timedelta(minutes=10)
TRIES = 5
CONTACT_OF_ROOM = {"family": "guardian", "physician": "office"}
SHORTEST_PASSPHRASE = 15


def family(*, language, now):
    """A person without an account: the row that a request is started by."""
    return User.objects.create(role=Role.FAMILY, language=language, created_at=now, password=make_password(None))


def physician(*, language="en", now):
    """A doctor's office without an account: the row that a referral is started by."""
    return User.objects.create(role=Role.PHYSICIAN, language=language, created_at=now, password=make_password(None))


def seat(case, user, kind, *, contact="guardian", by, now):
    return CaseMember.objects.create(case=case, user=user, kind=kind, contact=contact, invited_at=now, invited_by=by)


def office(case, *, by, now):
    """The seat of the doctor's office; made once, before anybody is invited."""
    member = CaseMember.objects.filter(case=case, contact="office", removed_at=None).select_related("user").first()
    if member is None:
        member = seat(case, physician(now=now), "physician", contact="office", by=by, now=now)
        member.code_from = now  # the family finds the office's digits on its page without asking for them
        member.save(update_fields=["code_from"])
    return member


def place(case, mail, *, by, now):
    """The seat of a place that is asked by a signed permission: its desk opens it by a link, without an account."""
    member = seat(case, physician(now=now), "facility", contact="facility", by=by, now=now)
    member.code_from, member.mail = now, mail
    member.save(update_fields=["code_from", "mail"])
    return member


def guardian(case, *, by, now):
    """The family's seat in a case that a physician began; made once."""
    member = CaseMember.objects.filter(case=case, contact="guardian", removed_at=None).first()
    if member is None:
        member = seat(case, family(language=case.language, now=now), "family", by=by, now=now)
    return member


def remove(member, *, by, now):
    """The seat ends, and with it all that its person saw."""
    member.removed_at, member.removed_by = now, by
    member.save(update_fields=["removed_at", "removed_by"])


@transaction.atomic
def set_passphrase(member, words, *, by, now):
    """Keep the words' Argon2id hash. Raises Refused if they are too short."""
    words = normal(words)
    if len(words) < SHORTEST_PASSPHRASE:
        raise Refused(wording.PASSPHRASE_SHORT)
    case = transitions.lock(member.case)
    member.passphrase = make_password(words)
    member.save(update_fields=["passphrase"])
    history.add(case, "passphrase_set", by=by, now=now)


def passphrase_fits(member, words):
    """Takes the same time for a seat without passphrase, and for none (None)."""
    kept = member.passphrase if member else ""
    return check_password(normal(words), kept or make_password(None))


def normal(words):
    """People write the words with other spaces, capitals and accents, and Arabic letters in more than one form."""
    return " ".join(folding.letters(words).split())


def office_code(member, *, now):
    """The eight digits on the family's page, derived and never stored; None when their 30 days are over."""
    if member.code_from is None or member.code_from + OFFICE_CODE_LIVES <= now:
        return None
    mac = salted_hmac("office-code", f"{member.case_id}|{member.pk}|{member.code_round}", algorithm="sha256")
    return f"{int(mac.hexdigest(), 16) % 10**8:08d}"


@transaction.atomic
def new_office_code(member, *, by, now):
    """The family asks for fresh digits; the old ones end. -> the digits"""
    member = CaseMember.objects.select_for_update().select_related("case").get(pk=member.pk)
    member.code_round += 1
    member.code_from = now
    member.code_tries = 0
    member.save(update_fields=["code_round", "code_from", "code_tries"])
    history.add(transitions.lock(member.case), "office_code_made", by=by, now=now)
    return office_code(member, now=now)


@transaction.atomic
def read_out(member, *, by, now):
    """Six digits that a coordinator reads out by phone. -> the digits, kept nowhere"""
    digits = f"{secrets.randbelow(10**6):06d}"
    Code.objects.filter(member=member, used_at=None, expires_at__gt=now).update(expires_at=now)
    Code.objects.create(
        member=member, digest=_digest(member, digits), made_at=now, made_by=by, expires_at=now + READ_OUT_LIVES
    )
    history.add(transitions.lock(member.case), "code_read_out", after=member.kind, by=by, now=now)
    return digits


@transaction.atomic
def code_fits(member, digits, *, now):
    """Whether these are the office's eight digits or the six read out; five wrong tries end either."""
    member = CaseMember.objects.select_for_update().get(pk=member.pk)
    if len(digits) == 8:
        return _office_code_fits(member, digits, now)
    code = Code.objects.select_for_update().filter(member=member, used_at=None, expires_at__gt=now).first()
    if code is None or code.tries >= TRIES:
        return False
    if not hmac.compare_digest(code.digest, _digest(member, digits)):
        code.tries += 1
        code.save(update_fields=["tries"])
        return False
    code.used_at = now
    code.save(update_fields=["used_at"])
    return True


def _office_code_fits(member, digits, now):
    expected = office_code(member, now=now)
    if expected is None or member.code_tries >= TRIES:
        return False
    if hmac.compare_digest(expected, digits):
        return True
    member.code_tries += 1
    member.save(update_fields=["code_tries"])
    return False


def _digest(member, digits):
    return salted_hmac("read-out-code", f"{member.pk}|{digits}", algorithm="sha256").hexdigest()
