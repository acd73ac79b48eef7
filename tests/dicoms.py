"""DICOM files, photos and PDFs for tests: invented patients, pictures that are noise or stripes."""

import io

import numpy
import pikepdf
import pycdlib
import pydicom
from PIL import Image, ImageDraw, ImageFilter
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, RLELossless

CT = "1.2.840.10008.5.1.4.1.1.2"
DIRECTORY = "1.2.840.10008.1.3.10"


def dicom(number=1, *, study="1.2.3", series="1.2.3.1", side=64, frames=0, preamble=b"\0" * 128, pixels=True, **tags):
    """One slice: a bright square on dark."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = CT, f"{series}.{number}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made = FileDataset("", {}, file_meta=meta, preamble=preamble)
    values = {
        "SOPClassUID": CT, "SOPInstanceUID": f"{series}.{number}", "StudyInstanceUID": study,
        "SeriesInstanceUID": series, "InstanceNumber": number, "PatientName": "Sample^Nia", "PatientID": "DEMO-1",
        "PatientBirthDate": "20190427", "PatientSex": "F", "StudyDate": "20260312", "Modality": "CT",
        "StudyDescription": "CT chest", "BodyPartExamined": "CHEST", "Rows": side, "Columns": side,
        "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "BitsAllocated": 16, "BitsStored": 12,
        "HighBit": 11, "PixelRepresentation": 0, "WindowCenter": 1000, "WindowWidth": 2000,
    }  # fmt: skip
    for name, value in {**values, **({"NumberOfFrames": frames} if frames else {}), **tags}.items():
        setattr(made, name, value)
    if pixels:
        picture = numpy.full((side, side), 100, numpy.uint16)
        picture[side // 4 : side // 2, side // 4 : side // 2] = 1900
        made.add_new("PixelData", "OW", picture.tobytes())
    out = io.BytesIO()
    made.save_as(out)
    return out.getvalue()


def packed_frames(frames, side=512):
    """A few bytes that claim to be very many pictures."""
    made = pydicom.dcmread(io.BytesIO(dicom(side=side, frames=frames, pixels=False)))
    made.file_meta.TransferSyntaxUID = RLELossless
    made.add_new("PixelData", "OB", pydicom.encaps.encapsulate([b"\0" * 64] * 4))
    made["PixelData"].is_undefined_length = True
    out = io.BytesIO()
    made.save_as(out)
    return out.getvalue()


def dicomdir(*names):
    """A disc's table of contents that names these files, like DISC/IM1."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = DIRECTORY, "1.2.9"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    made.FileSetID = "DISC"
    made.DirectoryRecordSequence = []
    for name in names:
        record = Dataset()
        record.DirectoryRecordType, record.ReferencedFileID = "IMAGE", name.split("/")
        made.DirectoryRecordSequence.append(record)
    out = io.BytesIO()
    made.save_as(out)
    return out.getvalue()


def burned(*members):
    """The picture of a disc with these files (name in capitals, bytes)."""
    disc = pycdlib.PyCdlib()
    disc.new(interchange_level=4)
    for folder in sorted({name.rpartition("/")[0] for name, _content in members} - {""}):
        disc.add_directory(f"/{folder}")
    for name, content in members:
        disc.add_fp(io.BytesIO(content), len(content), f"/{name}")
    out = io.BytesIO()
    disc.write_fp(out)
    return out.getvalue()


def paper(width=1200, height=1600, *, dark=False, blurred=False, turn=1, kind="JPEG"):
    """A photo of a page full of words."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for line in range(60, height - 60, 40):
        pen.text((60, line), "Findings: no sign of disease. " * 6, fill="black", font_size=22)
    if blurred:
        image = image.filter(ImageFilter.GaussianBlur(12))
    if dark:
        image = image.point(lambda value: value // 6)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[274] = turn
    image.save(out, kind, exif=exif)
    return out.getvalue()


def pdf(text="Patient: Nia Sample", pages=1, **saved):
    """A PDF with words on its pages."""
    with pikepdf.new() as made:
        for number in range(pages):
            made.add_blank_page(page_size=(612, 792))
            lines = "".join(f"({line}) Tj T* " for line in (text if not number else f"page {number}").splitlines())
            content = f"BT /F1 14 Tf 16 TL 72 700 Td {lines} ET".encode()
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
            page = made.pages[-1]
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
            page.Contents = made.make_stream(content)
        if saved.pop("script", False):
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            made.Root.OpenAction = made.make_indirect(action)
        for name in saved.pop("embedded", ()):
            made.attachments[name] = b"MZ"
        out = io.BytesIO()
        made.save(out, **saved)
    return out.getvalue()
