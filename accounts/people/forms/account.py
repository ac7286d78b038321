"""What becomes of an account: its password, its end."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.credentials import draw_password
from accounts.models import Account
from accounts.passwords import LengthOfProfile
from sacoche.kit.clock import today
from sacoche.kit.widgets import CodeInput


def ticked_box(label: str) -> forms.BooleanField:
    """A box that is ticked before anybody touches it."""
    return forms.BooleanField(label=label, required=False, initial=True)


class PasswordForm(forms.Form):
    """A password drawn by us, or typed by the administrator when « aléatoire » is unticked."""

    password_random = ticked_box("aléatoire")
    password = forms.CharField(
        label="Mot de passe choisi",
        required=False,
        max_length=128,
        help_text=f"{LengthOfProfile().get_help_text()} Pas un mot de passe courant.",
        widget=CodeInput(),
    )
    # Whose password it is, where the form is not that of a new account.
    owner: Account | None = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("password_random") and "password" not in self.errors:
            self._check_typed_password(self.cleaned_data.get("password", ""))
        return cleaned

    def _check_typed_password(self, password: str) -> None:
        if not password:
            self.add_error("password", "Écrivez le mot de passe, ou cochez « aléatoire ».")
            return
        try:
            validate_password(password, self._owner())
        except ValidationError as error:
            self.add_error("password", error)

    def _owner(self) -> Account:
        if self.owner is not None:
            return self.owner
        new: Account = self.instance  # type: ignore[attr-defined]
        typed = {name: self.cleaned_data.get(name, "") for name in ("last_name", "first_name", "login")}
        return Account(profile=self.cleaned_data.get("profile", new.profile), **typed)

    def chosen_password(self) -> str:
        """The password typed, or a new one; in clear, to be shown once."""
        if self.cleaned_data["password_random"]:
            return draw_password(self._owner().profile)
        return str(self.cleaned_data["password"])


class GivenPasswordForm(PasswordForm):
    """A new password for an account that exists."""

    def __init__(self, *args: Any, owner: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner


class LeavingForm(forms.Form):
    """The day from which an account is closed."""

    left_on = forms.DateField(
        label="Date de sortie",
        help_text="À partir de ce jour, le compte est fermé.",
        error_messages={
            "required": "Indiquez la date de sortie.",
            "invalid": "Écrivez la date sous la forme JJ/MM/AAAA.",
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_left_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["left_on"]
        if not 2000 <= day.year <= today().year + 1:
            raise ValidationError("Vérifiez l'année de la date de sortie.")
        return day
