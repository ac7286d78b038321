"""The form of each kind of people, for who exists and for who is new."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.access.decided import open_profiles
from accounts.enums import Gender, Profile
from accounts.models import Account
from accounts.people.forms.account import PasswordForm
from accounts.people.forms.person import HomonymBox, PersonForm
from accounts.people.queries import MANAGED_STAFF
from sacoche.kit.clock import today
from schools.models import SchoolClass


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


class NewStaffForm(PasswordForm, HomonymBox, StaffForm):
    """A new member of staff."""


class DirectorForm(_AdultForm):
    """A director who exists: the profile is that of the page."""

    identifiers = StaffForm.identifiers

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "id_ent", "id_gepi", "sconet_id", "reference")


class NewDirectorForm(PasswordForm, HomonymBox, DirectorForm):
    """A new director."""


class GuardianForm(_AdultForm):
    """A guardian who exists; children and address have pages of their own."""

    identifiers = ("sconet_id", "id_ent", "id_gepi", "reference")

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "sconet_id", "id_ent", "id_gepi", "reference")


class NewGuardianForm(PasswordForm, HomonymBox, GuardianForm):
    """A new guardian."""


class AdministratorForm(_AdultForm):
    """An administrator who exists."""

    class Meta:
        model = Account
        fields = ("last_name", "first_name", "gender", "email", "id_ent", "id_gepi")


class NewAdministratorForm(PasswordForm, HomonymBox, AdministratorForm):
    """A new administrator."""


def _label(school_class: SchoolClass) -> str:
    return school_class.label


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
        school_class.label_from_instance = _label  # type: ignore[method-assign, assignment]
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


class NewPupilForm(PasswordForm, HomonymBox, PupilForm):
    """A new pupil."""
