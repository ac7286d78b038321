"""What items hold in the rooms above: taken out by a gesture that removes them, put back by « Annuler »."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import models

from referentiels.item_parts import ItemPart, parts, rewritten_parts
from referentiels.models import Item, Referentiel, Remains
from referentiels.queries.changes import UNDO_DAYS
from sacoche.kit.clock import now
from sacoche.kit.parts.kept import keep
from sacoche.kit.tenancy import all_schools


def take_out(*, referentiel: Referentiel, gesture: uuid.UUID, items: Collection[int]) -> None:
    """Remove what these items hold, and remember it for the undoing of the gesture."""
    for part in rewritten_parts():
        rows = part.rows_of(items).order_by(part.name, "pk")
        column = f"{part.name}_id"
        made = [
            _remains(referentiel, gesture, item, part, list(held))
            for item, held in groupby(rows, key=lambda row: getattr(row, column))
        ]
        Remains.objects.bulk_create(made)
        if made:
            part.rows_of(items).delete()


def carry_over(*, referentiel: Referentiel, gesture: uuid.UUID, absorbed: Item, kept: Item) -> None:
    """Give what an item holds to another one; of two rows that cannot both be, that of `kept` stays."""
    for part in rewritten_parts():
        lost = part.doubles(absorbed.pk, kept.pk)
        gone = list(lost)
        moved = part.keys_of(part.moving(absorbed.pk, kept.pk).order_by("pk"))
        lost.delete()
        part.rows_of([absorbed.pk]).update(**{f"{part.name}_id": kept.pk})
        if gone or moved:
            remains = _remains(referentiel, gesture, absorbed.pk, part, gone)
            remains.moved, remains.into = moved, kept.pk
            remains.save()


def put_back(*, referentiel: Referentiel, gesture: uuid.UUID) -> dict[int, int]:
    """Give items that came back what they held, and say of how many rows of each nothing could be put back.

    A row stays away when what it points at is gone, or when somebody has deleted or moved it since.
    """
    left: dict[int, int] = {}
    found = Remains.objects.filter(referentiel=referentiel, gesture=gesture)
    present = set(Item.objects.filter(pk__in=found.values("item")).values_list("pk", flat=True))
    # Rows may point at those that were taken out after them.
    for remains in found.filter(item__in=present).order_by("-pk"):
        if remains.part in parts:
            missing = _put_back(parts.get(remains.part), remains)
            left[remains.item] = left.get(remains.item, 0) + missing
        remains.delete()
    return left


def forget_old_remains() -> int:
    """Delete what no gesture can put back any more, in every school; how many."""
    with all_schools():
        return int(REMAINS.due().delete()[0])


REMAINS = keep(
    "referentiels.remains",
    "restes d'items supprimés",
    Remains,
    "taken_at",
    days=lambda: UNDO_DAYS,
    erase=forget_old_remains,
)


def _remains(
    referentiel: Referentiel, gesture: uuid.UUID, item: int, part: ItemPart, rows: Sequence[models.Model]
) -> Remains:
    return Remains(
        school_id=referentiel.school_id,
        referentiel=referentiel,
        gesture=gesture,
        taken_at=now(),
        item=item,
        part=part.code,
        rows=[_said(row) for row in rows],
    )


def _put_back(part: ItemPart, remains: Remains) -> int:
    """Give back the rows of one line; how many could not be."""
    there = part.pieces(part.rows_of([remains.into]), remains.moved) if remains.moved else ()
    back = sum(piece.update(**{f"{part.name}_id": remains.item}) for piece in there)
    rows = list(_rows_that_stand(part.model, remains.rows))
    manager: Any = part.model._default_manager
    manager.bulk_create(rows)
    return len(remains.moved) - back + len(remains.rows) - len(rows)


def _said(row: models.Model) -> dict[str, Any]:
    """The columns of a row as texts, those of JSON as they are."""
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    return {
        field.attname: None if values[field.attname] is None else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }


def _rows_that_stand(model: type[models.Model], said: Sequence[dict[str, Any]]) -> Iterator[models.Model]:
    """The rows again; without those that point at what is gone, but for a key that empties itself."""
    fields = model._meta.concrete_fields
    rows = [{field.attname: field.to_python(row[field.attname]) for field in fields} for row in said]
    for field in fields:
        if isinstance(field, models.ForeignKey):
            rows = list(_followed(field, rows))
    yield from (model(**row) for row in rows)


def _followed(field: "models.ForeignKey[Any, Any]", rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows whose key points at something that is there, and those whose key may be emptied."""
    target: Any = field.related_model
    wanted = {row[field.attname] for row in rows} - {None}
    present = set(target._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    for row in rows:
        if row[field.attname] is None or row[field.attname] in present:
            yield row
        elif field.remote_field.on_delete is models.SET_NULL:
            yield row | {field.attname: None}
