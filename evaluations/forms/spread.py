"""Names ticked in « répartition », and what is made of them."""

from collections.abc import Sequence

from django import forms

from accounts.besoins.queries import besoins_of
from accounts.models import Account
from evaluations.paper.sheet import Sheet
from grids.forms import read_ids
from sacoche.kit.names import clean_text

NAME_LENGTH = 20


def ticked(sent: Sequence[str], sheet: Sheet) -> tuple[list[int], list[int]]:
    """The pupils and the items of what is ticked (« élève-item »), in the order of the évaluation; no other one."""
    pairs = [read_ids(each.split("-", 1)) for each in sent]
    whole = [pair for pair in pairs if len(pair) == 2]
    pupils, items = {pair[0] for pair in whole}, {pair[1] for pair in whole}
    return (
        [pupil.id for pupil in sheet.pupils if pupil.id in pupils],
        [item.id for item in sheet.items if item.id in items],
    )


def cells_ticked(sent: Sequence[str], sheet: Sheet) -> list[tuple[int, int]]:
    """The pupil and the item of each name that is ticked, of this évaluation."""
    pupils, items = ticked(sent, sheet)
    pairs = [read_ids(each.split("-", 1)) for each in sent]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in pupils and pair[1] in items]


class NewBesoinForm(forms.Form):
    """The name of a « groupe de besoin » made of the names that are ticked."""

    nom = forms.CharField(
        label="Nom du groupe",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Donnez un nom au groupe de besoin.",
            "max_length": f"Le nom d'un groupe a {NAME_LENGTH} caractères au plus : raccourcissez.",
        },
    )

    def __init__(self, owner: Account, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.owner = owner

    def clean_nom(self) -> str:
        name = " ".join(clean_text(self.cleaned_data["nom"]).split())
        if besoins_of(self.owner).filter(name=name).exists():
            raise forms.ValidationError(f"Vous avez déjà un groupe « {name} » : choisissez un autre nom.")
        return name
