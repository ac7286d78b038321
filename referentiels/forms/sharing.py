"""The forms of the sharing: a note for the others, a search among what they share."""

from typing import Any

from django import forms

from referentiels.queries.places import active_niveaux
from referentiels.tree import NOTE_LENGTH
from schools.models import Niveau
from schools.national_matieres import matiere_families


class ShareForm(forms.Form):
    note = forms.CharField(
        label="Note pour les autres établissements",
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": "La note compte %(show_value)s caractères ; %(limit_value)s au plus."},
    )


class SearchForm(forms.Form):
    words = forms.CharField(label="Mots", required=False, max_length=100)
    family = forms.ChoiceField(
        label="Famille de matières",
        required=False,
        error_messages={"invalid_choice": "Cette famille n'existe pas : choisissez dans la liste."},
    )
    niveau = forms.ModelChoiceField(
        Niveau.objects.none(),
        label="Niveau",
        required=False,
        empty_label="Tous",
        error_messages={"invalid_choice": "Ce niveau n'est pas un des vôtres : choisissez dans la liste."},
    )
    since = forms.DateField(
        label="Changé depuis le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Donnez un jour : 12/10/2026."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [("", "Toutes"), *((name, name) for name in matiere_families())]  # type: ignore[attr-defined]
        self.fields["niveau"].queryset = active_niveaux()  # type: ignore[attr-defined]
