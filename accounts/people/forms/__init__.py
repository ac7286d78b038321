"""Forms of the pages that manage people."""

from accounts.people.forms.account import GivenPasswordForm, LeavingForm, PasswordForm
from accounts.people.forms.kinds import (
    AdministratorForm,
    DirectorForm,
    GuardianForm,
    NewAdministratorForm,
    NewDirectorForm,
    NewGuardianForm,
    NewPupilForm,
    NewStaffForm,
    PupilForm,
    StaffForm,
)
from accounts.people.forms.person import PersonForm
from accounts.people.forms.search import PeopleSearchForm

__all__ = [
    "AdministratorForm",
    "DirectorForm",
    "GivenPasswordForm",
    "GuardianForm",
    "LeavingForm",
    "NewAdministratorForm",
    "NewDirectorForm",
    "NewGuardianForm",
    "NewPupilForm",
    "NewStaffForm",
    "PasswordForm",
    "PeopleSearchForm",
    "PersonForm",
    "PupilForm",
    "StaffForm",
]
