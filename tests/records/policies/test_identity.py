from datetime import date

import pytest

from records.policies import identity

HEADER = {
    "name": "Sample^Nia^Grace", "birth_date": "20190427", "sex": "F", "study_date": "20260312", "patient_id": "7",
    "anonymous": "",
}  # fmt: skip


def test_a_header_says_who():
    found = identity.of_header(HEADER)

    assert found.names == (("Sample", "Nia Grace"),)
    assert (found.birth_date, found.sex, found.study_date) == (date(2019, 4, 27), "F", date(2026, 3, 12))


@pytest.mark.parametrize("name", ["", "^", "ANONYMOUS", "Anon^Unknown"])
def test_nobody_is_nobody(name):
    assert identity.of_header(HEADER | {"name": name}).names == ()


@pytest.mark.parametrize(("text", "day"), [("2019.04.27", date(2019, 4, 27)), ("20190230", None), ("2019", None)])
def test_only_a_whole_date_counts(text, day):
    assert identity.of_header(HEADER | {"birth_date": text}).birth_date == day


@pytest.mark.parametrize(
    ("text", "name", "born", "sex"),
    [
        ("Patient: Nia Sample   MRN 12\nDOB: 04/27/2019  Sex: F", "Nia Sample", date(2019, 4, 27), "F"),
        ("Patient Name: SAMPLE, NIA\nDate of birth: 2019-04-27", "NIA SAMPLE", date(2019, 4, 27), ""),
        ("Nombre del paciente: Nia Sample\nFecha de nacimiento: 27/04/2019", "Nia Sample", date(2019, 4, 27), ""),
        ("اسم المريض: نيا عينة\nتاريخ الميلاد: ٢٠١٩-٠٤-٢٧", "نيا عينة", date(2019, 4, 27), ""),
    ],
)
def test_a_report_says_who_by_its_labels(text, name, born, sex):
    found = identity.of_text(text)

    assert found.names == (("", name),)
    assert (found.birth_date, found.sex) == (born, sex)


def test_a_report_without_labels_says_nothing():
    assert identity.of_text("The patient was seen on 04/27/2019. Patient is well.") is None
