"""What the columns are: personal or plain, paired, sealed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from intake.models import (
    Access,
    Answer,
    CaseMember,
    Child,
    Code,
    Contact,
    Event,
    Hold,
    Link,
    Note,
    Notice,
    SearchWord,
    SecondOpinionRequest,
)  # fmt: skip
from records.models import Arrival, Authorization, Incident, Letter, Material, RecordItem, Scan, Signature, Upload

OURS = [model for app in ("intake", "records") for model in apps.get_app_config(app).get_models()]
OF_CASES = {
    Access, Answer, CaseMember, Child, Code, Contact, Event, Hold, Link, Note, Notice, SearchWord,
    SecondOpinionRequest, RecordItem, Upload, Arrival, Authorization, Signature, Letter, Material, Scan, Incident,
}  # fmt: skip
# What queue, search, rules and the guard read; everything else that is personal is sealed.
PLAIN_COPIES = {Child, Contact, SearchWord, SecondOpinionRequest}
HASHED = {("User", "password"), ("CaseMember", "passphrase")}
OF_STAFF = {("User", "email"), ("User", "name")}


def columns(model):
    return {field.name for field in model._meta.get_fields() if field.concrete and not field.auto_created} | {"id"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_column_is_personal_or_plain(model):
    own = columns(model) - ({"id"} if model._meta.pk.name != "id" else set())

    assert own == model.PERSONAL | model.PLAIN
    assert not model.PERSONAL & model.PLAIN


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_by_has_its_at_and_they_go_together(model):
    names, rules = columns(model), {rule.name for rule in model._meta.constraints}
    for stem in {name.removesuffix("_by") for name in names if name.endswith("_by")}:
        assert f"{stem}_at" in names
        assert f"{model._meta.model_name}_{stem}_paired" in rules


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_text_is_never_null(model):
    nullable = {field.name for field in model._meta.concrete_fields if field.null}
    texts = {
        field.name for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
    }

    assert nullable & texts <= {"email"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_personal_text_is_sealed_but_for_the_plain_copies(model):
    readable = {
        (model.__name__, name)
        for name in model.PERSONAL
        if model not in PLAIN_COPIES and not isinstance(model._meta.get_field(name), models.BinaryField)
    }

    assert readable <= HASHED | OF_STAFF


def test_the_admin_holds_no_case():
    assert not OF_CASES & set(admin.site._registry)


def test_models_keep_to_columns():
    """No order of their own, no save of their own, no manager of their own."""
    for model in OURS:
        assert not model._meta.ordering
        assert model.save is models.Model.save or model.__name__ == "User"
        assert [manager.name for manager in model._meta.managers if not manager.auto_created] in ([], ["objects"])
