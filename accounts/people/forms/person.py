"""What the forms of everybody have in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.logins import is_login
from accounts.models import Account
from accounts.people.forms.account import ticked_box
from accounts.people.queries import Conflicts
from sacoche.kit.names import clean_first_name, clean_last_name, clean_text, upper
from sacoche.kit.text import unaccent
from sacoche.kit.widgets import CodeInput


class PersonForm(forms.ModelForm):
    """What everybody has in common: the names, the e-mail address, the login, the identifiers.

    `login_auto` ticked lets us make the login, or leaves it alone (« inchangé ») when the account exists.
    `identifiers` are the fields of other software, shown apart.
    """

    identifiers: ClassVar[Sequence[str]] = ("id_ent", "id_gepi")
    _BESIDES: ClassVar[Sequence[str]] = ("login_auto", "login", "password_random", "password", "may_be_homonym")

    login_auto = ticked_box("automatique")
    login = forms.CharField(label="Login choisi", required=False, max_length=64, widget=CodeInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_name"].error_messages["required"] = "Le nom est obligatoire."
        self.fields["first_name"].error_messages["required"] = "Le prénom est obligatoire."
        for name in ("last_name", "first_name"):
            self.fields[name].widget.attrs.update(autocomplete="off")
        email = self.fields["email"]
        email.widget.attrs.update(autocomplete="off")
        email.error_messages["invalid"] = (
            "Écrivez une seule adresse, comme prenom.nom@exemple.fr, sans retour à la ligne."
        )
        if "sconet_id" in self.fields:
            sconet_id = self.fields["sconet_id"]
            sconet_id.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            sconet_id.error_messages["invalid"] = "L'Id Sconet est un nombre entier."
        if self.instance.pk:
            self.fields["login_auto"].label = f"inchangé : {self.instance.login}"
            self.fields["login"].initial = self.instance.login

    @property
    def opens_otherwise(self) -> bool:
        """Whether somebody else could open the account with what was typed: its codes are sent to its e-mail address,
        and an ENT opens it by its identifier.
        """
        return not {"email", "id_ent"}.isdisjoint(self.changed_data)

    @property
    def identity_fields(self) -> list[forms.BoundField]:
        """Who the person is, in the order of the form."""
        apart = {*self.identifiers, *self._BESIDES}
        return [self[name] for name in self.fields if name not in apart]

    @property
    def identifier_fields(self) -> list[forms.BoundField]:
        """What other software calls the person."""
        return [self[name] for name in self.identifiers]

    def clean_last_name(self) -> str:
        return self._one_line("last_name", clean_last_name)

    def clean_first_name(self) -> str:
        return self._one_line("first_name", clean_first_name)

    def clean_reference(self) -> str:
        return upper(clean_text(self.cleaned_data["reference"]))

    def clean_elenoet(self) -> str:
        return clean_text(self.cleaned_data["elenoet"])

    def clean_id_ent(self) -> str:
        return clean_text(self.cleaned_data["id_ent"])

    def clean_id_gepi(self) -> str:
        return clean_text(self.cleaned_data["id_gepi"])

    def _one_line(self, name: str, cleaner: Any) -> str:
        value = " ".join(cleaner(self.cleaned_data[name]).split())
        if not any(letter.isalnum() for letter in value):
            raise ValidationError("Écrivez au moins une lettre.")
        return value

    def clean_login(self) -> str:
        """The login as sign-in compares it: lower case, no accent."""
        if self.data.get(self.add_prefix("login_auto")):
            return ""
        login = unaccent(clean_text(self.cleaned_data["login"]))
        if not login:
            raise ValidationError(f"Écrivez le login, ou cochez « {self.fields['login_auto'].label} ».")
        if not is_login(login):
            raise ValidationError(
                "Le login commence par une lettre ou un chiffre et ne contient que des lettres sans accent, des "
                "chiffres, des points, des tirets, des traits bas et « @ » : pas d'espace."
            )
        return login

    def chosen_login(self) -> str:
        """The login typed, or nothing when it is ours to make or to leave."""
        return str(self.cleaned_data["login"])

    def show_conflicts(self, conflicts: Conflicts) -> None:
        """Say who already holds what, beside each field; nobody any more when he has let go of it meanwhile."""
        if not conflicts:
            self.add_error(None, "Quelqu'un d'autre écrivait au même moment : rien n'a été enregistré. Recommencez.")
        for field, holder in conflicts.items():
            if field == "name":
                self.add_error(None, _homonym_sentence(holder))
            elif field == "login" and not self.chosen_login():
                self.add_error(None, "Ce login vient d'être pris : enregistrez de nouveau.")
            else:
                self.add_error(field, _holder_sentence(field, holder))


def _holder_sentence(field: str, holder: Account) -> str:
    label = "Ce login" if field == "login" else f"Ce numéro ({Account._meta.get_field(field).verbose_name})"  # type: ignore[union-attr]
    return f"{label} est déjà celui de {describe(holder)} : indiquez-en un autre."


def _homonym_sentence(holder: Account) -> str:
    if not holder.is_active:
        return f"{describe(holder)} existe déjà : réintégrez plutôt son compte. Est-ce une autre personne ? Dites-le."
    return f"{describe(holder)} existe déjà. Est-ce une autre personne ? Dites-le."


def describe(account: Account) -> str:
    """« MARTIN Léa (professeur, login lea.martin, compte retiré) », for messages."""
    left = "" if account.is_active else ", compte retiré"
    return f"{account.full_name} ({account.get_profile_display()}, login {account.login}{left})"


class HomonymBox(forms.Form):
    """Shown once a person of the very same name has been found."""

    may_be_homonym = forms.BooleanField(label="C'est bien une autre personne, du même nom", required=False)
