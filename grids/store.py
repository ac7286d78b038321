"""Where the decisions of a subject are stored, and their history: what the engine reads and writes."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Account
from grids.alphabet import Value
from grids.gestures import BY_THE_SERVER
from grids.models import Change
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import today

# The number of a row; what names it in a table that has no numbers.
Key = Any


class Written(NamedTuple):
    """A decision to write in a blank cell: a pupil, a thing, a value."""

    pupil_id: int
    thing_id: int
    value: Value


class Store:
    """The two tables of a subject, `key` being the column of the thing in both: those of `Decision` and `Change`.

    A subject that stores otherwise gives a store of its own. `decisions` answers rows that have at least `pk`,
    `pupil_id`, the column of the thing, `state`, `decided_on` (none, where a decision has no date of its own) and
    `author_label`; `signed_by` is where the account of the author is.
    """

    # Whether a decision has a date of its own.
    is_dated = True
    signed_by = "author_id"

    def __init__(self, decisions: type[Any], changes: type[Change], key: str) -> None:
        self._decisions = decisions
        self._changes = changes
        self.key = key

    def decisions(self) -> QuerySet[Any]:
        """What is stored now."""
        found: QuerySet[Any] = self._decisions.objects.all()
        return found

    def history(self) -> QuerySet[Any]:
        """Every change."""
        found: QuerySet[Any] = self._changes.objects.all()
        return found

    def saves(self) -> QuerySet[Any]:
        """The changes that people made in grids: those that lists of saves show, and that can be undone."""
        return self.history().exclude(gesture__in=BY_THE_SERVER)

    def locked(self, decisions: QuerySet[Any]) -> QuerySet[Any]:
        """These rows, which nobody else changes until the end of the transaction."""
        return decisions.select_for_update()

    def insert(self, actor: Account, cells: Sequence[Written]) -> None:
        """Write decisions in blank cells, signed by `actor`."""
        rows = [{"pupil_id": each.pupil_id, f"{self.key}_id": each.thing_id, "state": each.value} for each in cells]
        bulk_insert(self._decisions, rows, common=self._signature(actor))

    def update(self, actor: Account, value: Value, keys: Sequence[Key]) -> None:
        """Give these decisions another value, signed by `actor`."""
        self._decisions.objects.filter(pk__in=keys).update(state=value, **self._signature(actor))

    def delete(self, keys: Sequence[Key]) -> None:
        """Take these decisions away."""
        self._decisions.objects.filter(pk__in=keys).delete()

    def give_back(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[Any], authors: Sequence[int | None]) -> None:
        """Write decisions as they were, over what is there; `lines` are those of the history that had replaced them.

        `authors` are the accounts that had signed them, as far as the history knows.
        """
        self._decisions.objects.bulk_create(
            [self._decisions(**row, author_id=author) for row, author in zip(rows, authors, strict=True)],
            update_conflicts=True,
            unique_fields=["pupil", self.key],
            update_fields=["state", "decided_on", "author_label", "author"],
        )

    def write_history(self, lines: Sequence[Mapping[str, Any]], found: Sequence[Key | None], common: Any) -> None:
        """Append lines to the history; `found` are the rows that were there before each, none for a blank cell."""
        bulk_insert(self._changes, lines, common=common)

    @staticmethod
    def _signature(actor: Account) -> dict[str, Any]:
        return {"decided_on": today(), "author_label": actor.author_label, "author_id": actor.pk}
