"""A text of a row, kept a second time in lower case: what is typed is looked for in its index, on both databases alike.

SQLite lowers the letters of English alone, PostgreSQL those of its locale: the column holds what Python says.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from sacoche.kit.tenancy import ByteOrderField


class LoweredField(ByteOrderField):
    """What the column `of` of the same row holds, in lower case. Empty in a row that an older version wrote.

    Written by `save`, `bulk_create` and `bulk_insert` by itself; a queryset whose `update` or `bulk_update` may change
    the other column asks `lowered` and `with_lowered`.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        # A letter may become two: « İ ».
        super().__init__(*args, **{"editable": False, "db_default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = getattr(model_instance, self.of).lower()
        setattr(model_instance, self.attname, value)
        return str(value)


def lowered_fields(model: type[models.Model]) -> list[LoweredField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, LoweredField)]


def lowered(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, str]:
    """What the lowered columns become when these values are written; nothing of those that are given too.

    TypeError for a text that the database would make.
    """
    told = {}
    for field in lowered_fields(model):
        if field.of in values and field.attname not in values:
            if not isinstance(values[field.of], str):
                raise TypeError(f"{model.__name__}.{field.of} is written as a text: {field.attname} is made from it")
            told[field.attname] = values[field.of].lower()
    return told


def with_lowered(model: type[models.Model], objs: Iterable[Any], names: Iterable[str]) -> list[str]:
    """The columns to write of these objects when `names` are, their lowered ones made anew."""
    names = list(names)
    told = [field for field in lowered_fields(model) if field.of in names and field.attname not in names]
    for field in told:
        for each in objs:
            field.pre_save(each, add=False)
    return [*names, *(field.attname for field in told)]
