"""Files whose sender was not sure which record they are: sorted on one page, a study of scans as one line."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from records import board
from records.domain import filing
from records.forms.coordinator import checking as forms
from records.policies import studies
from records.queries import checks
from records.queries import items as queries

from . import beside
from .acting import back, posted
from .files import names

MOST = 60  # lines of one page; the rest comes with the next


@doors.coordinator
@require_safe
def first_check(request, reference):
    """To the first file that waits for a look."""
    case = find.case(request, reference)
    keys = checks.to_check(case)
    if keys:
        return redirect("coordinator:check", reference=reference, key=keys[0])
    messages.success(request, "No file waits for a look.")
    return redirect(back(request, reference, "files"))


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def sort(request, reference):
    case = find.case(request, reference)
    groups = _groups(case, request.user)
    rows = [(name, group["label"], group["suggested"]) for name, group in groups.items()]
    form = forms.Sort(posted(request), rows=rows, items=names(case))
    if form.is_valid():
        filed = _file(case, groups, form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{filed} file{'' if filed == 1 else 's'} filed")
        return redirect(back(request, reference, "files"))
    lines = [{**group, "field": form[name]} for name, group in groups.items()]
    context = {
        "case": case, "form": form, "lines": lines,
        "back_url": reverse("coordinator:case", args=[case.reference]) + "#files",
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/sort.html", context, status=422 if form.errors else 200)


def _file(case, groups, said, *, by, now):
    chosen: dict[str, list] = {}
    for name, group in groups.items():
        if said.get(name):
            chosen.setdefault(said[name], []).extend(group["files"])
    for number, files in chosen.items():
        filing.move_all(case, files, queries.by_number(case, int(number)), by=by, now=now)
    return sum(len(files) for files in chosen.values())


def _groups(case, user):
    """name of a field -> its files, what they are called, and the number of the record that they look like."""
    found: dict[str, dict] = {}
    for upload in checks.loose(case):
        told = checks.facts(case, upload) if upload.kind == "dicom" else {}
        whole = told.get("study") or str(upload.key)
        group = found.setdefault(whole, {"files": [], "headers": []})
        group["files"].append(upload)
        group["headers"] += [told] if "modality" in told else []
    return {f"file-{place}": _group(case, group, user) for place, group in enumerate([*found.values()][:MOST])}


def _group(case, group, user):
    first, count = group["files"][0], len(group["files"])
    line = board.file_line(first, user)
    study = next(iter(studies.grouped(group["headers"])), None)
    suggested = beside.suggested(case, None, study["items"]) if study else None
    words = " ".join(filter(None, [study["text"] or "Scan", study["date"]])) if study else ""
    return {
        "files": group["files"], "suggested": str(suggested.number) if suggested else "", "count": count, "line": line,
        "label": f"{words}: {count} picture{'' if count == 1 else 's'}" if study else line["name"],
        "missing": study["missing"] if study else 0,
        "url": reverse("coordinator:check", args=[case.reference, first.key]),
    }  # fmt: skip
