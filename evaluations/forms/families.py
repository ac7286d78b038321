"""What a pupil or a guardian asks of the list of évaluations."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from evaluations.queries.families import OwnPeriod
from sacoche.kit.widgets import Select
from schools.calendar import Days


class OwnListForm(forms.Form):
    """A period, a teacher."""

    periode = forms.ChoiceField(label="Période", required=False, widget=Select)
    prof = forms.ChoiceField(label="Professeur", required=False, widget=Select)

    def __init__(self, data: QueryDict, *, periods: Sequence[OwnPeriod], teachers: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self._days = {each.key: each.days for each in periods}
        whole = ("", "Toute l'année")
        self.fields["periode"].choices = [whole, *((each.key, each.name) for each in periods)]  # type: ignore[attr-defined]
        self.fields["prof"].choices = [("", "Tous"), *teachers]  # type: ignore[attr-defined]

    def days(self, year: Days) -> Days:
        """Those of the period that is asked for, of the year otherwise."""
        self.is_valid()
        return self._days.get(self.cleaned_data.get("periode", ""), year)

    @property
    def teacher(self) -> int:
        """The number of the teacher that is asked for, 0 for all."""
        self.is_valid()
        return int(self.cleaned_data.get("prof") or 0)
