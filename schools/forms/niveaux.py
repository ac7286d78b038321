"""A niveau of the school's own."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.names import upper
from schools.forms.structure import one_line
from schools.models import Niveau


class NiveauForm(forms.ModelForm):
    """Its reference, which is of no other niveau, and its name."""

    class Meta:
        model = Niveau
        fields = ("reference", "label")
        help_texts: ClassVar[dict[str, str]] = {
            "reference": "10 caractères au plus : elle commence les références des items. Exemple : THEA.",
            "label": "100 caractères au plus. Exemple : Atelier théâtre.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "reference": {"required": "Donnez une référence au niveau."},
            "label": {"required": "Donnez un nom au niveau."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reference", "label"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_reference(self) -> str:
        reference = upper(one_line(self.cleaned_data["reference"]))
        holder = Niveau.objects.filter(reference=reference).exclude(pk=self.instance.pk).first()
        if holder is None:
            return reference
        if holder.is_own:
            raise forms.ValidationError(_taken(reference, holder=f"de « {holder.label} »"))
        raise forms.ValidationError(
            f"« {reference} » est la référence nationale de « {holder.label} » : ajoutez ce niveau depuis sa famille, "
            f"« {holder.family} », ou choisissez une autre référence."
        )

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"])

    def refuse_reference(self) -> None:
        """Say that the reference was taken by somebody else between the check and the save."""
        self.add_error("reference", _taken(self.data["reference"], holder="d'un niveau ajouté à l'instant"))


def _taken(reference: str, *, holder: str) -> str:
    return f"La référence « {reference} » est déjà celle {holder} : choisissez-en une autre."
