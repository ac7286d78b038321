"""A niveau of the school's own."""

from typing import ClassVar

from schools.forms.own_reference import OwnReferenceForm
from schools.forms.structure import taken
from schools.models import Niveau


class NiveauForm(OwnReferenceForm):
    """Its reference, which is of no other niveau, and its name."""

    just_added = "d'un niveau ajouté à l'instant"

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

    def holder_of(self, reference: str) -> str:
        holder = Niveau.objects.filter(reference=reference).exclude(pk=self.instance.pk).first()
        if holder is None:
            return ""
        if holder.is_own:
            return taken(reference, holder=f"de « {holder.label} »")
        return (
            f"« {reference} » est la référence nationale de « {holder.label} » : ajoutez ce niveau depuis sa famille, "
            f"« {holder.family} », ou choisissez une autre référence."
        )
