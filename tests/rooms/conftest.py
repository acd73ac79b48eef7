from datetime import timedelta

import pytest
import time_machine

from tests import make


@pytest.fixture(autouse=True)
def _the_day_of_the_cases():
    """Pages are opened half an hour after the cases of these tests were made, whatever day it is."""
    with time_machine.travel(make.NOW + timedelta(minutes=30)):
        yield
