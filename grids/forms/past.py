"""Looking back: the day of « Voir au … », the cell of a history, whose saves."""

import datetime
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from grids.forms.choice import read_ids
from sacoche.kit.clock import today

_EXAMPLE = "Écrivez la date sous la forme JJ/MM/AAAA."


class PastDayForm(forms.Form):
    """A day that is not to come."""

    au = forms.DateField(
        label="Voir au",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Choisissez une date.", "invalid": _EXAMPLE},
    )

    @classmethod
    def asking(cls) -> "PastDayForm":
        """The form with nothing asked yet: yesterday is offered."""
        return cls(initial={"au": today() - datetime.timedelta(days=1)})

    def clean_au(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["au"]
        if day > today():
            raise ValidationError(
                f"Le {day:%d/%m/%Y} est à venir : une grille se montre telle qu'elle était, au plus tard aujourd'hui."
            )
        if day.year < 2000:
            raise ValidationError("Vérifiez l'année.")
        return day


class AskedCell(NamedTuple):
    """A cell by its pupil and its thing."""

    pupil_id: int
    about_id: int


def read_cell(params: QueryDict) -> AskedCell | None:
    """The cell that an address names (`eleve`, `ligne`), or None."""
    pupil, about = read_ids(params.getlist("eleve")), read_ids(params.getlist("ligne"))
    return AskedCell(pupil[0], about[0]) if len(pupil) == len(about) == 1 else None


def read_author(params: QueryDict) -> int | None:
    """The account whose saves are asked for (`par`), None for everybody's."""
    return next(iter(read_ids(params.getlist("par"))), None)
