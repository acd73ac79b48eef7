import pytest

from intake.facts import UNKNOWN
from intake.policies import conditions
from intake.states import HoldKind

GUARDIAN, AUTHORITY, PAPERS = (
    HoldKind.GUARDIAN_NOT_CONFIRMED,
    HoldKind.AUTHORITY_NONE_OR_UNSURE,
    HoldKind.PAPERS_MISSING,
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"form": "family"}, [AUTHORITY]),
        ({"form": "family", "guardian_authority": "parent_full"}, []),
        ({"form": "family", "guardian_authority": "self_adult"}, []),
        ({"form": "family", "guardian_authority": "none_or_unsure"}, [AUTHORITY]),
        ({"form": "family", "guardian_authority": UNKNOWN}, [AUTHORITY]),
        ({"form": "family", "guardian_authority": "court_guardian"}, [PAPERS]),
        ({"form": "family", "guardian_authority": "agency_custody"}, [PAPERS]),
        ({"form": "family", "guardian_authority": "power_of_attorney"}, [PAPERS]),
        ({"form": "family", "guardian_authority": "agency_custody", "guardian_papers_accepted": True}, []),
        ({"form": "physician"}, [GUARDIAN, AUTHORITY]),
        ({"form": "physician", "guardian_confirmed": True}, [AUTHORITY]),
        ({"form": "physician", "guardian_confirmed": True, "guardian_authority": "parent_full"}, []),
    ],
)
def test_holds_from_sending_on(facts, expected):
    assert conditions.holds(facts) == expected
