import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from intake.domain import answers
from intake.domain.errors import Refused, Stale
from intake.facts import UNKNOWN
from intake.models import Answer, Contact, SearchWord
from intake.queries import answers as queries
from tests import make

LATER = make.NOW.replace(hour=16)


def change(case, data, **kwargs):
    return answers.save(case, data, by=make.family_of(case), now=LATER, **kwargs)


def test_a_newer_answer_replaces_and_the_older_one_stays(db):
    case = make.draft()

    case = change(case, {"child_first_name": "Zoë"})

    told = queries.every(case).filter(question="child_first_name")
    assert [queries.opened(case, answer) for answer in told] == ["Nia", "Zoë"]
    assert [answer.replaced_at for answer in told] == [LATER, None]


def test_the_same_answer_again_changes_nothing(db):
    case = make.draft()
    before = Answer.objects.count()

    change(case, {"child_first_name": "Nia", "red_flags": ["none"]})

    assert Answer.objects.count() == before


def test_i_do_not_know_is_kept_as_an_answer_of_its_own(db):
    case = change(make.draft(), {"decision_date": UNKNOWN, "dx_text": ""})

    assert queries.given(case)["decision_date", 0] is UNKNOWN
    assert ("dx_text", 0) not in queries.given(case)
    assert case.decide_on is None


def test_personal_and_health_answers_are_sealed_in_the_database(db):
    make.draft(child_first_name="Marker-Name", dx_text="marker-illness")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, '|') FROM intake_answer a")
        (rows,) = cursor.fetchone()

    assert "Marker-Name" not in rows
    assert "marker-illness" not in rows


def test_the_bytes_of_an_answer_open_for_their_own_question_only(db):
    case = make.draft()
    name = queries.current(case).get(question="child_first_name")
    Answer.objects.filter(case=case, question="child_last_name").update(sealed=name.sealed)
    queries.forget(case)

    with pytest.raises(InvalidTag):
        queries.given(case)


def test_plain_copies_follow_the_answers(db):
    case = change(
        make.draft(**make.OFFICE), {"child_last_name": "D'Ángelo-Ruiz", "guardian_phone": "+1 (202) 555-0199"}
    )

    assert case.name_folded == "dangelo ruiz nia"
    assert Contact.objects.get(case=case, kind="guardian").phone_digits == "12025550199"
    assert {"dangelo", "ruiz", "nia", "ana", "avery", "fixture"} <= set(
        SearchWord.objects.filter(case=case).values_list("word", flat=True)
    )
    assert "sample" not in SearchWord.objects.filter(case=case).values_list("word", flat=True)


def test_sure_words_of_the_family_name_the_group_and_its_service(db):
    case = change(make.draft(), {"dx_text": "medulloblastoma"})

    assert (case.group, case.service.code) == ("cns", "neuro_oncology")
    assert queries.given(case)["dx_text", 0] == "medulloblastoma"


def test_the_asker_s_role_tells_the_relation(db):
    case = make.draft(asker_role="legal_guardian", guardian_relation=None)

    assert queries.given(case)["guardian_relation", 0] == "guardian"


def test_after_sending_a_correction_is_an_event(db):
    case = make.case()

    case = change(case, {"child_first_name": "Zoë"}, page="child", version=case.version)

    assert case.events.order_by("-number").values_list("action", "after").first() == ("answers_changed", "child")


def test_a_page_that_was_not_seen_is_not_overwritten(db):
    case = make.case()
    seen = case.version
    change(case, {"child_first_name": "Zoë"}, version=seen)

    with pytest.raises(Stale):
        change(case, {"child_first_name": "Lea"}, version=seen)

    assert queries.given(make.case())["child_first_name", 0] == "Nia"


@pytest.mark.parametrize("status", ["in_review", "closed", "withdrawn"])
def test_once_the_review_has_started_answers_are_closed(status, db):
    case = make.case()
    type(case).objects.filter(pk=case.pk).update(status=status)

    with pytest.raises(Refused):
        change(case, {"child_first_name": "Zoë"})


@pytest.mark.parametrize(
    "name", ["محمد أحمد", "李小龙", "Zoë", "O'Neil", "Null", "X", "{{7*7}}", "' OR 1=1--", "👶 Bo"]
)
def test_hard_names_are_kept_and_found(name, db):
    case = change(make.draft(), {"child_first_name": name})

    assert queries.given(case)["child_first_name", 0] == name
    assert case.child_name.startswith(name)
