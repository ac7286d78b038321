"""A matière of the school's own."""

from typing import ClassVar

from schools.forms.own_reference import OwnReferenceForm
from schools.forms.structure import taken
from schools.models import Matiere
from schools.national_matieres import national_matieres


class MatiereForm(OwnReferenceForm):
    """Its reference, which is of no other matière, and its name."""

    just_added = "d'une matière ajoutée à l'instant"

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

    def holder_of(self, reference: str) -> str:
        national = national_matieres().get(reference)
        if national:
            return (
                f"« {reference} » est la référence nationale de « {national.label} » : ajoutez cette matière depuis sa "
                f"famille, « {national.family} », ou choisissez une autre référence."
            )
        holder = Matiere.objects.filter(reference=reference).exclude(pk=self.instance.pk).first()
        return taken(reference, holder=f"de « {holder.label} »") if holder else ""
