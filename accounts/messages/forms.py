"""« Messages d'accueil »: what a message says, to whom, and when."""

import datetime
from typing import Any

from django import forms

from accounts.access.decided import open_profiles
from accounts.models import Message
from sacoche.kit.clock import today
from schools.models import School

_A_WEEK = datetime.timedelta(days=7)
_LONGEST = datetime.timedelta(days=366)
_WRITE_DATES_SO = "Écrivez la date sous la forme JJ/MM/AAAA."


def _day(label: str, required: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        error_messages={"required": required, "invalid": _WRITE_DATES_SO},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class MessageForm(forms.ModelForm):
    """A message; the recipients are the profiles that the school works with."""

    text = forms.CharField(
        label="Message",
        max_length=2000,
        error_messages={"required": "Écrivez le message."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    profiles = forms.MultipleChoiceField(
        label="Destinataires",
        error_messages={
            "required": "Cochez au moins un profil : personne ne lirait ce message.",
            "invalid_choice": "Un profil choisi n'est pas ouvert dans votre établissement : rechargez la page.",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = _day("Du", "Indiquez à partir de quel jour le message paraît.")
    ends_on = _day("Au", "Indiquez jusqu'à quel jour le message paraît.")

    class Meta:
        model = Message
        fields = ("text", "profiles", "starts_on", "ends_on")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles = self.fields["profiles"]
        assert isinstance(profiles, forms.MultipleChoiceField)
        profiles.choices = [(code.value, code.label) for code in open_profiles(school)]
        if self.instance.pk is None:
            self.initial.update(starts_on=today(), ends_on=today() + _A_WEEK)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on:
            self._check_dates(starts_on, ends_on)
        return cleaned

    def _check_dates(self, starts_on: datetime.date, ends_on: datetime.date) -> None:
        if ends_on < starts_on:
            self.add_error("ends_on", "Le dernier jour vient avant le premier : échangez les deux dates.")
        elif ends_on < today():
            self.add_error("ends_on", "Ce jour est déjà passé : le message ne paraîtrait jamais.")
        elif ends_on - starts_on > _LONGEST:
            self.add_error("ends_on", "Un message paraît un an au plus : choisissez un jour plus proche.")
