from pathlib import Path

import pytest
from django.test import override_settings

SAMPLES = Path(__file__).parent / "sample" / "templates"


@pytest.fixture
def samples(settings):
    """The sample site in the place of the real one."""
    folders = [*settings.TEMPLATES[0]["DIRS"], SAMPLES]
    with override_settings(
        ROOT_URLCONF="tests.intake.forms.sample.urls", TEMPLATES=[settings.TEMPLATES[0] | {"DIRS": folders}]
    ):
        yield
