"""Deleting a school with all that it has: its rows, then its files."""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from documents.models import FILES, GeneratedFile
from operation.backups.emptying import empty, every_table_of_a_school
from sacoche.kit.parts import saved
from sacoche.kit.parts.saved import SavedPart
from sacoche.kit.parts.tables import every_table, keys_of
from sacoche.kit.stored import discard
from sacoche.kit.tenancy import school_scope
from schools.models import School


def erase(school: School) -> None:
    """Delete every row of this school in one transaction, its sessions and its jobs too, then its files.

    Raises StorageFailed once the rows are gone: what is left of its files is of nobody any more. The copies that the
    server made of it at night stay until they are too old.
    """
    pk = school.pk
    with school_scope(school), transaction.atomic():
        School.objects.select_for_update().get(pk=pk)
        made = list(GeneratedFile.objects.values_list("token", flat=True))
        _let_go(pk)
        empty(school, kept=())
        School.objects.filter(pk=pk).delete()
    for part in saved.parts:
        if isinstance(part, SavedPart) and part.folder:
            discard(part.folder, str(pk))
    for token in made:
        discard(FILES, token)


def _let_go(school_pk: int) -> None:
    """What a table of the server says of a row of the school is emptied, or goes with it."""
    for model, key in _pointing_from_outside():
        rows = model._base_manager.filter(**{f"{key.name}__school": school_pk})
        rows.update(**{key.name: None}) if key.null else rows.delete()


def _pointing_from_outside() -> Iterator[tuple[type[models.Model], Any]]:
    """The keys of the tables of the server that point at a row of a school."""
    owned = every_table_of_a_school()
    for model in every_table():
        if model not in owned:
            yield from ((model, key) for key in keys_of(model) if key.related_model in owned)
