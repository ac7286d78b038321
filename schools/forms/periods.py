"""A period, and its dates."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.widgets import Checkboxes
from schools.calendar import Days
from schools.forms.structure import one_line
from schools.models import Group, Period, SchoolClass
from schools.period_queries import key_of, places_of_periods

LAST_ORDER = 40


class PeriodForm(forms.ModelForm):
    """Its place among the others, and its name, which is of no other."""

    class Meta:
        model = Period
        fields = ("order", "name")
        help_texts: ClassVar[dict[str, str]] = {
            "order": f"De 1 à {LAST_ORDER} : la place de la période dans les listes.",
            "name": "40 caractères au plus. Exemple : Trimestre 1.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "order": {"required": "Donnez un ordre à la période.", "invalid": "L'ordre est un nombre entier."},
            "name": {"required": "Donnez un nom à la période."},
        }

    def clean_order(self) -> int:
        order: int = self.cleaned_data["order"]
        if not 1 <= order <= LAST_ORDER:
            raise forms.ValidationError(f"L'ordre va de 1 à {LAST_ORDER}.")
        return order

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if Period.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"Une autre période s'appelle déjà « {name} » : choisissez un autre nom.")
        return name

    def refuse_name(self) -> None:
        """Say that the name was taken by somebody else between the check and the save."""
        self.add_error("name", "Une période de ce nom vient d'être ajoutée : choisissez un autre nom.")


class DatesForm(forms.Form):
    """When a period begins and ends, for classes and groups. Dates out of the school year are refused."""

    periode = forms.ModelChoiceField(
        Period.objects.none(),
        label="Période",
        empty_label="Choisissez une période",
        error_messages={
            "required": "Choisissez une période.",
            "invalid_choice": "Cette période n'existe plus : choisissez-en une autre.",
        },
    )
    debut = forms.DateField(
        label="Premier jour",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Donnez le premier jour.",
            "invalid": "Écrivez le premier jour ainsi : 01/09/2026.",
        },
    )
    fin = forms.DateField(
        label="Dernier jour",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Donnez le dernier jour.",
            "invalid": "Écrivez le dernier jour ainsi : 30/11/2026.",
        },
    )
    lieu = forms.MultipleChoiceField(
        label="Classes et groupes",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins une classe ou un groupe.",
            "invalid_choice": "Une classe ou un groupe choisi n'existe plus : vérifiez la liste.",
        },
    )

    def __init__(self, *args: Any, year: Days, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.places = {key_of(place): place for place in places_of_periods()}
        self.fields["periode"].queryset = Period.objects.order_by("order", "name")  # type: ignore[attr-defined]
        self.fields["lieu"].choices = [(key, place.label) for key, place in self.places.items()]  # type: ignore[attr-defined]

    def clean_debut(self) -> Any:
        return self._in_the_year("debut")

    def clean_fin(self) -> Any:
        return self._in_the_year("fin")

    def _in_the_year(self, field: str) -> Any:
        day = self.cleaned_data[field]
        if not self.year.holds(day):
            raise forms.ValidationError(
                f"Le {day:%d/%m/%Y} est hors de l'année scolaire, qui va du {self.year.first:%d/%m/%Y} au "
                f"{self.year.last:%d/%m/%Y}."
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("debut"), self.cleaned_data.get("fin")
        if first and last and last < first:
            self.add_error("fin", f"Le dernier jour ({last:%d/%m/%Y}) vient avant le premier ({first:%d/%m/%Y}).")
        return cleaned

    def chosen_places(self) -> list[SchoolClass | Group]:
        """The classes and groups that were ticked."""
        return [self.places[key] for key in self.cleaned_data["lieu"]]
