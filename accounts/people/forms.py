"""Forms of the pages that manage people."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.access.decided import open_profiles
from accounts.credentials import draw_password
from accounts.enums import Gender, Profile
from accounts.logins import is_login
from accounts.models import Account
from accounts.passwords import LengthOfProfile
from accounts.people.queries import MANAGED_STAFF, Conflicts
from sacoche.kit.clock import today
from sacoche.kit.names import clean_first_name, clean_last_name, clean_text, upper
from sacoche.kit.text import unaccent
from schools.models import SchoolClass

_OFF = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=True)


class PasswordForm(forms.Form):
    """A password drawn by us, or typed by the administrator when « aléatoire » is unticked."""

    password_random = _box("aléatoire")
    password = forms.CharField(
        label="Mot de passe choisi",
        required=False,
        max_length=128,
        help_text=f"{LengthOfProfile().get_help_text()} Pas un mot de passe courant.",
        widget=forms.TextInput(attrs=_OFF),
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
            return draw_password()
        return str(self.cleaned_data["password"])


class GivenPasswordForm(PasswordForm):
    """A new password for an account that exists."""

    def __init__(self, *args: Any, owner: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner


class PersonForm(forms.ModelForm):
    """What everybody has in common: the names, the e-mail address, the login, the identifiers.

    `login_auto` ticked lets us make the login, or leaves it alone (« inchangé ») when the account exists.
    `identifiers` are the fields of other software, shown apart.
    """

    identifiers: ClassVar[Sequence[str]] = ("id_ent", "id_gepi")
    _BESIDES: ClassVar[Sequence[str]] = ("login_auto", "login", "password_random", "password", "may_be_homonym")

    login_auto = _box("automatique")
    login = forms.CharField(label="Login choisi", required=False, max_length=64, widget=forms.TextInput(attrs=_OFF))

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


class _HomonymBox(forms.Form):
    """Shown once a person of the very same name has been found."""

    may_be_homonym = forms.BooleanField(label="C'est bien une autre personne, du même nom", required=False)


class _AdultForm(PersonForm):
    """An adult: « civilité » where a pupil has « sexe »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gender = self.fields["gender"]
        assert isinstance(gender, forms.ChoiceField)
        gender.label = "Civilité"
        gender.choices = [(Gender.UNKNOWN, "non renseignée"), (Gender.FEMALE, "Mme"), (Gender.MALE, "M.")]
        gender.required = False
        if "reference" in self.fields:
            self.fields["reference"].label = "Référence"

    def clean_gender(self) -> str:
        return self.cleaned_data["gender"] or Gender.UNKNOWN


class StaffForm(_AdultForm):
    """A member of staff who exists."""

    identifiers = ("id_ent", "id_gepi", "sconet_id", "reference")
    profile = forms.ChoiceField(
        label="Profil", error_messages={"invalid_choice": "Ce profil n'est pas ouvert : choisissez-en un de la liste."}
    )

    class Meta:
        model = Account
        fields = (
            "last_name",
            "first_name",
            "profile",
            "gender",
            "email",
            "id_ent",
            "id_gepi",
            "sconet_id",
            "reference",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = self.fields["profile"]
        assert isinstance(profile, forms.ChoiceField)
        profile.choices = [(code.value, code.label) for code in staff_profiles(self.instance)]


def staff_profiles(account: Account) -> list[Profile]:
    """The profiles that a member of staff may be given: those that the school works with, and his own."""
    assert account.school is not None
    opened = set(open_profiles(account.school)) | {Profile(account.profile)}
    return [profile for profile in MANAGED_STAFF if profile in opened]


class NewStaffForm(PasswordForm, _HomonymBox, StaffForm):
    """A new member of staff."""


class DirectorForm(_AdultForm):
    """A director who exists: the profile is that of the page."""

    identifiers = StaffForm.identifiers

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "id_ent", "id_gepi", "sconet_id", "reference")


class NewDirectorForm(PasswordForm, _HomonymBox, DirectorForm):
    """A new director."""


class GuardianForm(_AdultForm):
    """A guardian who exists; children and address have pages of their own."""

    identifiers = ("sconet_id", "id_ent", "id_gepi", "reference")

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "sconet_id", "id_ent", "id_gepi", "reference")


class NewGuardianForm(PasswordForm, _HomonymBox, GuardianForm):
    """A new guardian."""


class AdministratorForm(_AdultForm):
    """An administrator who exists."""

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "id_ent", "id_gepi")


class NewAdministratorForm(PasswordForm, _HomonymBox, AdministratorForm):
    """A new administrator."""


class PupilForm(PersonForm):
    """A pupil who exists."""

    identifiers = ("reference", "sconet_id", "elenoet", "id_ent", "id_gepi")

    class Meta:
        model = Account
        fields = (
            "last_name",
            "first_name",
            "school_class",
            "gender",
            "birth_date",
            "email",
            "reference",
            "sconet_id",
            "elenoet",
            "id_ent",
            "id_gepi",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school_class = self.fields["school_class"]
        assert isinstance(school_class, forms.ModelChoiceField)
        school_class.queryset = SchoolClass.objects.in_level_order()
        school_class.label_from_instance = class_label  # type: ignore[method-assign, assignment]
        school_class.empty_label = "Sans classe"
        self.fields["reference"].label = "INE ou référence"
        birth_date = self.fields["birth_date"]
        birth_date.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        birth_date.error_messages["invalid"] = "Écrivez la date sous la forme JJ/MM/AAAA."

    def clean_birth_date(self) -> datetime.date | None:
        born: datetime.date | None = self.cleaned_data["birth_date"]
        if born and not 1900 <= born.year <= today().year:
            raise ValidationError("Vérifiez l'année de naissance.")
        return born


class NewPupilForm(PasswordForm, _HomonymBox, PupilForm):
    """A new pupil."""


def class_label(school_class: SchoolClass) -> str:
    """« [CM2_A] CM2 A », as lists of classes show it."""
    return f"[{school_class.reference}] {school_class.name}"


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


class PeopleSearchForm(forms.Form):
    """What a list of people shows: a class or a profile where there are several, words, those who have left."""

    EVERY_CLASS, WITHOUT_CLASS = "toutes", "aucune"

    classe = forms.ChoiceField(label="Classe", required=False)
    profil = forms.ChoiceField(label="Profil", required=False)
    q = forms.CharField(
        label="Nom, login ou numéro", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    sortis = forms.BooleanField(label="Comptes fermés", required=False)

    def __init__(self, *args: Any, is_by_class: bool, profiles: Sequence[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes: dict[str, SchoolClass] = {}
        if is_by_class:
            self.classes = {str(each.pk): each for each in SchoolClass.objects.in_level_order()}
            self._offer("classe", self._class_choices())
            self.fields["sortis"].label = "Élèves sortis"
        else:
            del self.fields["classe"]
        if len(profiles) > 1:
            self._offer("profil", [("", "Tous les profils"), *((code.value, code.label) for code in profiles)])
        else:
            del self.fields["profil"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _class_choices(self) -> list[tuple[str, str]]:
        labels = [(pk, class_label(each)) for pk, each in self.classes.items()]
        return [(self.EVERY_CLASS, "Toutes les classes"), *labels, (self.WITHOUT_CLASS, "Sans classe")]

    @property
    def names_an_unknown_class(self) -> bool:
        """Whether the address asks for a class, by its number, that the school does not have."""
        asked = self.data.get("classe", "")
        return "classe" in self.fields and asked.isdigit() and asked not in self.classes

    def criteria(self) -> dict[str, Any]:
        """The arguments of people.lists.matching; what cannot be read counts as not asked."""
        asked = self.cleaned_data if self.is_valid() else {}
        classe = asked.get("classe", "")
        return {
            "words": asked.get("q", ""),
            "profile": asked.get("profil", ""),
            "school_class": self.classes.get(classe),
            "is_without_class": classe == self.WITHOUT_CLASS,
            "has_left": bool(asked.get("sortis")),
        }
