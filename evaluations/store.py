"""How the grid of an évaluation reads and writes its marks, whose table is not that of the other grids (ADR 39)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import Account
from evaluations.models import PLANNED, Evaluation, Mark, MarkChange
from evaluations.services.marks import GESTURES_OF_THE_SERVER, QUIET, days_of, signature_of
from evaluations.services.planned import give_back_requests, planned_among, remove_requests, take_up_requests
from evaluations.services.telling import tell_results
from grids import alphabet
from grids.gestures import BY_THE_SERVER
from grids.store import Store, Written
from sacoche.kit.bulk import bulk_insert

# The pupil, the item, the évaluation.
MarkKey = tuple[int, int, int]


class MarkStore(Store):
    """The marks of one évaluation. They have its date, and the signature of who gave them.

    Who writes holds the évaluation (`hold`): its dates are those of the marks, and no row needs a lock of its own.
    """

    is_dated = False
    signed_by = "author__account_id"

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__(Mark, MarkChange, "item")
        self.evaluation = evaluation
        # What became of the requests of pupils, for the sentence of a save.
        self.removed_requests = self.given_back_requests = 0
        # The cells of a save of which nobody is told.
        self._quiet: set[tuple[int, int]] = set()

    def hold(self, evaluation: Evaluation) -> None:
        """The évaluation as it is now, locked by the caller."""
        self.evaluation = evaluation

    def decisions(self) -> QuerySet[Any]:
        return self._marks().annotate(
            state=F("code"),
            decided_on=Value(None, output_field=DateField()),
            author_label=Coalesce("author__label", Value("")),
        )

    def history(self) -> QuerySet[Any]:
        found: QuerySet[Any] = MarkChange.objects.filter(evaluation=self.evaluation.pk)
        return found

    def saves(self) -> QuerySet[Any]:
        return self.history().exclude(gesture__in=[*BY_THE_SERVER, *GESTURES_OF_THE_SERVER])

    def locked(self, decisions: QuerySet[Any]) -> QuerySet[Any]:
        return decisions

    def insert(self, actor: Account, cells: Sequence[Written]) -> None:
        rows = [{"pupil_id": each.pupil_id, "item_id": each.thing_id, "code": each.value} for each in cells]
        if rows:
            bulk_insert(Mark, rows, common={**self._common, "author_id": signature_of(actor).pk})
            self._tell(actor, [(each.pupil_id, each.thing_id) for each in cells if each.value != PLANNED])

    def _tell(self, actor: Account, places: Iterable[tuple[int, int]]) -> None:
        """Families are told of results, save those of a quiet save."""
        told = {pupil for pupil, item in places if (pupil, item) not in self._quiet}
        if told:
            tell_results(self.evaluation, told, by=actor)

    def update(self, actor: Account, value: alphabet.Value, keys: Sequence[MarkKey]) -> None:
        author_id = signature_of(actor).pk
        if value != PLANNED:
            self.removed_requests += remove_requests(planned_among(self._marks(), keys))
            self._tell(actor, [key[:2] for key in keys])
        self._write([{"pupil_id": key[0], "item_id": key[1], "code": value, "author_id": author_id} for key in keys])

    def delete(self, keys: Sequence[MarkKey]) -> None:
        self.given_back_requests += give_back_requests(planned_among(self._marks(), keys))
        pupils: dict[int, list[int]] = defaultdict(list)
        for pupil, item, _ in keys:
            pupils[item].append(pupil)
        for item, pupil_ids in pupils.items():
            self._marks().filter(item=item, pupil__in=pupil_ids).delete()

    def give_back(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[Any], authors: Sequence[int | None]) -> None:
        """Each under the signature that it had, which the history keeps."""
        self._write(
            [
                {
                    "pupil_id": row["pupil_id"],
                    "item_id": row["item_id"],
                    "code": row["state"],
                    "author_id": line.before_author_id,
                }
                for row, line in zip(rows, lines, strict=True)
            ]
        )
        take_up_requests(self.evaluation, [row for row in rows if row["state"] == PLANNED])

    def write_history(self, lines: Sequence[Mapping[str, Any]], found: Sequence[MarkKey | None], common: Any) -> None:
        # Before the marks themselves are written, and told.
        self._quiet = {(line["pupil_id"], line["item_id"]) for line in lines if line.get("gesture") == QUIET}
        signed = self._signatures([key for key in found if key])
        rows = [{**line, "before_author_id": signed.get(key)} for line, key in zip(lines, found, strict=True)]
        bulk_insert(MarkChange, rows, common={**common, "evaluation_id": self.evaluation.pk})

    def _marks(self) -> QuerySet[Any]:
        found: QuerySet[Any] = Mark.objects.filter(evaluation=self.evaluation.pk)
        return found

    def _signatures(self, keys: Sequence[MarkKey]) -> dict[MarkKey | None, int | None]:
        if not keys:
            return {}
        cells = {"pupil__in": {key[0] for key in keys}, "item__in": {key[1] for key in keys}}
        rows = self._marks().filter(**cells).values_list("pupil_id", "item_id", "author_id")
        return {(pupil, item, self.evaluation.pk): author for pupil, item, author in rows}

    @property
    def _common(self) -> dict[str, Any]:
        return days_of(self.evaluation)

    def _write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Over what is there."""
        common = {**self._common, "school_id": self.evaluation.school_id}
        Mark.objects.bulk_create(
            [Mark(**row, **common) for row in rows],
            update_conflicts=True,
            unique_fields=["pupil", "item", "evaluation"],
            update_fields=["code", "author"],
        )
