"""What number each thing of a backup has in our tables, once written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.models import Account
from sacoche.kit.tenancy import SchoolOwned
from schools.models import School

Progress = Callable[[int, int], None]


@dataclass
class Numbers:
    """Our primary keys, by the numbers of the backup."""

    school: School
    actor: Account | None
    progress: Progress
    niveaux: dict[str, int] = field(default_factory=dict)
    matieres: dict[int, int] = field(default_factory=dict)
    classes: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    periods: dict[int, int] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)
    evaluations: dict[int, int] = field(default_factory=dict)

    def create(self, model: type[SchoolOwned], origins: Iterable[Any], rows: Iterable[models.Model]) -> dict[Any, int]:
        """Insert rows, and say what number each got."""
        made: Sequence[Any] = model.objects.bulk_create(rows, batch_size=500)
        return {origin: row.pk for origin, row in zip(origins, made, strict=True)}
