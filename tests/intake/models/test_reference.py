import pytest
from django.db import IntegrityError, models, transaction

from intake.models.reference import TABLES, ListField, ReminderRule, Revision, RoutingRule, Row, UsState, key


def test_a_list_is_a_tuple_in_python_and_a_text_in_forms():
    field = ListField(blank=True)

    assert field.to_python(" a; b ;;c") == ("a", "b", "c")
    assert field.get_prep_value(("a", "b")) == field.get_prep_value("a; b") == "a;b"
    assert field.to_python("") == field.to_python(None) == ()


@pytest.mark.django_db
def test_a_list_comes_back_from_the_database_as_it_went_in():
    rule = RoutingRule.objects.get(rule=30)

    assert rule.region == ("PA", "NJ", "DE", "NY", "MD")
    assert RoutingRule._meta.get_field("region").value_from_object(rule) == "PA;NJ;DE;NY;MD"


@pytest.mark.parametrize("model", [*TABLES.values(), Revision])
def test_no_column_is_personal(model):
    assert not model.PERSONAL
    assert {field.name for field in model._meta.fields} == model.PLAIN


@pytest.mark.parametrize("model", TABLES.values())
def test_a_row_is_named_by_its_key_and_says_who_edited_it(model):
    columns = {field.name for field in model._meta.fields}
    names = {constraint.name for constraint in model._meta.constraints}

    assert set(key(model)) <= columns
    assert columns.issuperset(model.SPEC | model.FIXED)
    assert f"{model._meta.model_name}_edited_paired" in names
    assert issubclass(model, Row)
    assert not any(isinstance(field, models.JSONField) for field in model._meta.fields)


def test_a_row_says_its_key():
    assert str(ReminderRule(waiting_on="family", priority="P1")) == "family / P1"
    assert str(UsState(code="PA")) == "PA"


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"since": 9}, {"since": 9, "until": 9}, {"since": 9, "until": 8}])
def test_the_database_holds_one_current_row_and_no_row_that_ends_before_it_began(values):
    row = UsState.objects.get(code="PA", until=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.pk = None
        for column, value in values.items():
            setattr(row, column, value)
        row.save()
