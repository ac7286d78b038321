"""A class, a group: their level, reference and names."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.names import clean_text, upper
from schools.models import Group, Niveau, SchoolClass
from schools.queries import class_niveaux

_FIELDS = ("niveau", "reference", "name", "long_name")


class PlaceForm(forms.ModelForm):
    """What a class and a group have in common; `of_it` is « de la classe » or « du groupe »."""

    of_it: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        niveau = self.fields["niveau"]
        assert isinstance(niveau, forms.ModelChoiceField)
        niveau.queryset = class_niveaux(self.instance.school)
        niveau.label_from_instance = _niveau_label  # type: ignore[method-assign, assignment]
        niveau.empty_label = "Choisissez un niveau"
        niveau.error_messages["required"] = f"Choisissez le niveau {self.of_it}."
        self.fields["long_name"].label = "Nom long"
        self.fields[
            "long_name"
        ].help_text = (
            "Facultatif, 100 caractères au plus. C'est lui que montrent les listes et les étiquettes, s'il y en a un."
        )

    def clean_reference(self) -> str:
        reference = one_line(upper(self.cleaned_data["reference"]))
        others = self._meta.model.objects.filter(reference=reference).exclude(pk=self.instance.pk)
        holder = others.first()
        if holder:
            raise forms.ValidationError(taken(reference, holder=f"{self.of_it} « {holder.name} »"))
        return reference

    def refuse_reference(self) -> None:
        """Say that the reference was taken by somebody else between the check and the save."""
        self.add_error("reference", taken(self.data["reference"], holder="d'un ajout fait à l'instant"))

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_long_name(self) -> str:
        return one_line(self.cleaned_data["long_name"])


class ClassForm(PlaceForm):
    """A class: its level among the active ones, its reference, its names."""

    of_it: ClassVar[str] = "de la classe"

    class Meta:
        model = SchoolClass
        fields = _FIELDS
        help_texts: ClassVar[dict[str, str]] = {
            "reference": "20 caractères au plus, propre à cette classe. Exemple : CM2_A.",
            "name": "20 caractères au plus : c'est le nom que prennent les fichiers.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "reference": {"required": "Donnez une référence à la classe."},
            "name": {"required": "Donnez un nom à la classe."},
        }


class GroupForm(PlaceForm):
    """A group: its level among the active ones, its reference, its names."""

    of_it: ClassVar[str] = "du groupe"

    class Meta:
        model = Group
        fields = _FIELDS
        help_texts: ClassVar[dict[str, str]] = {
            "reference": "20 caractères au plus, propre à ce groupe. Exemple : 6ALL1.",
            "name": "20 caractères au plus : c'est le nom que prennent les fichiers.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "reference": {"required": "Donnez une référence au groupe."},
            "name": {"required": "Donnez un nom au groupe."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A « groupe de besoin » has none; a group of the school must have one.
        self.fields["reference"].required = True


def taken(reference: str, *, holder: str) -> str:
    """« La référence « 6A » est déjà celle de la classe « 6e A » : choisissez-en une autre. »"""
    return f"La référence « {reference} » est déjà celle {holder} : choisissez-en une autre."


def _niveau_label(niveau: Niveau) -> str:
    return f"{niveau.reference} – {niveau.label}"


def one_line(value: str) -> str:
    """The text cleaned, its runs of spaces made single."""
    return " ".join(clean_text(value).split())
