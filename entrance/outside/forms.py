"""What is typed by people who are not signed in: lost codes, a question to the administrators."""

from typing import Any

from django import forms

from accounts.models import ContactRequest
from entrance.outside.contact import CODE_DIGITS

_INVALID_EMAIL = "Écrivez une adresse e-mail complète, par exemple prenom.nom@exemple.fr."


def email_field(label: str, help_text: str) -> forms.EmailField:
    """An e-mail address, as people who are not signed in give it."""
    return forms.EmailField(
        label=label,
        max_length=100,
        help_text=help_text,
        error_messages={"required": "Indiquez votre adresse e-mail.", "invalid": _INVALID_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LostForm(forms.Form):
    """The address that the account holds."""

    email = email_field("Votre adresse e-mail", "Celle que vous avez enregistrée dans votre compte SACoche.")


class ContactForm(forms.ModelForm):
    """A question to the administrators of a school."""

    email = email_field("Votre adresse e-mail", "Un code y est envoyé, pour vérifier qu'on pourra vous répondre.")
    text = forms.CharField(
        label="Votre message",
        max_length=2000,
        error_messages={"required": "Écrivez votre message."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = ContactRequest
        fields = ("last_name", "first_name", "email", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].error_messages["required"] = "Indiquez votre nom."
        self.fields["first_name"].error_messages["required"] = "Indiquez votre prénom."

    def clean_last_name(self) -> str:
        return " ".join(self.cleaned_data["last_name"].split())

    def clean_first_name(self) -> str:
        return " ".join(self.cleaned_data["first_name"].split())


class CodeForm(forms.Form):
    """The code received by e-mail; spaces inside are nothing."""

    code = forms.CharField(
        label="Code reçu par e-mail",
        max_length=20,
        help_text=f"{CODE_DIGITS} chiffres. Rien reçu ? Regardez aussi dans les courriers indésirables.",
        error_messages={"required": "Recopiez le code reçu par e-mail."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
