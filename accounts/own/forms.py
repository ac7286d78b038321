"""What people type about their own account."""

from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import Account
from accounts.passwords import shortest_password
from accounts.safety.throttle import Locked

_TYPED_TWICE = "Les deux mots de passe ne sont pas les mêmes : écrivez deux fois le même."


def password_field(label: str, autocomplete: str, required: str, **options: Any) -> forms.CharField:
    """A field whose letters do not show."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=128, widget=widget, error_messages={"required": required}, **options)


class CurrentPasswordForm(forms.Form):
    """Asks who is there before anything that would let somebody else take the account."""

    current = password_field("Mot de passe actuel", "current-password", "Indiquez votre mot de passe actuel.")

    def refuse_current(self) -> None:
        """Say that it is not the right one."""
        self.add_error("current", "Ce n'est pas votre mot de passe actuel.")

    def show_lock(self, lock: Locked) -> None:
        """Say when to try again."""
        self.add_error("current", f"Trop d'essais infructueux : réessayez dans {lock.wait}.")


class NewPasswordForm(forms.Form):
    """A new password, twice; `account` is whose it will be."""

    password = password_field("Nouveau mot de passe", "new-password", "Indiquez le nouveau mot de passe.")
    again = password_field("Le même, pour vérification", "new-password", "Écrivez une seconde fois le mot de passe.")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password"].help_text = (
            f"Au moins {shortest_password(account.profile)} caractères. Une phrase facile à retenir vaut mieux qu'un "
            "mot compliqué ; ni le nom, ni l'identifiant, ni un mot de passe courant."
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", _TYPED_TWICE)
        elif password:
            self._check_strength(password)
        return cleaned

    def _check_strength(self, password: str) -> None:
        try:
            validate_password(password, self.account)
        except ValidationError as error:
            self.add_error("password", error)


class ChangePasswordForm(CurrentPasswordForm, NewPasswordForm):
    """« Mot de passe »."""

    field_order = ("current", "password", "again")


class RenewPasswordForm(NewPasswordForm):
    """Another password than the one that others know or guess."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        password = self.cleaned_data.get("password")
        if password and not self.errors and check_password(password, self.account.password):
            self.add_error("password", "C'est celui que vous avez déjà : choisissez-en un autre.")
        return cleaned


class EmailForm(CurrentPasswordForm):
    """« Adresse e-mail »."""

    email = forms.EmailField(
        label="Adresse e-mail",
        required=False,
        max_length=100,
        help_text="Laissez vide pour retirer l'adresse.",
        error_messages={"invalid": "Écrivez une adresse e-mail complète, par exemple prenom.nom@exemple.fr."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email", "current")


class FoldForm(forms.Form):
    """A block of the home page that was folded or opened; `version` is what it held then."""

    block = forms.ChoiceField(
        choices=[
            ("messages", "messages"),
            ("tip", "astuce"),
            ("address", "adresse"),
            ("coming", "évaluations à venir"),
            ("results", "derniers résultats"),
            ("improve", "à améliorer"),
            ("mastered", "maîtrisés"),
            ("self", "auto-évaluations"),
            ("documents", "documents"),
        ]
    )
    version = forms.IntegerField(min_value=0)
    is_folded = forms.BooleanField(required=False)


class PatternsForm(forms.Form):
    """« Daltonisme »."""

    patterns = forms.BooleanField(label="Ajouter des motifs aux couleurs des grilles", required=False)
