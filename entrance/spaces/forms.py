"""What is typed to ask the operator for a space."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import SpaceRequest
from entrance.outside.forms import email_field
from schools.models import School
from schools.uai import is_valid_uai

_ONE_LINE = ("school_name", "town", "last_name", "first_name")
_REQUIRED = {
    "school_name": "Indiquez le nom de l'établissement.",
    "town": "Indiquez sa commune.",
    "last_name": "Indiquez votre nom.",
    "first_name": "Indiquez votre prénom.",
}


class SpaceForm(forms.ModelForm):
    """The school, who asks for it, and a word."""

    email = email_field(
        "Votre adresse e-mail", "La réponse y est envoyée, avec le lien du premier administrateur : à vous seul."
    )

    uai = forms.CharField(
        label="Numéro UAI",
        max_length=20,
        required=False,
        help_text="Sept chiffres et une lettre, par exemple 0341234G.",
    )

    class Meta:
        model = SpaceRequest
        fields = ("school_name", "town", "uai", "last_name", "first_name", "email", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in _REQUIRED.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"

    def clean(self) -> dict[str, Any] | None:
        """A field of one line with several is somebody writing headers of his own in the e-mail of the operator."""
        cleaned = super().clean()
        for name in _ONE_LINE:
            if len(self.cleaned_data.get(name, "").splitlines()) > 1:
                self.add_error(name, "Écrivez sur une seule ligne.")
        return cleaned

    def clean_uai(self) -> str:
        uai = "".join(self.cleaned_data["uai"].split()).upper()
        if uai and not is_valid_uai(uai):
            raise ValidationError(f"« {uai} » n'est pas un numéro UAI : sept chiffres et leur lettre de contrôle.")
        if uai and School.objects.filter(uai=uai).exists():
            raise ValidationError(
                "Cet établissement a déjà son espace sur ce serveur : choisissez-le sur la page de connexion, puis "
                "« Contacter un administrateur »."
            )
        return uai
