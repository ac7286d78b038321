"""A matière of the school's own."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.widgets import Select
from schools.forms.own_reference import OwnReferenceForm
from schools.forms.structure import taken
from schools.models import Matiere
from schools.national_matieres import languages, national_matieres


class MatiereForm(OwnReferenceForm):
    """Its reference, which is of no other matière, and its name."""

    just_added = "d'une matière ajoutée à l'instant"

    class Meta:
        model = Matiere
        fields = ("reference", "label", "language")
        help_texts: ClassVar[dict[str, str]] = {
            "reference": "10 caractères au plus. Exemple : CHEVA.",
            "label": "100 caractères au plus. Exemple : Équitation.",
            "language": "Pour la langue de l'élève, au socle. Exemple : anglais, pour « anglais euro ».",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "reference": {"required": "Donnez une référence à la matière."},
            "label": {"required": "Donnez un nom à la matière."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label="Langue enseignée",
            required=False,
            widget=Select,
            choices=[("", "aucune"), *((each, each) for each in languages())],
            help_text=self.Meta.help_texts["language"],
            error_messages={"invalid_choice": "Cette langue n'est plus dans la liste : choisissez-en une autre."},
        )

    def holder_of(self, reference: str) -> str:
        national = national_matieres().get(reference)
        if national:
            return (
                f"« {reference} » est la référence nationale de « {national.label} » : ajoutez cette matière depuis sa "
                f"famille, « {national.family} », ou choisissez une autre référence."
            )
        holder = Matiere.objects.filter(reference=reference).exclude(pk=self.instance.pk).first()
        return taken(reference, holder=f"de « {holder.label} »") if holder else ""
