"""What a person types to sign in and to activate an account."""

from django import forms

from sacoche.kit.widgets import CodeInput


class SignInForm(forms.Form):
    """Login and password; the school is in the page."""

    login = forms.CharField(
        label="Identifiant",
        max_length=64,
        error_messages={"required": "Indiquez votre identifiant."},
        widget=CodeInput(autocomplete="username"),
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=128,
        error_messages={"required": "Indiquez votre mot de passe."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ActivationForm(forms.Form):
    """The first sign-in: the notice has been read."""

    has_read = forms.BooleanField(
        label="J'ai pris connaissance de ces informations.",
        error_messages={"required": "Cochez la case pour indiquer que vous avez lu ces informations."},
    )
