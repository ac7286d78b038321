"""« Regroupements d'items »: the name, and the colleagues with whom it is shared."""

from typing import Any

from django import forms

from accounts.models import Account
from referentiels.models import ItemSet
from referentiels.queries.item_sets import sharing_of
from referentiels.tree import SET_NAME_LENGTH
from sacoche.kit.names import clean_text
from sacoche.kit.widgets import Checkboxes

_GONE = "Un collègue choisi n'est plus dans l'établissement : vérifiez la liste."


def _colleagues(label: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Account.objects.none(),
        label=label,
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": _GONE},
    )


class ItemSetForm(forms.Form):
    """The name, and who sees or changes it."""

    name = forms.CharField(
        label="Nom",
        max_length=SET_NAME_LENGTH,
        help_text=f"{SET_NAME_LENGTH} caractères au plus. Exemple : Révisions de décembre.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Donnez un nom au regroupement.",
            "max_length": "Le nom compte %(show_value)s caractères ; %(limit_value)s au plus.",
        },
    )
    readers = _colleagues("Partagé pour voir")
    writers = _colleagues("Partagé pour modifier")

    def __init__(self, owner: Account, item_set: ItemSet | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.item_set = owner, item_set
        offered = _offered(owner)
        for name, may_change in (("readers", False), ("writers", True)):
            self.fields[name].queryset = offered  # type: ignore[attr-defined]
            if item_set:
                shared = sharing_of(item_set, may_change=may_change)
                self.initial[name] = list(shared.values_list("account_id", flat=True))
        if item_set:
            self.initial["name"] = item_set.name

    def clean_name(self) -> str:
        """One line, and no other regroupement of one's own."""
        name = " ".join(clean_text(self.cleaned_data["name"]).split())
        others = ItemSet.objects.filter(owner=self.owner, name=name)
        if others.exclude(pk=self.item_set.pk if self.item_set else None).exists():
            raise forms.ValidationError(self.taken(name))
        return name

    @staticmethod
    def taken(name: str) -> str:
        """The refusal of a name that one has given already."""
        return f"Vous avez déjà un regroupement « {name} » : choisissez un autre nom."


def _offered(owner: Account) -> Any:
    """The teachers and the heads of the school, but oneself."""
    staff = Account.objects.teachers() | Account.objects.filter(profile="DIR")
    return staff.active().in_name_order().exclude(pk=owner.pk)
