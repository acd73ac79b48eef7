"""One search box over all cases: names in any script, references, phones, birth dates; nothing of it in an address."""

from datetime import date

import pytest

from intake import references
from intake.models import Access
from records.domain import cases
from records.forms.coordinator.search import sought
from tests import make
from tests.rooms.desk import references as listed
from tests.rooms.desk import sign_in, statements, tables

QUEUE = "/coordinator/"


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator"))


def look(client, text):
    """-> the page that a search leads to"""
    answer = client.post(QUEUE, {"q": text})
    assert answer.status_code == 302, answer.status_code
    return client.get(answer["Location"])


ZOE = {
    "child_first_name": "Zoë", "child_last_name": "D'Angelo-Ruiz", "child_dob": "2016-04-05",
    "guardian_first_name": "José", "guardian_phone": "(202) 555-0199", "guardian_email": "jose@example.org",
}  # fmt: skip
FINDS = [
    *("Zoë", "zoe", "ZOE", "zo", "dangelo", "D’Angelo", "ruiz", "Zoe Ruiz", "ruiz zoe", "  zoë   d'ang ", "jose"),
    *("2016-04-05", "4/5/2016", "04/05/2016", "5.4.2016", "April 5, 2016", "5 April 2016", "apr 5 2016"),
    "5 de abril de 2016",
    *("٢٠١٦-٠٤-٠٥", "zoe 2016-04-05", "4/5/2016 ruiz"),
    *("2025550199", "202 555 0199", "+1 202-555-0199", "(202) 555-0199", "12025550199", "٢٠٢٥٥٥٠١٩٩"),
    "jose@example.org",
]  # fmt: skip
NOT = [
    "zoe smith",
    "xylophon",
    "2016-05-06",
    "2016-04-06",
    "zoe 2016-04-06",
    "2025550198",
    "5550199",
    "a@example.org",
    "o",
]


@pytest.mark.parametrize("text", ["SO-7F3K", "so-7f3k-2", "7F3K", "7f3k2qxm", "so 7f3k 2qxm", "SO-7F3K-2QXM-"])
def test_the_beginning_of_a_reference_finds_it(coordinator, client, text):
    wanted = make.case()
    type(wanted).objects.filter(pk=wanted.pk).update(reference="SO-7F3K-2QXM-4")
    other = make.case()
    type(other).objects.filter(pk=other.pk).update(reference="SO-7F3J-2QXM-6")

    assert listed(look(client, text)) == ["SO-7F3K-2QXM-4"]


@pytest.mark.parametrize("text", FINDS)
def test_it_is_found(coordinator, client, text):
    wanted = make.case(**ZOE)
    make.case()

    assert listed(look(client, text)) == [wanted.reference]


@pytest.mark.parametrize("text", NOT)
def test_it_is_not_found(coordinator, client, text):
    make.case(**ZOE)

    response = look(client, text)

    assert listed(response) == []
    assert "No case matches “" in response.text
    assert text in response.text
    assert "Check the spelling or search by date of birth." in response.text


@pytest.mark.parametrize(
    ("name", "text"), [("محمد الأحمد", "الاحمد"), ("王小明", "王小明"), ("Müller", "muller"), ("Łukasz", "lukas")]
)
def test_names_in_any_script(coordinator, client, name, text):
    wanted = make.case(child_first_name=name, child_last_name=None)
    make.case()

    assert listed(look(client, text)) == [wanted.reference]


def test_a_reference_as_it_is_read_out(coordinator, client):
    case = make.case()
    make.case()

    for text in (case.reference, case.reference.lower(), case.reference.replace("-", " "), case.reference[3:]):
        assert listed(look(client, text)) == [case.reference]
    assert listed(look(client, case.reference.replace("0", "O"))) == [case.reference]
    assert listed(look(client, references.new())) == []


def test_a_doctor_or_a_place_is_a_name_too(coordinator, client):
    case = make.case(**make.OFFICE)

    assert listed(look(client, "fixture")) == [case.reference]
    assert listed(look(client, "demo hospital")) == [case.reference]


def test_likeness_only_when_nothing_begins_like_it(coordinator, client):
    exact, like = make.case(child_last_name="Sandoval"), make.case(child_last_name="Sandovar")

    assert listed(look(client, "sandoval")) == [exact.reference]
    response = look(client, "sandovol")

    assert set(listed(response)) == {exact.reference, like.reference}
    assert "These names are like it." in response.text


def test_all_states_are_searched_but_no_draft(coordinator, client):
    ended = make.case(**ZOE)
    cases.advance(ended, "withdraw", by=make.family_of(ended), now=make.NOW)
    make.draft(**ZOE)

    assert listed(look(client, "zoe")) == [ended.reference]


def test_other_services_are_not_found_by_anything(coordinator, client):
    case = make.case(**ZOE, dx_text="medulloblastoma")

    for text in (case.reference, "zoe", "2016-04-05", "2025550199", "jose@example.org"):
        assert listed(look(client, text)) == [], text
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))
    assert listed(look(client, "zoe")) == [case.reference]


def test_no_name_stands_in_an_address_or_plain_in_the_session(coordinator, client):
    make.case(**ZOE)

    answer = client.post(QUEUE, {"q": "Kanariengelb"})

    assert "anarien" not in answer["Location"]
    assert answer["Location"].startswith("/coordinator/?search=")
    assert "anarien" not in str(dict(client.session))
    page = client.get(answer["Location"])
    assert "Kanariengelb" in page.text
    assert "anarien" not in "".join(link for link in page.text.split('"') if link.startswith("/"))


def test_a_search_is_kept_with_the_session_only(coordinator, client):
    case = make.case(**ZOE)
    address = client.post(QUEUE, {"q": "zoe"})["Location"]
    assert listed(client.get(address)) == [case.reference]

    sign_in(client, make.person("coordinator"))
    response = client.get(address)

    assert "That search is over. Search again." in response.text
    assert "zoe" not in response.text.lower().replace("zoë sample", "").split("<main")[0]


def test_the_last_five_searches_stay(coordinator, client):
    make.case(**ZOE)
    places = [client.post(QUEUE, {"q": f"zoe{number or ''}"})["Location"] for number in range(6)]

    assert "That search is over." in client.get(places[0]).text
    assert "That search is over." not in client.get(places[1]).text


def test_who_searched_is_written_down(coordinator, client):
    make.case(**ZOE)

    look(client, "zoe")

    row = Access.objects.get(what="coordinator:search")
    assert (row.by, row.case) == (coordinator, None)


@pytest.mark.parametrize(
    ("text", "words"), [("", "Enter a name, reference, phone or birth date"), ("x" * 201, "200 characters or less")]
)
def test_what_cannot_be_searched_is_said(coordinator, client, text, words):
    case = make.case()

    response = client.post(QUEUE, {"q": text})

    assert response.status_code == 422
    assert words in response.text
    assert "<title>Error: " in response.text
    assert listed(response) == [case.reference]


@pytest.mark.parametrize(
    "text", ["' OR 1=1--", "%", "_", "%%%", "<script>alert(1)</script>", "{{7*7}}", "\\", "(", "٪"]
)
def test_odd_text_is_only_text(coordinator, client, text):
    make.case(**ZOE)

    response = look(client, text)

    assert listed(response) == []
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("text", ["zoe", "4/5/2016", "2025550199", "zoe ruiz", "sandovol", "nothing here"])
def test_a_search_costs_four_statements(coordinator, client, text):
    make.case(**ZOE)
    make.case(child_last_name="Sandoval")

    sqls = statements(client, client.post(QUEUE, {"q": text})["Location"], coordinator)

    assert len(sqls) <= 4, tables(sqls)


def test_readings():
    assert sought("4/5/2016").births in {(date(2016, 4, 5), date(2016, 5, 4)), (date(2016, 5, 4), date(2016, 4, 5))}
    assert sought("2/30/2016").births == ()
    assert sought("31.12.2016").births == (date(2016, 12, 31),)
    assert sought("O'Neil 3").words == ("oneil", "3")
    assert set(sought("+49 (0)30 123-4567").phones) == {"490301234567", "1490301234567"}
