"""The second factor: a code that changes every 30 seconds, or one of ten recovery codes. Each works once."""

import secrets

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from qrcode.image.svg import SvgPathFillImage

from intake import sealing
from intake.references import ALPHABET

STEP = 30  # seconds
WINDOW = (0, -1, 1)  # clocks differ by a step
RECOVERY_CODES, SYMBOLS = 10, 10
KIND = Authenticator.Type


class Adapter(DefaultMFAAdapter):
    """allauth keeps the seeds; what it keeps is sealed."""

    def encrypt(self, text):
        return sealing.seal_for_site(text, "second-factor")

    def decrypt(self, encrypted_text):
        return sealing.unseal_for_site(encrypted_text, "second-factor")

    def build_totp_svg(self, url):
        """Dark on white whatever the page's colors are: cameras want it so."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")


def enrolled(user):
    return Authenticator.objects.filter(user=user, type=KIND.TOTP).exists()


def new_secret():
    return totp.generate_totp_secret()


def picture(user, secret):
    """-> the QR code that authenticator apps read, as SVG"""
    adapter = Adapter()
    return adapter.build_totp_svg(adapter.build_totp_url(user, secret))


def code_at(secret, moment):
    return _code(secret, _step(moment))


def proves(secret, code, *, now):
    """Whether the person's app has this secret."""
    return _step_of(secret, code, now) is not None


@transaction.atomic
def enroll(user, secret, *, now):
    """Make this the person's only second factor. -> the ten recovery codes, kept nowhere else"""
    remove(user)
    Authenticator.objects.create(
        user=user, type=KIND.TOTP, data={"secret": encrypt(secret), "used": []}, created_at=now
    )
    return new_recovery_codes(user, now=now)


def has(user, secret):
    """Whether the person's app has this secret."""
    found = Authenticator.objects.filter(user=user, type=KIND.TOTP).first()
    return found is not None and decrypt(found.data["secret"]) == secret


def remove(user):
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def new_recovery_codes(user, *, now):
    """Ten fresh codes; the old ones end. -> the codes, kept nowhere else"""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS)) for _ in range(RECOVERY_CODES)]
    Authenticator.objects.filter(user=user, type=KIND.RECOVERY_CODES).delete()
    digests = [_digest(user, code) for code in codes]
    Authenticator.objects.create(user=user, type=KIND.RECOVERY_CODES, data={"digests": digests}, created_at=now)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user):
    found = Authenticator.objects.filter(user=user, type=KIND.RECOVERY_CODES).first()
    return len(found.data["digests"]) if found else 0


@transaction.atomic
def use(user, code, *, now):
    """Use a code up. -> "right", "used" (right, but it has opened a door before) or "wrong" """
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    if plain.isdigit() and len(plain) < SYMBOLS:
        return _use_app_code(user, plain, now)
    return _use_recovery_code(user, plain, now)


def _use_app_code(user, code, now):
    factor = _locked(user, KIND.TOTP)
    step = _step_of(decrypt(factor.data["secret"]), code, now) if factor else None
    if step is None:
        return "wrong"
    if step in factor.data["used"]:
        return "used"
    oldest = _step(now) + min(WINDOW)
    factor.data["used"] = [step, *(each for each in factor.data["used"] if each >= oldest)]
    factor.last_used_at = now
    factor.save()
    return "right"


def _use_recovery_code(user, code, now):
    factor, digest = _locked(user, KIND.RECOVERY_CODES), _digest(user, code)
    if factor is None or digest not in factor.data["digests"]:
        return "wrong"
    factor.data["digests"].remove(digest)
    factor.last_used_at = now
    factor.save()
    return "right"


def _locked(user, kind):
    return Authenticator.objects.select_for_update().filter(user=user, type=kind).first()


def _step_of(secret, code, now):
    """The step of time whose code this is, or None."""
    steps = [_step(now) + offset for offset in WINDOW]
    return next((step for step in steps if constant_time_compare(_code(secret, step), code)), None)


def _code(secret, step):
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def _step(moment):
    return int(moment.timestamp()) // STEP


def _digest(user, code):
    """Keyed: without the site's key a copy of the table gives nothing away. I, L and O are read as 1, 1 and 0."""
    code = code.translate(str.maketrans("OIL", "011"))
    return salted_hmac("recovery-code", f"{user.pk}|{code}", algorithm="sha256").hexdigest()
