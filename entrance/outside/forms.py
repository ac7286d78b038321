"""What is typed by people who are not signed in: lost codes, a question to the administrators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import ContactRequest
from entrance.outside.contact import CODE_DIGITS
from sacoche.kit.widgets import CodeInput

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
    """The address that the account holds, or its login: the e-mail goes to the address in both cases."""

    email = forms.CharField(
        label="Votre identifiant ou votre adresse e-mail",
        max_length=100,
        help_text="L'adresse est celle que vous avez enregistrée dans votre compte SACoche.",
        error_messages={"required": "Indiquez votre identifiant, ou votre adresse e-mail."},
        widget=CodeInput(autocomplete="username"),
    )

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).strip()
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError as error:
                raise ValidationError(_INVALID_EMAIL) from error
        return typed


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

    def __init__(self, *args: Any, sends_mail: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sends_mail:
            self.fields["email"].required = False
            self.fields["email"].help_text = "Pour qu'on puisse vous répondre. Elle n'est pas vérifiée."
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
