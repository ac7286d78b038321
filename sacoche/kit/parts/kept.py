"""How long each kind of thing is kept: one declaration, read by the page that says it, the dry run and the purge."""

import csv
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models import Min

from sacoche.kit.clock import now
from sacoche.kit.parts.tables import everything
from sacoche.kit.registry import Registry

_LONGEST = Path(__file__).parent.parent / "data" / "durees.csv"


@dataclass(frozen=True)
class Kept:
    """A kind of rows that time deletes, `days` after the moment that the path `dated` holds.

    `label` is French, plural. `rows` narrows the table to those that are meant. `erase` deletes those of every school
    that are due, and says how many.
    """

    code: str
    label: str
    model: type[models.Model]
    dated: str
    days: Callable[[], int]
    rows: Callable[[Any], Any]
    erase: Callable[[], int]

    def due(self) -> Any:
        """The rows whose time is over, in the schools that are open: what the dry run counts and the purge deletes."""
        return self.all().filter(**{f"{self.dated}__lt": now() - datetime.timedelta(days=self.days())})

    def all(self) -> Any:
        """The rows that are meant, due or not."""
        manager: Any = self.model._default_manager
        return self.rows(manager.exclude(**{self.dated: None}))

    def next_on(self, school: Any) -> datetime.datetime | None:
        """When the oldest row of a school will be due; None without any."""
        oldest = self.all().filter(school=school).order_by().aggregate(oldest=Min(self.dated))["oldest"]
        return oldest and oldest + datetime.timedelta(days=self.days())


kinds: Registry[Kept] = Registry("kinds of what time deletes")


def keep(
    code: str,
    label: str,
    model: type[models.Model],
    dated: str,
    *,
    days: Callable[[], int],
    erase: Callable[[], int],
    rows: Callable[[Any], Any] = everything,
) -> Kept:
    """Register a kind of what time deletes; see Kept."""
    return kinds.register(Kept(code, label, model, dated, days, rows, erase))


@dataclass(frozen=True)
class Longest:
    """The most days that a setting may keep something, and why; `setting` is its name."""

    setting: str
    days_of_one: int
    days: int
    why: str


def longest() -> Iterator[Longest]:
    """The maxima, as data: durees.csv."""
    with _LONGEST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield Longest(row["reglage"], int(row["jours_par_unite"]), int(row["jours_au_plus"]), row["raison"])
