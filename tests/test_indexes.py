"""What the database looks up by itself must have an index: a server holds the decisions of thousands of schools."""

from django.apps import apps
from django.db import models

from accounts.models import Account


def _keys_to_accounts():
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Account
    ]


def _begin_an_index(model) -> set[str]:
    unique = [each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    plain = [[name.lstrip("-") for name in index.fields] for index in model._meta.indexes if index.condition is None]
    own = [[field.name] for field in model._meta.local_fields if field.db_index or field.unique]
    key = model._meta.pk
    several = [key.field_names] if isinstance(key, models.CompositePrimaryKey) else []
    return {names[0] for names in [*unique, *plain, *own, *several] if names}


def test_account_goes_without_a_walk_through_every_decision_of_every_school():
    looked_up = [
        f"{model.__name__}.{field.name}"
        for model, field in _keys_to_accounts()
        # The database checks it, or Django follows it.
        if field.db_constraint or field.remote_field.on_delete is not models.DO_NOTHING
        if field.name not in _begin_an_index(model)
    ]

    # The lines of imports under way alone: they go with their import.
    assert looked_up == ["ImportLine.account"]


def test_what_an_account_signed_is_found_through_the_pupils_of_its_school():
    found = [
        f"{model.__name__}.{field.name}"
        for model, field in _keys_to_accounts()
        if field.remote_field.on_delete is models.DO_NOTHING
    ]

    assert sorted(found) == [
        "ItemChange.actor",
        "ItemValidation.author",
        "MarkChange.actor",
        "PilierChange.actor",
        "PilierValidation.author",
    ]
    for name in found:
        model_name, field_name = name.split(".")
        room = "evaluations" if model_name == "MarkChange" else "socle"
        assert field_name in apps.get_model(room, model_name).found_by_pupil
