"""What a person types to sign in and to activate an account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import Account
from accounts.safety.throttle import Locked
from sacoche.kit.names import clean_first_name, clean_last_name
from sacoche.kit.widgets import CodeInput

_LOST = "Mot de passe oublié ? « Identifiants perdus » vous en fait choisir un nouveau, qui ouvre sans attendre."
_ASK = "Mot de passe oublié ? Un administrateur vous en redonne un, qui ouvre sans attendre."


class SignInForm(forms.Form):
    """Login and password; the school is in the page."""

    # Seconds to wait before the next try, when there were too many.
    wait = 0

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

    def show_lock(self, lock: Locked) -> None:
        """Say how long to wait, and the way in that waits for nobody."""
        self.wait = lock.seconds
        way_out = _LOST if settings.SENDS_MAIL else _ASK
        self.add_error(None, f"Trop d'essais infructueux : réessayez dans {lock.wait}. {way_out}")


class FactorForm(forms.Form):
    """The second factor, once the password was right: what is typed, or what a passkey has signed."""

    code = forms.CharField(
        label="Code de l'application, ou code de secours",
        required=False,
        max_length=30,
        widget=CodeInput(autocomplete="one-time-code"),
    )
    # Written by the page (static/js/passkey.js).
    cle = forms.JSONField(required=False, widget=forms.HiddenInput)
    trusts = forms.BooleanField(label="Ne plus le demander dans ce navigateur pendant 30 jours", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("code") or cleaned.get("cle") or self.errors):
            raise forms.ValidationError("Tapez le code, ou servez-vous de votre clé d'accès.")
        return cleaned


class NewApplicationForm(forms.Form):
    """The first digits that an application shows."""

    code = forms.CharField(
        label="Le code à six chiffres que l'application affiche",
        max_length=12,
        error_messages={"required": "Tapez le code que l'application affiche."},
        widget=CodeInput(autocomplete="one-time-code"),
    )


class NewPasskeyForm(forms.Form):
    """What a browser made (written by static/js/passkey.js), and how its owner calls it."""

    name = forms.CharField(
        label="Nom de la clé",
        required=False,
        max_length=60,
        help_text="Pour la reconnaître : « ordinateur de la classe », « mon téléphone »…",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    cle = forms.JSONField(widget=forms.HiddenInput)


class ActivationForm(forms.Form):
    """The first sign-in: the notice has been read; the name of whoever was given an account without one."""

    has_read = forms.BooleanField(
        label="J'ai pris connaissance de ces informations.",
        error_messages={"required": "Cochez la case pour indiquer que vous avez lu ces informations."},
    )
    last_name = forms.CharField(label="Votre nom", max_length=100, error_messages={"required": "Indiquez votre nom."})
    first_name = forms.CharField(
        label="Votre prénom", max_length=100, error_messages={"required": "Indiquez votre prénom."}
    )
    field_order = ("last_name", "first_name", "has_read")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not account.is_nameless:
            del self.fields["last_name"], self.fields["first_name"]

    def clean_last_name(self) -> str:
        return self._cleaned("last_name", clean_last_name, "nom")

    def clean_first_name(self) -> str:
        return self._cleaned("first_name", clean_first_name, "prénom")

    def _cleaned(self, field: str, clean: Callable[[str], str], word: str) -> str:
        name = clean(self.cleaned_data[field])
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(f"Écrivez votre {word} en lettres.")
        return name
