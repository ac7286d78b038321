"""Forms of the pages about guardians."""

from typing import Any

from django import forms

from accounts.guardians.services import ADDRESS_FIELDS
from accounts.models import Address
from accounts.people.forms import PeopleSearchForm
from sacoche.kit.names import clean_text


class AddressForm(forms.ModelForm):
    """A postal address; every line may stay empty."""

    class Meta:
        model = Address
        fields = ADDRESS_FIELDS
        labels = {
            "line1": "Ligne 1 (numéro et voie)",
            "line2": "Ligne 2 (bâtiment, escalier)",
            "line3": "Ligne 3 (lieu-dit)",
            "line4": "Ligne 4",
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: " ".join(clean_text(value).split()) for name, value in cleaned.items()}


class PupilSearchForm(PeopleSearchForm):
    """Pupils to be given guardians."""

    seuls = forms.BooleanField(label="Sans responsable", required=False)

    @property
    def wants_alone(self) -> bool:
        """Whether those whom nobody answers for are asked for alone."""
        return bool(self.is_valid() and self.cleaned_data["seuls"])


class AddressSearchForm(forms.Form):
    """Guardians whose address is to be read or written."""

    q = forms.CharField(
        label="Nom ou identifiant", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    sans = forms.BooleanField(label="Sans adresse", required=False)

    def words(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""

    def wants_unknown(self) -> bool:
        """Whether those without an address are asked for alone."""
        return bool(self.is_valid() and self.cleaned_data["sans"])
