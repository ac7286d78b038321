"""« Déplacer vers… »: the places that may hold a node, in every référentiel that the account may change."""

from typing import Any, ClassVar

from django import forms

from accounts.models import Account
from referentiels.enums import NodeKind
from referentiels.models import Referentiel
from referentiels.nodes import Kind, Node
from referentiels.queries.places import matieres_open_to, places_for, referentiels_open_to
from referentiels.rights import MANAGE
from schools.models import Matiere


class MatiereForm(forms.Form):
    """Another matière where one may write."""

    matiere = forms.ModelChoiceField(
        Matiere.objects.none(),
        label="Vers la matière",
        empty_label="Choisissez une matière",
        error_messages={"required": "Choisissez une matière."},
    )

    def __init__(self, account: Account, source: Referentiel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = matieres_open_to(account, MANAGE).exclude(pk=source.matiere_id)
        self.fields["matiere"].queryset = others  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """A place, « référentiel:parent »; what moves goes at its end."""

    # A rank after any other.
    LAST: ClassVar[int] = 1_000_000

    place = forms.ChoiceField(
        label="Vers",
        error_messages={
            "required": "Choisissez une place.",
            "invalid_choice": "Cette place n'existe plus : choisissez-en une autre.",
        },
    )

    def __init__(
        self, account: Account, source: Referentiel, kind: Kind, node: Node, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {each.pk: each for each in referentiels_open_to(account, MANAGE)}
        present = getattr(node, kind.parent_id)
        groups: dict[str, list[tuple[str, str]]] = {}
        for target, parent, label in places_for(kind.code, [source, *self.targets.values()]):
            if parent != present or (kind.code is NodeKind.DOMAINE and target != source.pk):
                options = groups.setdefault(str(self.targets[target]), [])
                if (f"{target}:{parent}", label) not in options:
                    options.append((f"{target}:{parent}", label))
        self.fields["place"].choices = [("", "Choisissez…"), *groups.items()]  # type: ignore[attr-defined]

    @property
    def target(self) -> tuple[Referentiel, int]:
        """The référentiel and the key of what holds the node from now on."""
        target, parent = self.cleaned_data["place"].split(":")
        return self.targets[int(target)], int(parent)
