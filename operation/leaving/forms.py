"""What is typed to leave the server: the name of the school, and the password of its last backup."""

from typing import Any

from django import forms

from operation.backups.forms import BackUpForm
from schools.models import School


class LeaveForm(BackUpForm):
    """The name as it is written on the page, then the password of the last backup, twice."""

    name = forms.CharField(
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Recopiez le nom de l'établissement pour confirmer."},
    )
    field_order = ("name", "password", "again")

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._school = school
        self.fields["name"].label = f"Recopiez : {school.name}"

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.casefold() != " ".join(self._school.name.split()).casefold():
            raise forms.ValidationError(f"Ce n'est pas « {self._school.name} » : rien n'a été fait.")
        return name
