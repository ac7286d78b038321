"""A « groupe de besoin »."""

from typing import Any, ClassVar

from django import forms

from accounts.besoins.queries import besoins_of, colleagues_of
from accounts.models import Account
from sacoche.kit.names import clean_text
from sacoche.kit.widgets import Checkboxes
from schools.models import PURPOSE_LENGTH, Group
from schools.queries import class_niveaux


class BesoinForm(forms.ModelForm):
    """Its level, its name, and the colleagues to whom it is lent."""

    colleagues = forms.ModelMultipleChoiceField(
        Account.objects.none(),
        label="Partagé avec",
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": "Un collègue choisi n'est plus dans l'établissement : vérifiez la liste."},
    )

    class Meta:
        model = Group
        fields = ("niveau", "name", "purpose")
        help_texts: ClassVar[dict[str, str]] = {
            "name": "20 caractères au plus. Exemple : Lecture 6A.",
            "purpose": f"{PURPOSE_LENGTH} caractères au plus. Exemple : non acquis en lecture de consignes.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "niveau": {"required": "Choisissez le niveau du groupe."},
            "name": {"required": "Donnez un nom au groupe."},
            "purpose": {"max_length": f"{PURPOSE_LENGTH} caractères au plus : raccourcissez."},
        }

    def __init__(self, *args: Any, owner: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        niveau, colleagues = self.fields["niveau"], self.fields["colleagues"]
        assert isinstance(niveau, forms.ModelChoiceField)
        assert isinstance(colleagues, forms.ModelMultipleChoiceField)
        niveau.queryset = class_niveaux(self.instance.school)
        niveau.empty_label = "Choisissez un niveau"
        colleagues.queryset = colleagues_of(owner)
        if self.instance.pk:
            self.initial["colleagues"] = list(
                colleagues_of(owner).filter(group_teachings__group=self.instance).values_list("pk", flat=True)
            )

    def clean_purpose(self) -> str:
        return " ".join(clean_text(self.cleaned_data["purpose"]).split())

    def clean_name(self) -> str:
        name = " ".join(clean_text(self.cleaned_data["name"]).split())
        if besoins_of(self.owner).filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"Vous avez déjà un groupe « {name} » : choisissez un autre nom.")
        return name
