"""The forms of the sharing: a note for the others, a search among what they share."""

from typing import Any

from django import forms

from referentiels.queries.places import active_niveaux
from referentiels.tree import NOTE_LENGTH
from schools.models import Niveau


class ShareForm(forms.Form):
    note = forms.CharField(
        label="Note pour les autres établissements",
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": "La note compte %(show_value)s caractères ; %(limit_value)s au plus."},
    )


class SearchForm(forms.Form):
    words = forms.CharField(label="Mots", required=False, max_length=100)
    niveau = forms.ModelChoiceField(Niveau.objects.none(), label="Niveau", required=False, empty_label="Tous")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["niveau"].queryset = active_niveaux()  # type: ignore[attr-defined]
