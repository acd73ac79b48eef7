"""A pile of DICOM headers as people speak of it: studies and series, and which record of the list each answers."""

import csv
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from intake import folding

TABLE = Path(__file__).parents[1] / "data" / "imaging_modalities.csv"
BRAIN = {"brain", "head", "skull", "neuro", "orbit", "iac", "pituitary", "kopf", "cabeza", "cerebro"}
SPINE = {"spine", "cspine", "tspine", "lspine", "tlspine", "wspine", "sspine", "cervical", "thoracic", "lumbar"}
IODINE = {"mibg", "iobenguane", "i123", "i131"}
BONES = {"bone", "skeleton", "mdp", "hdp", "oss"}
PARTLY = 0.5  # more missing than this share of what is there: the numbers mean something else


def grouped(headers):
    """-> [{"study", "date", "text", "kinds", "items", "series": [...], "only_pictures"}], the newest first"""
    images = [header for header in headers if header.get("series") and not header["listed"]]
    images.sort(key=lambda header: (header["study"], header["series"]))
    studies = [_study(list(group)) for _uid, group in groupby(images, key=lambda header: header["study"])]
    return sorted(studies, key=lambda study: study["date"], reverse=True)


def _study(headers):
    series = [_series(list(group)) for _uid, group in groupby(headers, key=lambda header: header["series"])]
    first = headers[0]
    kinds = _kinds({each["modality"] for each in series})
    return {
        "study": first["study"],
        "date": first["study_date"],
        "text": first["study_text"],
        "kinds": kinds,
        "items": _items(kinds, _words(headers)),
        "series": series,
        "count": sum(each["count"] for each in series),
        "missing": sum(each["missing"] for each in series),
        "only_pictures": kinds == ["SC"],  # photos of a screen instead of the scan
    }


def _series(headers):
    by_instance = {header["instance"]: header for header in headers}
    first = headers[0]
    numbers = {int(header["number"]) for header in by_instance.values() if header["number"].isdigit()}
    return {
        "series": first["series"],
        "modality": first["modality"],
        "body_part": first["body_part"],
        "text": first["series_text"],
        "count": len(by_instance),
        "missing": missing(numbers),
    }


def missing(numbers):
    """Slices that the numbers of a series leave out; a series begins at 0 or 1."""
    if not numbers:
        return 0
    ordered = sorted(numbers)
    gaps = sum(after - before - 1 for before, after in pairwise(ordered)) + max(0, ordered[0] - 1)
    return gaps if gaps <= max(1, PARTLY * len(numbers)) else 0


def absent(listed, names):
    """The files that a disc's own table of contents names, and that did not come."""
    there = {name.replace("\\", "/").upper() for name in names}
    return [name for name in listed if not any(other.endswith(name.replace("\\", "/").upper()) for other in there)]


@cache
def _table():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["key"]: (row["dicom_modality_0008_0060"].split(";"), row["items"].split(";")) for row in rows}


def _kinds(modalities):
    """The rows of the table that these modalities mean together: CT beside PT is part of the PET."""
    found = [key for key, (codes, _items_of) in _table().items() if modalities & set(codes)]
    for leader, part in (("PET", {"CT", "MRI"}), ("RT", {"CT", "MRI"})):
        if leader in found:
            found = [key for key in found if key not in part]
    if len(found) > 1:
        found = [key for key in found if key not in {"DOC", "SC"}]
    return found


def _items(kinds, words):
    """Codes of record_items.csv, the likeliest first."""
    found = []
    for kind in kinds:
        if kind in {"MIBG", "BONE"}:
            found += _table()[kind][1] if _nuclear(words) in {kind, ""} else []
        elif kind == "MRI":
            found.append(_magnetic(words))
        else:
            found += _table()[kind][1]
    return list(dict.fromkeys(found))


def _magnetic(words):
    if words & BRAIN:
        return "scan_mri_brain"
    return "scan_mri_spine" if words & SPINE else "scan_mri_tumor"


def _nuclear(words):
    if words & IODINE:
        return "MIBG"
    return "BONE" if words & BONES else ""


def _words(headers):
    fields = ("body_part", "study_text", "series_text", "tracer")
    text = " ".join({header[field] for header in headers for field in fields})
    return {word.replace("-", "") for word in folding.words(text.replace("-", ""))}
