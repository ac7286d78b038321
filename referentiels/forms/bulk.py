"""« Actions complémentaires »: the same change on all the items that are ticked."""

from typing import Any

from django import forms
from django.db.models import Q

from referentiels.forms.keys import keys_of
from referentiels.forms.nodes import entry_choices
from referentiels.models import Item, Referentiel
from referentiels.queries.socle import parts_offered
from referentiels.tree import MAX_COEFFICIENT


class BulkForm(forms.Form):
    """What to do; `coefficient` and `entry` are asked for by the actions that need them."""

    COEFFICIENT, ALLOW, FORBID, LINK, UNLINK = "coefficient", "allow", "forbid", "link", "unlink"
    ACTIONS = (
        (COEFFICIENT, "Donner ce coefficient"),
        (ALLOW, "Autoriser les demandes des élèves"),
        (FORBID, "Interdire les demandes des élèves"),
        (LINK, "Ajouter ce lien avec le socle"),
        (UNLINK, "Retirer ce lien avec le socle"),
    )

    action = forms.ChoiceField(choices=ACTIONS, label="Action")
    coefficient = forms.IntegerField(
        label="Coefficient",
        required=False,
        min_value=0,
        max_value=MAX_COEFFICIENT,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Donnez un coefficient entier de 0 à {MAX_COEFFICIENT}."
        ),
    )
    entry = forms.TypedChoiceField(
        label="Entrée du socle",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Cette entrée du socle n'existe pas : rechargez la page."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [("", "Choisissez une entrée"), *entry_choices(parts_offered())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the action needs is there."""
        said = super().clean() or {}
        action = said.get("action")
        if action == self.COEFFICIENT and said.get("coefficient") is None and "coefficient" not in self.errors:
            self.add_error("coefficient", f"Donnez un coefficient entier de 0 à {MAX_COEFFICIENT}.")
        if action in (self.LINK, self.UNLINK) and said.get("entry") is None and "entry" not in self.errors:
            self.add_error("entry", "Choisissez l'entrée du socle.")
        return said


def ticked_items(referentiel: Referentiel, data: Any) -> list[int]:
    """The items that are ticked, themselves or through their thème or domaine; others are not of this référentiel."""
    items, themes, domaines = (keys_of(data.getlist(name)) for name in ("item", "theme", "domaine"))
    chosen = Q(pk__in=items) | Q(theme__in=themes) | Q(theme__domaine__in=domaines)
    return list(Item.objects.filter(chosen, theme__domaine__referentiel=referentiel).values_list("pk", flat=True))
