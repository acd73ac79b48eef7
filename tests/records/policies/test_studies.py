"""What a pile of slices is, in the words of the list of records."""

import pytest

from records.policies import studies
from records.scanning import dicom


def header(number=1, *, study="1", series="1.1", modality="CT", **more):
    values = dict.fromkeys([*dicom.TAGS, "tracer"], "") | {"listed": [], "reason": ""}
    values |= {"study": study, "series": series, "modality": modality, "number": str(number)}
    return values | {"instance": f"{study}.{series}.{number}"} | more


def items(*headers):
    return [item for study in studies.grouped(headers) for item in study["items"]]


def test_slices_are_grouped_by_study_and_series():
    found = studies.grouped(
        [
            *(header(number, study_date="20260312", body_part="HEAD", modality="MR") for number in range(1, 5)),
            *(header(number, series="1.2", study_date="20260312", modality="MR") for number in range(1, 3)),
            header(1, study="2", series="2.1", study_date="20260401"),
        ]
    )

    assert [(study["date"], study["count"], study["items"]) for study in found] == [
        ("20260401", 1, ["scan_ct"]),
        ("20260312", 6, ["scan_mri_brain"]),
    ]
    assert [(each["count"], each["body_part"]) for each in found[1]["series"]] == [(4, "HEAD"), (2, "")]


def test_missing_slices_are_counted():
    (study,) = studies.grouped([header(number) for number in (1, 2, 3, 5, 6, 9)])

    assert study["missing"] == 3


def test_the_same_slice_twice_counts_once():
    (study,) = studies.grouped([header(1), header(1), header(2)])

    assert (study["count"], study["missing"]) == (2, 0)


@pytest.mark.parametrize(("numbers", "gaps"), [({0, 1, 2}, 0), ({3, 4, 5, 6}, 2), ({101, 102}, 0), (set(), 0)])
def test_only_gaps_that_mean_something_count(numbers, gaps):
    assert studies.missing(numbers) == gaps


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        ({"modality": "CR"}, "scan_xray"),
        ({"modality": "DX"}, "scan_xray"),
        ({"modality": "US"}, "scan_us"),
        ({"modality": "SM"}, "pathology_slides"),
        ({"modality": "OPT"}, "eye_photos"),
        ({"modality": "RTDOSE"}, "radiation_dosimetry"),
        ({"modality": "MR", "study_text": "MRI brain w/wo"}, "scan_mri_brain"),
        ({"modality": "MR", "body_part": "LSPINE"}, "scan_mri_spine"),
        ({"modality": "MR", "body_part": "KNEE"}, "scan_mri_tumor"),
        ({"modality": "NM", "study_text": "I-123 MIBG whole body"}, "scan_mibg"),
        ({"modality": "NM", "tracer": "Iobenguane"}, "scan_mibg"),
        ({"modality": "NM", "study_text": "Bone scan"}, "scan_bone"),
    ],
)
def test_each_kind_of_scan_answers_its_record(facts, item):
    assert items(header(**facts)) == [item]


def test_a_nuclear_scan_that_does_not_say_may_be_either():
    assert items(header(modality="NM")) == ["scan_mibg", "scan_bone"]


def test_the_ct_of_a_pet_is_part_of_it():
    assert items(header(modality="PT"), header(series="1.2", modality="CT")) == ["scan_pet"]


def test_a_report_goes_with_its_scan():
    assert items(header(modality="CT"), header(series="1.2", modality="SR")) == ["scan_ct"]
    assert items(header(modality="SR")) == ["imaging_reports"]


def test_photos_of_a_screen_alone_are_flagged():
    (study,) = studies.grouped([header(modality="SC")])

    assert study["only_pictures"]


def test_files_that_a_disc_names_and_that_are_absent_are_listed():
    names = ["dicom/IM1", "DICOM\\IM2"]

    assert studies.absent(["DICOM/IM1", "DICOM/IM2", "DICOM/IM3"], names) == ["DICOM/IM3"]
