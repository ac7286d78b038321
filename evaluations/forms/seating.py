"""A plan de classe, and the teams of an évaluation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from evaluations.models import MOST_SEATS
from evaluations.services.seating import Place
from sacoche.kit.widgets import Select

_SIZE = f"De 1 à {MOST_SEATS}."
MOST_TEAMS = 20


def _size(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_SEATS,
        error_messages={"required": _SIZE, "invalid": _SIZE, "min_value": _SIZE, "max_value": _SIZE},
    )


class PlanForm(forms.Form):
    """So many rows and columns, and a pupil or nobody for each seat (« place-2-3 »)."""

    rangs = _size("Rangs")
    colonnes = _size("Places par rang")

    def __init__(
        self,
        pupils: Sequence[Account],
        size: tuple[int, int],
        known: Mapping[Place, int],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial={"rangs": size[0], "colonnes": size[1]})
        self.pupils, self.known = {pupil.pk: pupil for pupil in pupils}, known
        self.size = self._read_size(size)

    def _read_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """What the page draws: what is typed when it holds."""
        if self.is_bound:
            typed = [self.data.get(name, "") for name in ("rangs", "colonnes")]
            if all(each.isdigit() and 1 <= int(each) <= MOST_SEATS for each in typed):
                return int(typed[0]), int(typed[1])
        return size

    @property
    def seats(self) -> dict[Place, int]:
        """Who sits where: as typed, as known otherwise; only pupils of the class, inside the room."""
        rows, columns = self.size
        places = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
        if not self.is_bound:
            return {place: self.known[place] for place in places if self.known.get(place) in self.pupils}
        typed = {place: self.data.get(f"place-{place[0]}-{place[1]}", "") for place in places}
        return {place: int(each) for place, each in typed.items() if each.isdigit() and int(each) in self.pupils}

    @property
    def drawn(self) -> list[list[tuple[int, int, int]]]:
        """The room, row after row: the row, the column, the pupil (0 for nobody)."""
        rows, columns = self.size
        seats = self.seats
        return [
            [(row, column, seats.get((row, column), 0)) for column in range(1, columns + 1)]
            for row in range(1, rows + 1)
        ]

    @property
    def standing(self) -> list[Account]:
        """Those who have no seat."""
        seated = set(self.seats.values())
        return [pupil for pk, pupil in self.pupils.items() if pk not in seated]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seated = list(self.seats.values())
        for pk in dict.fromkeys(seated):
            if seated.count(pk) > 1:
                raise forms.ValidationError(f"{self.pupils[pk].full_name} a deux places : gardez-en une.")
        return cleaned


class TeamsForm(forms.Form):
    """A team for each pupil, or none."""

    def __init__(self, pupils: Sequence[Account], present: Mapping[int, int], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.pupils = pupils
        choices = [("", "seul"), *((str(team), f"équipe {team}") for team in range(1, MOST_TEAMS + 1))]
        for each in pupils:
            self.fields[f"e{each.pk}"] = forms.ChoiceField(
                label=each.full_name,
                required=False,
                choices=choices,
                widget=Select,
                initial=str(present.get(each.pk, "")),
                error_messages={"invalid_choice": f"Choisissez « seul » ou une équipe de 1 à {MOST_TEAMS}."},
            )

    def teams(self) -> dict[int, int]:
        """The team of each pupil who has one."""
        chosen = {each.pk: self.cleaned_data[f"e{each.pk}"] for each in self.pupils}
        return {pk: int(team) for pk, team in chosen.items() if team}
