"""Deleting a school with all that it has: its rows, then its files."""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from documents.models import FILES, GeneratedFile
from sacoche.kit.parts import saved
from sacoche.kit.parts.saved import SavedPart
from sacoche.kit.parts.tables import every_table, is_of_a_school, keys_of
from sacoche.kit.stored import discard
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School


def erase(school: School) -> None:
    """Delete every row of this school in one transaction, then its files.

    Raises StorageFailed once the rows are gone: what is left of its files is of nobody any more.
    """
    pk = school.pk
    with school_scope(school):
        made = list(GeneratedFile.objects.values_list("token", flat=True))
    with all_schools(), transaction.atomic():
        School.objects.select_for_update().get(pk=pk)
        _erase_rows(pk)
        School.objects.get(pk=pk).delete()
    for part in saved.parts:
        if isinstance(part, SavedPart) and part.folder:
            discard(part.folder, str(pk))
    for token in made:
        discard(FILES, token)


def _erase_rows(school_pk: int) -> None:
    """Table by table and not row by row: the keys between them are checked when the transaction ends."""
    owned = [model for model in every_table() if is_of_a_school(model) and model is not School]
    for model, key in _pointing_from_outside(owned):
        rows = model._base_manager.filter(**{f"{key.name}__school": school_pk})
        rows.update(**{key.name: None}) if key.null else rows.delete()
    for model in owned:
        rows = model._base_manager.filter(school=school_pk)
        rows._raw_delete(rows.db)


def _pointing_from_outside(owned: list[type[models.Model]]) -> Iterator[tuple[type[models.Model], Any]]:
    """The keys of the tables of the server that point at a row of a school."""
    for model in every_table():
        if model not in owned:
            yield from ((model, key) for key in keys_of(model) if key.related_model in owned)
