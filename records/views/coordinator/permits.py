"""Permissions of a case: which there are, what proves each signature, what a coordinator may do with them."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.policies import calendar
from intake.queries import reference as tables
from intake.queries.reference import label, text
from records.domain import permits, places, uploads
from records.forms import permits as forms
from records.papers import permission as papers
from records.policies import permits as policies
from records.queries import items as item_queries
from records.queries import permits as queries
from records.states import AuthorizationStatus
from records.views.papers import shown

from .acting import conflict, page, posted, version

COLORS = {"draft": "yellow", "signed": "blue", "active": "green"}
HOW = {"passphrase": "Link and four words", "browser": "The browser that sent the request", "paper": "On paper"}


@doors.coordinator
@require_safe
def permissions(request, reference):
    found = find.case(request, reference)
    lines = [_line(found, each) for each in queries.of_case(found)]
    return page(
        request, found, None, "coordinator/permissions.html", lines=lines, blocked=policies.why_not_ask(found)
    )  # fmt: skip


def _line(case, each):
    return {
        "permission": each, "state_text": each.get_status_display(), "color": COLORS.get(each.status, "grey"),
        "count": len(each.items.all()), "url": reverse("coordinator:permission", args=[case.reference, each.number]),
    }  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def permission(request, reference, number):
    """One permission: its text, its proof; approve a signature, take it back, make it anew."""
    case, found = _found(request, reference, number)
    if request.method == "POST":
        _take(found, request.POST.get("action", ""), version(request), by=request.user, now=timezone.now())
        return redirect("coordinator:permission", reference, number)
    language = found.language
    ends = found.expires_on or papers.ends_on(case, timezone.now())
    sensitive = tuple(filter(None, found.sensitive.split(";")))
    return page(
        request, case, None, "coordinator/permission.html", line=_line(case, found), permission=found,
        language=language,
        parts=papers.parts(found, details=permits.details(found), language=language, ends=ends, sensitive=sensitive),
        items=papers.items(found, language), proof=_proof(found), steps=_steps(found, request.user),
        back_url=reverse("coordinator:permissions", args=[reference]),
    )  # fmt: skip


def _take(found, action, seen, *, by, now):
    match action:
        case "activate":
            permits.approve(found, version=seen, by=by, now=now)
        case "revoke":
            permits.revoke(found, why="told_by_family", by=by, now=now)
        case "renew":
            permits.renew(found, by=by, now=now)


def _steps(found, user):
    """[(action, words, why not)]"""
    steps = [(name, words, policies.why_not(found, name, by=user)) for name, words in forms.STEPS.items()]
    open_ = {"signed": {"activate", "revoke"}, "active": {"revoke"}}.get(found.status, ())
    return [step for step in steps if step[0] in open_]


def _proof(found):
    """What proves the signature, line by line, as the domain's table names it."""
    if not hasattr(found, "signature"):
        return []
    kept = found.signature
    opened = permits.proof(found)
    return [
        ("signer_name", "Name as typed; name on the request", " / ".join(permits.names(found))),
        ("signer_role", "Relation and right to sign", _role(kept.signer_role)),
        ("signed_at", "When", f"{kept.signed_at:%Y-%m-%d %H:%M:%S} UTC, {kept.zone or 'no zone told'}"),
        ("document_version", "Text", kept.document_version),
        ("rendered_copy", "Copy, SHA-256", kept.rendered_sha256),
        ("intent_action", "Button and boxes", kept.intent_action),
        (
            "consent_electronic",
            "Consent to sign online",
            f"No. {kept.consent_electronic_id}" if kept.consent_electronic_id else "Not needed: on paper",
        ),
        ("authentication", "How the person was known", HOW.get(kept.authentication, kept.authentication)),
        ("network", "Address and browser", opened["network"] or "Not online"),
        ("login", "Hash of the web login", kept.login or "Not online"),
        ("interpreter", "Interpreter", opened["interpreter"] or "None named"),
        ("witness", "Witness", kept.witness.name if kept.witness else "None: signed online"),
        ("chain", "Entry of the history before it", kept.chain),
    ]


def _role(told):
    """Relation and authority, in the words that were picked then; or what it said if they are gone."""
    rows = zip(("relations", "authority"), told.split("|"), strict=False)
    found = [(label(tables.current(), choices, code), code) for choices, code in rows if code]
    return ", ".join(text(row, "label") if row else code for row, code in found)


@doors.coordinator
@require_safe
def permission_copy(request, reference, number):
    """The signed copy; before that the paper to be signed by hand."""
    case, found = _found(request, reference, number)
    if hasattr(found, "signature"):
        return shown(permits.copy(found), "permission")
    language = request.GET.get("language", case.language)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    ends, told = papers.ends_on(case, timezone.now()), permits.details(found)
    said = papers.parts(found, details=told, language=language, ends=ends)
    blank = papers.blank_lines(language)
    return shown(papers.rendered(found, said, papers.items(found, language), language=language, signature=blank),
                 "permission")  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def on_paper(request, reference, number):
    """Signed by hand: the scan is kept, and whoever files it is the witness."""
    case, found = _found(request, reference, number)
    if found.status != AuthorizationStatus.DRAFT:
        raise Http404
    now = timezone.now()
    form = forms.OnPaper(
        posted(request), request.FILES or None, today=calendar.today(case.time_zone, now),
        languages=[(code, str(name)) for code, name in settings.LANGUAGES],
    )  # fmt: skip
    if form.is_valid():
        _sign(case, found, form.cleaned_data, by=request.user, now=now)
        messages.success(request, "The signed paper is kept")
        return redirect("coordinator:permission", reference, number)
    return page(
        request, case, form, heading="It was signed on paper", button="Keep the signed paper", is_multipart=True,
        intro=["You are the witness: compare the signature with an ID, or say below who you are sure it is."],
    )  # fmt: skip


def _sign(case, found, said, *, by, now):
    item = item_queries.of_kind(case, "authorization")
    scan = uploads.add(case, item, said["file"], by=by, now=now)
    proof = permits.Proof(
        name=said["signature_name"], language=said["language"], button="Keep the signed paper",
        ticks=f"dated {said['signed_on']}", authentication="paper", interpreter=said["interpreter"], witness=by,
    )  # fmt: skip
    permits.sign(found, proof, own_form=scan, by=by, now=now)


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def new_permission(request, reference):
    """For a place that an office named or a coordinator knows of; the family is asked to sign."""
    case = find.case(request, reference)
    snapshot = tables.at(case.checklist_version)
    wanted = policies.wanted(item_queries.of_case(case), ())
    pairs = [(str(item.number), text(snapshot.record_items[item.kind], "label")) for item in wanted]
    form = forms.NewPermission(
        posted(request), items=pairs, places=[(str(each.pk), each.name) for each in queries.directory()]
    )
    if form.is_valid():
        said = form.cleaned_data
        place = queries.place(said["place"]) if said["place"] else places.named(said["name"])
        chosen = [item for item in wanted if str(item.number) in said["items"]]
        made = permits.start(case, place, chosen, by=request.user, now=timezone.now())
        messages.success(request, "The family is asked to sign")
        return redirect("coordinator:permission", reference, made.number)
    return page(
        request, case, form, heading="A permission for another place", button="Prepare the permission",
        intro=["The family reads and signs it on its page. The place is asked when it is in force."],
    )  # fmt: skip


def _found(request, reference, number):
    case = find.case(request, reference)
    found = queries.by_number(case, number)
    if found is None:
        raise Http404
    found.case = case
    return case, found
