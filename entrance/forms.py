"""What a person types to sign in and to activate an account."""

from django import forms
from django.conf import settings

from accounts.safety.throttle import Locked
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


class ActivationForm(forms.Form):
    """The first sign-in: the notice has been read."""

    has_read = forms.BooleanField(
        label="J'ai pris connaissance de ces informations.",
        error_messages={"required": "Cochez la case pour indiquer que vous avez lu ces informations."},
    )
