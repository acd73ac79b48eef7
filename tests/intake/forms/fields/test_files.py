import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.forms import fields


def upload(name="scan.pdf", size=10):
    return SimpleUploadedFile(name, b"x" * size)


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


def test_a_file_comes_out_as_it_came():
    sent = upload()

    assert fields.File(label="File").clean(sent) is sent
    assert fields.File(label="File", required=False).clean(None) is None


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (None, "Select a file to upload"),
        (upload(size=0), "The selected file is empty"),
        (upload(size=2049), "The selected file must be smaller than 2.0\xa0KB"),
        (upload("run.exe"), "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(sent, message):
    field = fields.File(label="Add the court paper?", max_bytes=2048, endings=(".pdf",))

    assert refused(field, sent) == [message]


def test_several_files_are_a_list():
    field = fields.Files(label="Files", max_bytes=2048)
    sent = [upload(), upload("b.pdf")]

    assert field.clean(sent) == sent
    assert refused(field, []) == ["Select a file to upload"]
    assert refused(field, [upload(), upload(size=0)]) == ["The selected file is empty"]
