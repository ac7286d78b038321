"""What the lines of the journal are looked for by."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.journal.queries import COMINGS_AND_GOINGS, actions
from sacoche.kit.clock import today


class _DayField(forms.DateField):
    """A day of the years that the journal may hold."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Écrivez la date sous la forme JJ/MM/AAAA."}

    def clean(self, value: Any) -> datetime.date | None:
        day: datetime.date | None = super().clean(value)
        if day and not 2000 <= day.year <= today().year + 1:
            raise ValidationError("Vérifiez l'année.")
        return day


class JournalFilterForm(forms.Form):
    """From one day to another, somebody or something, an action; each may be left empty."""

    du = _DayField(label="Du", required=False)
    au = _DayField(label="Au", required=False)
    q = forms.CharField(
        label="Personne ou mot", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    action = forms.ChoiceField(
        label="Action",
        required=False,
        error_messages={"invalid_choice": "Choisissez une action de la liste."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Toutes les actions, hors connexions"),
            (COMINGS_AND_GOINGS, "Connexions et échecs"),
            *actions(),
        ]

    def clean(self) -> dict[str, Any]:
        starts_on, ends_on = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("au", "Ce jour est avant le premier : changez l'un des deux.")
        return self.cleaned_data

    def criteria(self) -> dict[str, Any]:
        """The arguments of journal.queries.entries_matching, once the form is valid."""
        asked = self.cleaned_data
        return {"starts_on": asked["du"], "ends_on": asked["au"], "words": asked["q"], "code": asked["action"]}
