"""What a deletion takes away: every table that points at what can be deleted says what it loses."""

from django.apps import apps
from django.db import models

from schools.losses import parts
from schools.models import Group, Matiere, Niveau, Period, SchoolClass

DELETED = (SchoolClass, Group, Matiere, Period, Niveau)


def test_every_key_to_what_can_be_deleted_says_what_is_lost():
    """Those that forbid the deletion lose nothing."""
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in DELETED and field.remote_field.on_delete is not models.PROTECT
    }

    assert {part.code for part in parts} == keys
    assert [part.code for part in parts if not part.told] == []
