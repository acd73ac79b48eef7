"""Looks into one file: our own check in the limited child, the virus scanner, the guard. Writes nothing."""

import contextlib
from typing import NamedTuple

from django.conf import settings

from records.policies import guard, identity
from records.scanning import limited, virus

from . import storing

CHECKS = {
    **dict.fromkeys(("zip", "tar", "iso", "docx", "xlsx"), "archive"),
    **dict.fromkeys(("jpeg", "png", "tiff", "heic"), "photo"),
    "pdf": "pdf",
    "dicom": "dicom",
}
WITH_KIND = {"archive", "photo"}
SHOWN = {"pdf", "dicom", "jpeg", "png", "tiff", "heic"}
UNFOLDED = {"zip", "tar", "iso"}  # into files of their own
STRUCTURED = {"dicom", "tiff"}  # too large for the scanner: their structure was checked, a person lets them pass


PASSING = {"clean", "held", "not_scanned"}


class Result(NamedTuple):
    state: str
    reason: str = ""
    facts: dict = {}
    preview: bytes = b""
    person: str = ""  # whom the file names, as it names them


@contextlib.contextmanager
def opened(upload):
    file = storing.opened(upload)
    try:
        yield file
    finally:
        if hasattr(file, "close"):
            file.close()


def look(upload, child, *, today):
    """-> Result. Raises limited.Died if the check did not survive the file, OSError if storage has not got it."""
    with opened(upload) as file:
        facts = _facts(file, upload.kind)
        if facts.get("reason"):
            return Result("not_scannable", facts["reason"], facts)
        answer = asked(file)
        if answer == ("not_scannable", "too_big") and _is_structured(upload.kind, facts):
            answer = virus.Said("held", "too_big")
        if answer.state not in PASSING:
            return Result(answer.state, answer.reason, facts)
        found = _found(facts, upload.kind)
        held = _held(child, found, facts, today)
        state = "held" if held else answer.state
        return Result(state, held or answer.reason, facts, _preview(file, upload.kind), _person(found))


def asked(file):
    """What the virus scanner says of these bytes; a demonstration may have none."""
    if not settings.CLAMD_URL:
        return virus.Said("not_scanned")
    answer = virus.scan(file, settings.CLAMD_URL, longest=settings.SCAN_MAX_BYTES)
    if answer.state == "clean" and not virus.is_awake(settings.CLAMD_URL):
        return virus.Said("waiting", "scanner_blind")  # it finds nothing at all
    return answer


def _facts(file, kind):
    check = CHECKS.get(kind)
    if check is None:
        return {}
    more = {"kind": kind} if check in WITH_KIND else {}
    if check == "archive":
        most = settings.SCAN_MAX_BYTES
        more |= {"longest": most, "most_scanned": most, "most_kept": settings.CASE_MAX_BYTES}
    return limited.first(check, file, **more)


def _is_structured(kind, facts):
    """Whether what the scanner cannot take was checked otherwise: of an archive each member is scanned by itself."""
    return kind in STRUCTURED or (kind in UNFOLDED and facts["taken"] and not facts["strangers"])


def _found(facts, kind):
    """Whom the file says it is about, or None."""
    if kind == "dicom" and not facts["listed"]:
        return identity.of_header(facts)
    return identity.of_text(facts["text"]) if kind == "pdf" else None


def _held(child, found, facts, today):
    """-> codes of what a person must look at, joined by commas"""
    if found is None:
        return ""
    verdict = guard.compare(child, found, today=today)
    holds = [each for each in verdict.holds if each != "anonymous" or "modality" in facts]
    facts["notes"] = verdict.notes
    return ",".join(holds)


def _person(found):
    return repr((found.names, found.birth_date, found.patient_id)) if found else ""


def _preview(file, kind):
    """A picture to look at; a file without one is no worse."""
    if kind not in SHOWN:
        return b""
    try:
        return next(iter(limited.run("preview", file, kind=kind)), b"")
    except limited.Died:
        return b""
