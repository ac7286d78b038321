"""Forms of « Identité de l'établissement »."""

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.dates import MONTHS

from sacoche.kit.names import clean_first_name, clean_last_name, clean_text
from sacoche.kit.sent_file import SentBytes
from schools.logo import MAX_BYTES
from schools.models import DEMONSTRATION, School
from schools.services.identity import FIELDS
from schools.uai import is_valid_uai

_POSTAL_CODE = re.compile(r"[A-Z0-9][A-Z0-9 -]*")
_PHONE = re.compile(r"\+?[0-9][0-9 .()-]*")
_UAI_TAKEN = "Un autre établissement de ce serveur porte déjà ce numéro : vérifiez-le."
_ONE_ADDRESS = "Écrivez une seule adresse, comme ecole@exemple.fr, sans retour à la ligne."


class IdentityForm(forms.ModelForm):
    """What the school says of itself."""

    website = forms.URLField(
        label="Site web",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse qui commence par https:// ou http://."},
    )
    year_switch_month = forms.TypedChoiceField(
        label="Mois de bascule de l'année scolaire",
        choices=[(number, f"1er {name}") for number, name in MONTHS.items()],
        coerce=int,
        help_text="Le jour où l'année scolaire affichée change : le 1er août pour une école de métropole.",
    )

    class Meta:
        model = School
        fields = FIELDS
        labels = {"uai": "Numéro UAI"}
        help_texts = {"uai": "Sept chiffres et leur lettre de contrôle, comme 0341234G."}
        error_messages = {
            "name": {"required": "Donnez le nom de l'établissement."},
            "email": {"invalid": _ONE_ADDRESS},
            "contact_email": {"invalid": _ONE_ADDRESS},
        }

    identity = ("name", "town", "uai", "year_switch_month")
    address_lines = ("address", "postal_code", "phone", "email", "website")
    contact = ("contact_last_name", "contact_first_name", "contact_email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        website = self.fields["website"]
        website.validators = [URLValidator(schemes=["http", "https"], message=website.error_messages["invalid"])]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        headings = {"Établissement": self.identity, "Coordonnées": self.address_lines, "Contact": self.contact}
        return [(heading, [self[name] for name in names]) for heading, names in headings.items()]

    def clean_name(self) -> str:
        return self._one_line("name")

    def clean_town(self) -> str:
        return self._one_line("town")

    def clean_address(self) -> str:
        return self._one_line("address")

    def clean_contact_last_name(self) -> str:
        return clean_last_name(self._one_line("contact_last_name"))

    def clean_contact_first_name(self) -> str:
        return clean_first_name(self._one_line("contact_first_name"))

    def clean_uai(self) -> str:
        uai = clean_text(self.cleaned_data["uai"]).upper()
        if uai and not is_valid_uai(uai):
            raise forms.ValidationError(
                f"« {uai} » n'est pas un numéro UAI : sept chiffres et leur lettre de contrôle. Vérifiez chaque signe."
            )
        if uai and School.objects.filter(uai=uai).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_UAI_TAKEN)
        return uai

    def clean_postal_code(self) -> str:
        code = self._one_line("postal_code").upper()
        if code and not _POSTAL_CODE.fullmatch(code):
            raise forms.ValidationError("Un code postal ne contient que des chiffres et des lettres, comme 34000.")
        return code

    def clean_phone(self) -> str:
        phone = self._one_line("phone")
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError("Écrivez le téléphone avec des chiffres, comme 04 67 00 00 00.")
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        asked = {name: cleaned.get(name, "") for name in DEMONSTRATION}
        was_demonstration = all(self.initial.get(name) == value for name, value in DEMONSTRATION.items())
        if was_demonstration != (asked == DEMONSTRATION) and not self.errors:
            # What tells the school whose passwords everybody knows from a real one is its name.
            raise forms.ValidationError(
                "L'école de démonstration garde son nom, et aucune autre ne peut le prendre : choisissez un autre nom."
            )
        return cleaned

    def refuse_uai(self) -> None:
        """Say that another school took this UAI between the check and the save."""
        self.add_error("uai", _UAI_TAKEN)

    def _one_line(self, name: str) -> str:
        return " ".join(clean_text(self.cleaned_data[name]).split())


class LogoForm(forms.Form):
    """An image; `cleaned_data["logo"]` holds its bytes."""

    logo = SentBytes(
        label="Image",
        help_text="PNG, JPEG ou WebP, 1 Mo au plus.",
        what="une image",
        accept="image/png,image/jpeg,image/webp",
        most=MAX_BYTES,
        when_too_large="réduisez l'image, puis recommencez",
    )
