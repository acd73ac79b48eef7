import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intake.models import Access
from tests import make


def export(*words):
    out, err = StringIO(), StringIO()
    call_command("export_case", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_bundle_goes_to_the_output_and_one_line_beside_it(db):
    case = make.case(child_first_name="سالم")

    out, err = export(case.reference, "--format", "fhir")

    assert json.loads(out)["resourceType"] == "Bundle"
    assert "سالم" in out
    assert err == f"{case.reference} written, {len(out.encode())} bytes.\n"


def test_a_reference_may_be_typed_as_it_is_heard(db):
    case = make.case()

    out, _ = export(case.reference.lower().replace("-", " "), "--format", "fhir")

    assert json.loads(out)["entry"]


def test_the_export_is_noted_as_a_reading(db):
    case = make.case()

    export(case.reference, "--format", "fhir")

    access = Access.objects.get(case=case)
    assert (access.what, access.by.role) == ("export:fhir", "system")


def test_a_file_is_new_and_private(db, tmp_path):
    case, path = make.case(), tmp_path / "case.json"

    out, _ = export(case.reference, "--format", "fhir", "--output", str(path))

    assert out == f"{case.reference} written to {path}, {path.stat().st_size} bytes.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match=r"case.json cannot be written \(File exists\)"):
        export(case.reference, "--format", "fhir", "--output", str(path))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["SO-0000-0000-0", "--format", "fhir"], "There is no case SO-0000-0000-0"),
        (["nonsense", "--format", "fhir"], "There is no case nonsense"),
        (["SO-0000-0000-0", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["SO-0000-0000-0", "--format", "zip"], "invalid choice: 'zip'"),
        (["SO-0000-0000-0"], "--format"),
    ],
)
def test_a_mistake_is_told_in_one_line(db, words, says):
    with pytest.raises(CommandError, match=says) as told:
        export(*words)

    assert "\n" not in str(told.value)


def test_a_draft_is_its_family_s_alone(db):
    with pytest.raises(CommandError, match="was not sent yet"):
        export(make.draft().reference, "--format", "fhir")

    assert not Access.objects.exists()
