"""What a step changes, kept so that it can be undone: the values of rows before and after, table by table."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from imports.models import ImportLine, ImportRun, ImportTrace

Values = Mapping[str, Any]
# A row: its primary key, its values before (None when it was made), after (None when it was deleted).
Change = tuple[int, Values | None, Values | None]

_NOT_OF_THE_SCHOOL = (ImportLine, ImportRun, ImportTrace)


def keep(run: ImportRun, model: type[models.Model], changes: Iterable[Change]) -> None:
    """Keep what happens to rows of one table, in the transaction that writes them."""
    rows = [[pk, before, after] for pk, before, after in changes]
    if rows:
        ImportTrace.objects.create(school=run.school, run=run, model=model._meta.label, rows=rows)


def keep_and_delete(run: ImportRun, model: Any, ids: Collection[int]) -> None:
    """Delete these rows, and keep them whole with all that goes with them: rows deleted, links made empty."""
    for relation in relations_to(model):
        if not issubclass(relation.related_model, _NOT_OF_THE_SCHOOL):
            _keep_dependants(run, relation, ids)
    doomed = model.objects.filter(pk__in=ids)
    keep(run, model, _whole(doomed))
    doomed.delete()


def relations_to(model: Any) -> list[Any]:
    """The foreign keys that point at this table, those without a way back too."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]


def _keep_dependants(run: ImportRun, relation: Any, ids: Collection[int]) -> None:
    dependants = relation.related_model.objects.filter(**{f"{relation.field.name}__in": ids}).order_by("pk")
    if relation.on_delete is models.CASCADE:
        keep(run, relation.related_model, _whole(dependants))
    elif relation.on_delete is models.SET_NULL:
        column = relation.field.attname
        rows = dependants.values_list("pk", column)
        keep(run, relation.related_model, ((pk, {column: value}, {column: None}) for pk, value in rows))


def _whole(rows: Any) -> Sequence[Change]:
    return [(values.pop("id"), values, None) for values in rows.order_by("pk").values()]


def made(rows: Iterable[tuple[int, Values]]) -> list[Change]:
    """The rows that were made, with the values that they were given."""
    return [(pk, None, values) for pk, values in rows]


def password_mark(hashed: str) -> str:
    """What tells one hash of a password from another: a trace never holds the hash itself."""
    return hashlib.sha256(hashed.encode()).hexdigest()[:16]
