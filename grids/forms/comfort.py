"""How a person likes her grids, as she says it on the page of it, or from an open grid."""

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: what a page sends is read from it)

from accounts.own.services import PATTERNS
from grids.comfort import CHOICES


class ComfortForm(forms.Form):
    """« Affichage des grilles »."""

    is_airy = forms.BooleanField(
        label="Lignes aérées : intitulés entiers, cases plus hautes",
        help_text="Sinon, elles sont serrées : le plus de cases possible en vue.",
        required=False,
    )
    has_panel = forms.BooleanField(label="Garder le panneau de la case ouvert à côté de la grille", required=False)
    fills_only = forms.BooleanField(
        label="Les flèches ne changent que les cases où rien n'est décidé",
        help_text="Sinon, elles changent toutes les cases, et disent d'abord combien étaient décidées.",
        required=False,
    )
    moves_on = forms.BooleanField(
        label="Au clavier, une décision passe à la case suivante",
        help_text="V ou R décide, puis va à la case du dessous.",
        required=False,
    )


def read_one_choice(params: QueryDict) -> tuple[str, bool] | None:
    """The choice that an open grid sends (`choix`, `valeur`: oui or non), None when it makes no sense."""
    name, value = params.get("choix", ""), params.get("valeur", "")
    return (name, value == "oui") if name in {*CHOICES, PATTERNS} and value in {"oui", "non"} else None
