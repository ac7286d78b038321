"""« Demandes d'évaluation »: a number for each matière that one may write in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from referentiels.services.requests import MOST_REQUESTS
from sacoche.kit.widgets import Select
from schools.models import Matiere

_CHOICES = [(0, "0 : demandes interdites"), *((number, str(number)) for number in range(1, MOST_REQUESTS + 1))]


class RequestsForm(forms.Form):
    """One list for each matière, from 0 to 9."""

    def __init__(self, matieres: Iterable[Matiere], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matieres = {f"demandes-{matiere.pk}": matiere for matiere in matieres}
        for name, matiere in self.matieres.items():
            self.fields[name] = forms.TypedChoiceField(
                label=matiere.label,
                choices=_CHOICES,
                coerce=int,
                initial=matiere.request_limit,
                widget=Select,
                error_messages=dict.fromkeys(
                    ("invalid_choice", "required"), f"Choisissez un nombre de 0 à {MOST_REQUESTS}."
                ),
            )

    @property
    def limits(self) -> dict[Matiere, int]:
        """What was chosen for each."""
        return {matiere: self.cleaned_data[name] for name, matiere in self.matieres.items()}
