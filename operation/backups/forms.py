"""What is typed to save a school, or to put it back."""

from typing import Any

from django import forms
from django.conf import settings

from operation.backups.cipher import SHORTEST_PASSWORD
from sacoche.kit.sent_file import SentFile
from schools.models import School

_LONGEST = 200


def _password(label: str, *, autocomplete: str, **field: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=_LONGEST, **field)


class BackUpForm(forms.Form):
    """The password of the file, twice: nobody can find it again."""

    password = _password(
        "Mot de passe de la sauvegarde",
        autocomplete="new-password",
        help_text=f"{SHORTEST_PASSWORD} caractères au moins. Il n'est gardé nulle part : sans lui, personne ne peut "
        "relire le fichier, pas même la personne qui s'occupe de ce serveur.",
        error_messages={"required": "Choisissez le mot de passe de la sauvegarde."},
    )
    again = _password(
        "Le même mot de passe, encore une fois",
        autocomplete="new-password",
        error_messages={"required": "Écrivez le mot de passe une seconde fois."},
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if len(password) < SHORTEST_PASSWORD:
            raise forms.ValidationError(
                f"Ce mot de passe est trop court : {SHORTEST_PASSWORD} caractères au moins, par exemple quatre mots "
                "sans rapport."
            )
        return password

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "password" in told and "again" in told and told["password"] != told["again"]:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes : écrivez-les à nouveau.")
        return told


class SendForm(forms.Form):
    """A backup and its password."""

    file = SentFile(
        label="Sauvegarde (.sacoche)",
        what="la sauvegarde (.sacoche)",
        accept=".sacoche",
        most=lambda: settings.MAX_BACKUP_BYTES,
        when_too_large=(
            "demandez à la personne qui s'occupe de ce serveur de la restaurer par la commande « restore »"
        ),
    )
    opened_by = _password(
        "Mot de passe de cette sauvegarde",
        autocomplete="off",
        error_messages={"required": "Écrivez le mot de passe choisi quand la sauvegarde a été faite."},
    )


class ConfirmForm(forms.Form):
    """Words to copy, so that nobody puts a school back by a click too many."""

    words = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = words_of(school)
        self.fields["words"].label = f"Recopiez : {self._asked}"
        self.fields["words"].error_messages["required"] = f"Recopiez « {self._asked} » pour confirmer."

    def clean_words(self) -> str:
        words = " ".join(str(self.cleaned_data["words"]).split())
        if words.casefold() != self._asked.casefold():
            raise forms.ValidationError(f"Ce n'est pas « {self._asked} » : rien n'a été écrit.")
        return words


def words_of(school: School) -> str:
    """« restaurer 0591234W », or the number of a school that has no UAI."""
    return f"restaurer {school.uai or school.number}"
