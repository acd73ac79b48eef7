import pytest

from intake.facts import UNKNOWN
from intake.policies import conditions
from tests.intake import tables
from tests.make import SHORT

CONSENTS = {"consent_privacy": "yes", "consent_limits": "yes"}
REFERRAL = {
    "form": "physician",
    "child_first_name": "Noah",
    "child_dob": "2011-02-01",
    "phy_name": "Dr. Riley Example",
    "phy_contact": "riley@example.org",
    "phy_guardian_phone": "+1 202-555-0105",
}


def missing(*without, **answers):
    told = {code: value for code, value in {**SHORT, **CONSENTS, **answers}.items() if code not in without}
    return conditions.missing_to_send(tables.snapshot(), tables.facts(**told))


def question(code):
    return tables.snapshot().questions[code]


def test_a_short_request_needs_nothing_more():
    assert missing() == []


@pytest.mark.parametrize(
    "code",
    [
        *("red_flags", "country", "region", "asker_role", "timing", "decision_date", "child_first_name", "child_dob"),
        *("dx_known", "dx_text", "guardian_first_name", "guardian_relation", "consent_privacy", "consent_limits"),
    ],
)
def test_each_answer_that_sending_needs_is_missed(code):
    assert missing(code) == [code]


@pytest.mark.parametrize("code", ["child_last_name", "doctor_name", "guardian_phone", "guardian_email"])
def test_other_answers_are_not(code):
    assert missing(code) == []


def test_one_way_to_reach_the_family_is_enough_and_one_is_named_if_there_is_none():
    assert missing("guardian_phone", "guardian_email") == ["guardian_phone"]


def test_what_becomes_shown_becomes_needed():
    assert missing(red_flags=("fever",)) == ["red_flag_action"]
    assert missing(timing="change_proposed") == ["change_types"]
    assert missing("region", country="AE") == ["consent_cross_border"]
    assert missing(dx_text="brain tumor") == ["dx_group"]
    assert missing("dx_text", dx_known="unknown") == []


def test_not_knowing_counts_where_the_question_takes_it():
    assert missing(decision_date=UNKNOWN, timing="change_proposed", change_types=UNKNOWN) == []
    assert missing(dx_text=UNKNOWN, dx_group="unknown") == []
    assert missing(child_dob=UNKNOWN) == ["child_dob"]
    assert missing(dx_known=UNKNOWN) == []  # the list holds `unknown` as a value


def test_a_referral_needs_five_answers():
    found = tables.facts(**REFERRAL)

    assert conditions.missing_to_send(tables.snapshot(), found) == []
    assert set(conditions.to_send(tables.snapshot(), found)) == {
        *(REFERRAL.keys() - {"form"}),
        "phy_guardian_email",
    }
    assert conditions.required(tables.snapshot(), found) == conditions.to_send(tables.snapshot(), found)
    for code in REFERRAL.keys() - {"form"}:
        told = {name: value for name, value in REFERRAL.items() if name != code}
        assert conditions.missing_to_send(tables.snapshot(), tables.facts(**told)) == [code]


def test_each_form_has_its_own_questions():
    family, physician = {"form": "family"}, {"form": "physician"}

    assert conditions.shown(question("asker_role"), family)
    assert not conditions.shown(question("asker_role"), physician)  # stored by the site
    assert conditions.shown(question("timing"), physician)
    assert not conditions.shown(question("guardian_first_name"), physician)
    assert not conditions.shown(question("phy_name"), family)


def test_a_question_that_is_switched_off_is_not_shown():
    assert not conditions.shown(question("timing")._replace(active=False), {})


def test_tell_us_more_needs_more_than_sending():
    facts = tables.facts(**SHORT, **CONSENTS)

    found = conditions.missing(tables.snapshot(), facts, ["reasons", "child_sex", "child_weight", "court_paper"])

    assert found == ["reasons", "child_sex"]


def test_an_address_counts_with_a_part_of_it():
    facts = tables.facts(**SHORT, child_address_city="Erie")

    assert conditions.missing(tables.snapshot(), facts, ["child_address"]) == []


def test_each_place_needs_its_answers():
    codes = ["facilities", "facility_name", "facility_place", "facility_kinds"]
    place = {"facility_name": "Lab", "facility_place": UNKNOWN, "facility_kinds": ("labs",)}

    def gaps(**answers):
        return conditions.missing(tables.snapshot(), tables.facts(**SHORT, **answers), codes)

    assert gaps() == ["facilities"]
    assert gaps(facilities=UNKNOWN) == []
    assert gaps(facilities={0: place}) == []
    assert gaps(facilities={0: place, 1: {"facility_name": UNKNOWN}}) == codes[1:]
