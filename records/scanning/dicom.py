"""The header of a DICOM file, without its pixels. `run` is for the limited child; the rest judges bytes and values."""

import pydicom
from pydicom.errors import InvalidDicomError
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

TAGS = {
    "name": "PatientName",
    "other_names": "OtherPatientNames",
    "patient_id": "PatientID",
    "issuer": "IssuerOfPatientID",
    "birth_date": "PatientBirthDate",
    "sex": "PatientSex",
    "age": "PatientAge",
    "accession": "AccessionNumber",
    "institution": "InstitutionName",
    "study": "StudyInstanceUID",
    "study_date": "StudyDate",
    "study_text": "StudyDescription",
    "series": "SeriesInstanceUID",
    "series_number": "SeriesNumber",
    "series_text": "SeriesDescription",
    "modality": "Modality",
    "body_part": "BodyPartExamined",
    "instance": "SOPInstanceUID",
    "number": "InstanceNumber",
    "frames": "NumberOfFrames",
    "in_acquisition": "ImagesInAcquisition",
    "burned_in": "BurnedInAnnotation",
    "anonymous": "PatientIdentityRemoved",
    "rows": "Rows",
    "columns": "Columns",
    "bits": "BitsAllocated",
    "samples": "SamplesPerPixel",
}
READ = [*TAGS.values(), "SpecificCharacterSet", "RadiopharmaceuticalInformationSequence", "DirectoryRecordSequence"]
PREAMBLE = 128
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
DENSEST = 100
PLAIN = {ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian}  # pixels as they are
LETTERS = 400  # of one value


def run(*files):
    """For each file {"reason": "program", "broken", "too_dense" or "", ...the values of TAGS}."""
    for file in files:
        yield header(file)


def header(file):
    size = file.seek(0, 2)
    file.seek(0)
    if preamble(file.read(PREAMBLE)):
        return {"reason": "program"}
    file.seek(0)
    try:
        found = pydicom.dcmread(file, stop_before_pixels=True, specific_tags=READ)
        values = {name: _plain(found.get(keyword)) for name, keyword in TAGS.items()}
        values["tracer"] = _tracer(found)
        values["listed"] = _listed(found)
        compressed = getattr(found.file_meta, "TransferSyntaxUID", "") not in PLAIN
    except (InvalidDicomError, ValueError, TypeError, EOFError, OSError, NotImplementedError):
        return {"reason": "broken"}
    if not values["instance"] and not values["listed"]:
        return {"reason": "broken"}
    return {"reason": _pixels(values, size, compressed)} | values


def preamble(head):
    """The first 128 bytes are nothing, or a TIFF's: else a program hides there. -> a reason or None"""
    return None if not any(head) or head.startswith(TIFF) else "program"


def _plain(value):
    text = "" if value is None else str(value)
    return text.replace("\0", "")[:LETTERS].strip()


def _tracer(found):
    words = [
        str(part.get(name, ""))
        for part in found.get("RadiopharmaceuticalInformationSequence") or ()
        for name in ("Radiopharmaceutical",)
    ]
    return " ".join(words)[:LETTERS]


def _listed(found):
    """DICOMDIR: the files that it names."""
    names = []
    for record in found.get("DirectoryRecordSequence") or ():
        if name := record.get("ReferencedFileID"):
            names.append("/".join([name] if isinstance(name, str) else [str(part) for part in name]))
    return names


def _pixels(values, size, compressed):
    """Whether so many pixels can be in so many bytes."""
    claimed = 1
    for name in ("rows", "columns", "bits"):
        if not values[name].isdigit():
            return ""
        claimed *= int(values[name])
    claimed = claimed // 8 * _number(values["frames"]) * _number(values["samples"])
    if compressed:
        return "too_dense" if claimed > DENSEST * size else ""
    return "broken" if claimed > size else ""


def _number(text):
    return int(text) if text.isdigit() else 1
