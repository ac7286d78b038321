"""A matière of the school's own."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.names import upper
from schools.forms.structure import one_line
from schools.models import Matiere
from schools.national_matieres import national_matieres


class MatiereForm(forms.ModelForm):
    """Its reference, which is of no other matière, and its name."""

    class Meta:
        model = Matiere
        fields = ("reference", "label")
        help_texts: ClassVar[dict[str, str]] = {
            "reference": "10 caractères au plus. Exemple : CHEVA.",
            "label": "100 caractères au plus. Exemple : Équitation.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "reference": {"required": "Donnez une référence à la matière."},
            "label": {"required": "Donnez un nom à la matière."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reference", "label"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_reference(self) -> str:
        reference = upper(one_line(self.cleaned_data["reference"]))
        national = national_matieres().get(reference)
        if national:
            raise forms.ValidationError(
                f"« {reference} » est la référence nationale de « {national.label} » : ajoutez cette matière depuis sa "
                f"famille, « {national.family} », ou choisissez une autre référence."
            )
        holder = Matiere.objects.filter(reference=reference).exclude(pk=self.instance.pk).first()
        if holder:
            raise forms.ValidationError(_taken(reference, holder=f"de « {holder.label} »"))
        return reference

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"])

    def refuse_reference(self) -> None:
        """Say that the reference was taken by somebody else between the check and the save."""
        self.add_error("reference", _taken(self.data["reference"], holder="d'une matière ajoutée à l'instant"))


def _taken(reference: str, *, holder: str) -> str:
    return f"La référence « {reference} » est déjà celle {holder} : choisissez-en une autre."
