"""The tables of the server, and the rows of one school in each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

Rows = Callable[[Any], Any]
_SCHOOL = "schools.School"


def every_table() -> list[type[models.Model]]:
    """Every table of this server, Django's own too."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def is_of_a_school(model: type[models.Model]) -> bool:
    """Whether rows of this table belong to a school; the school itself is one of them."""
    return model._meta.label == _SCHOOL or any(field.name == "school" for field in keys_of(model))


def keys_of(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys of a table, to a school too."""
    return (field for field in model._meta.concrete_fields if field.is_relation)


def everything(rows: Any) -> Any:
    """No row is set apart."""
    return rows


@dataclass(frozen=True)
class TablePart:
    """Something said of one table; `rows` narrows a queryset to those that are meant."""

    model: type[models.Model]
    rows: Rows

    @property
    def code(self) -> str:
        """« app.Model »."""
        return str(self.model._meta.label)

    def rows_of(self, school: Any) -> Any:
        """The rows that are meant, of a school that is open."""
        manager: Any = self.model._default_manager
        own = {"pk": school.pk} if self.code == _SCHOOL else {"school": school}
        return self.rows(manager.filter(**own))
