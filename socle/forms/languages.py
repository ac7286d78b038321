"""The choice of a foreign language for some pupils."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from sacoche.kit.widgets import Checkboxes, Select
from socle.models import Language

NONE = "aucune"


class LanguagesForm(forms.Form):
    """Which pupils, which language. Every pupil that is offered is ticked at first."""

    eleve = forms.TypedMultipleChoiceField(
        label="Élève(s)",
        widget=Checkboxes,
        coerce=int,
        error_messages={
            "required": "Cochez au moins un élève.",
            "invalid_choice": "Des élèves choisis ne sont plus dans ce regroupement : vérifiez la liste.",
        },
    )
    langue = forms.ChoiceField(
        label="Langue étrangère",
        widget=Select,
        choices=[
            ("", "Choisir…"),
            *((str(value), label) for value, label in Language.choices),
            (NONE, "aucune (langue non choisie)"),
        ],
        error_messages={"required": "Choisissez une langue.", "invalid_choice": "Choisissez une langue."},
    )

    def __init__(self, pupils: Iterable[Account], data: QueryDict | None = None) -> None:
        pairs = [(str(pupil.pk), pupil.full_name) for pupil in pupils]
        super().__init__(data, initial={"eleve": [value for value, _ in pairs]})
        self.fields["eleve"].choices = pairs  # type: ignore[attr-defined]

    @property
    def language(self) -> Language | None:
        """The language chosen, None to take it away."""
        chosen = self.cleaned_data["langue"]
        return None if chosen == NONE else Language(int(chosen))
