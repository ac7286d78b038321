"""Forms about the school's structure."""

from typing import Any

from django import forms

from sacoche.kit.names import clean_text, upper
from schools.models import Niveau, SchoolClass
from schools.queries import class_niveaux


class ClassForm(forms.ModelForm):
    """A class: its level among the active ones, its reference, its names."""

    class Meta:
        model = SchoolClass
        fields = ["niveau", "reference", "name", "long_name"]
        help_texts = {
            "reference": "20 caractères au plus, propre à cette classe. Exemple : CM2_A.",
            "name": "20 caractères au plus. C'est le nom que montrent les listes et les étiquettes.",
            "long_name": "Facultatif, 100 caractères au plus.",
        }
        error_messages = {
            "niveau": {"required": "Choisissez le niveau de la classe."},
            "reference": {"required": "Donnez une référence à la classe."},
            "name": {"required": "Donnez un nom à la classe."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        niveau = self.fields["niveau"]
        assert isinstance(niveau, forms.ModelChoiceField)
        niveau.queryset = class_niveaux(self.instance.school)
        niveau.label_from_instance = _niveau_label  # type: ignore[method-assign, assignment]
        niveau.empty_label = "Choisissez un niveau"
        self.fields["long_name"].label = "Nom long"

    def clean_reference(self) -> str:
        reference = _one_line(upper(self.cleaned_data["reference"]))
        others = SchoolClass.objects.filter(reference=reference).exclude(pk=self.instance.pk)
        holder = others.first()
        if holder:
            raise forms.ValidationError(_taken(reference, holder=f"de la classe « {holder.name} »"))
        return reference

    def refuse_reference(self) -> None:
        """Say that the reference was taken by somebody else between the check and the save."""
        self.add_error("reference", _taken(self.data["reference"], holder="d'une classe ajoutée à l'instant"))

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])

    def clean_long_name(self) -> str:
        return _one_line(self.cleaned_data["long_name"])


def _taken(reference: str, *, holder: str) -> str:
    return f"La référence « {reference} » est déjà celle {holder} : choisissez-en une autre."


def _niveau_label(niveau: Niveau) -> str:
    return f"{niveau.reference} – {niveau.label}"


def _one_line(value: str) -> str:
    """The text cleaned, its runs of spaces made single."""
    return " ".join(clean_text(value).split())
