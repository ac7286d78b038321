"""The day whose evening a tree is shown at."""

import datetime

from django import forms

from sacoche.kit.clock import today


class DayForm(forms.Form):
    """No day, or one to come, is today."""

    au = forms.DateField(
        label="Voir au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Donnez un jour : 12/10/2026."},
    )

    @property
    def day(self) -> datetime.date | None:
        """A day that is over, None to see the tree as it is."""
        day: datetime.date | None = self.cleaned_data["au"] if self.is_valid() else None
        return day if day and datetime.date(1990, 1, 1) < day < today() else None
