"""The grid of an évaluation: its items, its pupils, its marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account, AccountQuerySet
from evaluations.models import Evaluation
from evaluations.queries.items import EvaluatedItem
from evaluations.queries.lists import target_of
from grids.queries.places import Place, PupilChoices


@dataclass(frozen=True)
class EvaluationPlace(Place):
    """Where the grid of an évaluation is: no class and no group, since its pupils may be of several."""

    place: Any

    @property
    def label(self) -> str:
        return target_of(self.place)

    @property
    def members(self) -> AccountQuerySet:
        """Anybody: its history is that of the évaluation alone."""
        pupils: AccountQuerySet = Account.objects.pupils()
        return pupils


@dataclass(frozen=True)
class EvaluationChoices(PupilChoices):
    """Nothing to choose: the items and the pupils of an évaluation; `gone` have marks in it, and are in it no more."""

    evaluation: Evaluation
    items: Sequence[EvaluatedItem]
    gone: Sequence[Account] = ()

    @property
    def scope_id(self) -> int:
        return int(self.evaluation.pk)

    @property
    def scope(self) -> str:
        return f"{self.evaluation.given_on:%d/%m/%Y}"

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen_pupils and self.items)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as a grid has it: its key, its label."""

    pk: int
    label: str

    def __str__(self) -> str:
        return self.label


def place_of_entry(evaluation: Evaluation) -> EvaluationPlace:
    return EvaluationPlace("0", evaluation)


def choices_of_entry(
    evaluation: Evaluation, items: Sequence[EvaluatedItem], pupils: Sequence[Account], gone: Sequence[Account] = ()
) -> EvaluationChoices:
    """All of them."""
    place = place_of_entry(evaluation)
    return EvaluationChoices([place], place, pupils, pupils, evaluation, items, gone)
